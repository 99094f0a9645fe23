"""``/dashboard/tasks/``: who has answered what the street asked for; communities answer their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from communities.admin.pages import table_as_excel
from guicheng.accounts.inside import for_who_works_inside
from guicheng.accounts.models import User
from guicheng.accounts.scope import editable_by, visible_to
from guicheng.web.http import absolute, query_with
from guicheng.web.paging import page_of

from ..models import Task, TaskAnswer
from ..snapshot import snapshot
from ..tasks.answering import Ended, NotAnswered, Overtaken, answer, give_back, remind, values_of
from ..tasks.board import board, heads, reminder, sheet_rows, with_rates
from ..tasks.forms import AnswerForm, ReturnForm
from ..tasks.past import steps
from ..told import live

PER_PAGE = 30


def _answers(user: User) -> QuerySet[TaskAnswer]:
    return visible_to(TaskAnswer, user).select_related("task", "community")


def _task(request: HttpRequest, pk: int) -> Task:
    """Raises 404 for what is not there and for what their communities were not asked alike."""
    found = visible_to(Task, request.user).filter(pk=pk).select_related("made_by").first()
    if found is None:
        raise Http404
    return found


def _is_the_street_s(user: User) -> bool:
    return user.sees_every_community and user.may_write


@for_who_works_inside
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "tasks",
        "today": timezone.localdate(),
        "query": query_with(request, page=None) or "?",
        "may_ask": _is_the_street_s(request.user),
    }
    if request.user.sees_every_community:
        rows = with_rates(visible_to(Task, request.user)).order_by("-due_on", "-pk")
        context["page"] = page_of(request, rows, PER_PAGE)
        return render(request, "dashboard/tasks.html", context)
    rows = _answers(request.user).order_by("-task__due_on", "-task", "community__code")
    context["page"] = page_of(request, rows, PER_PAGE)
    context["lines"] = [(row, row.words(context["today"])) for row in context["page"].object_list]
    return render(request, "dashboard/own_tasks.html", context)


@for_who_works_inside
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The street's view of one; staff of a community are led to their own answer."""
    found = _task(request, pk)
    if not request.user.sees_every_community:
        own = list(_answers(request.user).filter(task=found)[:2])
        return redirect(own[0]) if len(own) == 1 else redirect("dashboard-tasks")
    if request.method == "POST":
        if not _is_the_street_s(request.user):
            raise PermissionDenied
        count = remind(found)
        messages.success(
            request,
            f"已提醒 {count} 个社区：他们的后台首页会列出来。"
            if count
            else "没有要提醒的社区，或者刚刚提醒过。",
        )
        return redirect(found)
    shown = board(found, TaskAnswer.objects.visible_to(request.user))
    address = absolute(request, reverse("dashboard-task", args=[found.pk]))
    context = {
        "nav": "tasks",
        "task": found,
        "board": shown,
        "today": timezone.localdate(),
        "reminder": reminder(shown, address, timezone.localdate()),
        "may_ask": _is_the_street_s(request.user),
        "takes_answers": found.takes_answers(timezone.localdate()),
    }
    return render(request, "dashboard/task.html", context)


@for_who_works_inside
@require_safe
def task_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    found = _task(request, pk)
    if not request.user.sees_every_community:
        raise PermissionDenied
    shown = board(found, TaskAnswer.objects.visible_to(request.user))
    return table_as_excel(request, "任务填报", f"任务填报：{found}", heads(shown), sheet_rows(shown))


@for_who_works_inside
@require_http_methods(["GET", "HEAD", "POST"])
def task_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One community's answer: its staff fill it in, the street reads it and may give it back."""
    row = _answers(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    if request.user.sees_every_community:
        return _read(request, row)
    if not editable_by(TaskAnswer, request.user).filter(pk=row.pk).exists():
        raise PermissionDenied
    fields = list(row.task.fields.all())
    form = AnswerForm(row, fields, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            answer(row, form.cleaned_data["version"], form.said, by=request.user)
        except Overtaken as exc:
            row, context["theirs"] = exc.row, values_of(exc.row)
            form.started_at(exc.row.version)
        except Ended:
            messages.error(request, "这项任务已经停止填报，没有保存。要补报请联系街道。")
            return redirect(row)
        else:
            messages.success(request, f"“{row.task}”已填报。改了还可以再提交，以前填的会留下来。")
            return redirect(row)
    return _answer_page(request, row, form, fields, context)


def _answer_page(
    request: HttpRequest, row: TaskAnswer, form: AnswerForm, fields: list[Any], more: dict[str, Any]
) -> HttpResponse:
    today, theirs = timezone.localdate(), more.get("theirs")
    indicator = row.task.indicator
    context = {
        "nav": "tasks",
        "row": row,
        "task": row.task,
        "form": form,
        "numbers": [
            (bound, asked, theirs is not None, theirs.get(asked.pk) if theirs else None)
            for bound, asked in form.numbers()
        ],
        "overtaken": theirs is not None,
        "words": row.words(today),
        "late": row.task.due_on < today,
        "takes_answers": row.task.takes_answers(today),
        "indicator": indicator,
        "live": live(snapshot(), indicator, row.community_id) if indicator else None,
        "steps": steps(row, fields),
    }
    return render(request, "dashboard/task_answer.html", context)


def _read(request: HttpRequest, row: TaskAnswer) -> HttpResponse:
    """For the street."""
    form = ReturnForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    if request.method == "POST":
        if not _is_the_street_s(request.user):
            raise PermissionDenied
        if form.is_valid():
            try:
                give_back(row, form.cleaned_data["version"], form.cleaned_data["reason"])
            except Overtaken:
                messages.error(request, "您打开这一页以后，社区又填报过，所以没有退回。请看过新的再决定。")
            except NotAnswered:
                messages.error(request, "社区还没有填报，没有可以退回的。")
            else:
                messages.success(request, f"已退回给{row.community}，他们的后台首页会列出来。")
            return redirect(row)
    shown = board(row.task, TaskAnswer.objects.filter(pk=row.pk))
    context = {
        "nav": "tasks",
        "row": row,
        "task": row.task,
        "form": form,
        "line": shown.lines[0],
        "numbers": list(zip(shown.fields, shown.lines[0].cells, strict=True)),
        "steps": steps(row, shown.fields),
        "may_ask": _is_the_street_s(request.user),
    }
    return render(request, "dashboard/task_read.html", context)
