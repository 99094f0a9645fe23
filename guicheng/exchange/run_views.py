"""The pages of an import: upload, columns, preview, progress, result, undo."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from guicheng.accounts import events
from guicheng.accounts.admin_scope import may_add, works_inside
from guicheng.accounts.scope import editable_by, visible_to

from . import pipeline, tasks
from .export_views import workbook_response
from .forms import LayoutForm, UploadForm
from .kinds import Kind, kind_of
from .models import ImportRow, ImportRun
from .reading import Unreadable
from .results import refused_workbook
from .undo import CannotUndo, undo

Status = ImportRun.Status
_TABS = [
    ("refused", "没有接受"),
    ("noted", "请留意"),
    ("new", "新增"),
    ("changed", "有改动"),
    ("unchanged", "没有变化"),
]


def importable(request: HttpRequest, key: str) -> Kind:
    """The KIND that the user may import. Raises ``Http404`` or ``PermissionDenied``."""
    try:
        kind = kind_of(key)
    except KeyError as exc:
        raise Http404 from exc
    if not works_inside(request.user) or not may_add(kind.model, request.user):
        raise PermissionDenied
    return kind


def _own_run(request: HttpRequest, pk: int, *, change: bool = False) -> ImportRun:
    rows = (editable_by if change else visible_to)(ImportRun, request.user)
    run = rows.filter(pk=pk).select_related("user").first()
    if run is None or not works_inside(request.user):
        raise Http404
    return run


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    request.current_app = admin.site.name
    context = {**admin.site.each_context(request), "title": title, "opts": ImportRun._meta, **context}
    return TemplateResponse(request, f"exchange/{template}.html", context)


def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file; its columns are recognised at once."""
    known = importable(request, kind)
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        twin = _same_file_in_hand(request, known, content)
        if twin is not None:
            return redirect("admin:exchange_run", twin.pk)
        try:
            run = pipeline.begin(content, file.name, known, request.user)
        except Unreadable as exc:
            form.add_error("file", str(exc))
        else:
            return redirect("admin:exchange_columns", run.pk)
    recent = visible_to(ImportRun, request.user).filter(kind=known.key).select_related("user")[:5]
    shown = [{"run": run, "summary": summary(run)} for run in recent]
    return _page(request, "upload", f"导入{known.label}", kind=known, form=form, recent=shown)


def _same_file_in_hand(request: HttpRequest, kind: Kind, content: bytes) -> ImportRun | None:
    """The user's own unfinished run of the very same file: a second press of the button leads there."""
    rows = editable_by(ImportRun, request.user).filter(
        user=request.user,
        kind=kind.key,
        digest=hashlib.sha256(content).hexdigest(),
        status__in=[Status.CHECKING, Status.READY, Status.WRITING],
    )
    return rows.first()


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which, to be corrected; then the check begins."""
    run = _own_run(request, pk, change=True)
    kind = importable(request, run.kind)
    if run.status not in {Status.UPLOADED, Status.READY, Status.FAILED}:
        return redirect("admin:exchange_run", run.pk)
    sent = request.method == "POST"
    form = LayoutForm(run.layout, kind, request.POST if sent else None)
    if sent and form.is_valid():
        run.layout, changed = form.corrected()
        run.save(update_fields=["layout"])
        pipeline.learn(run, changed)
        tasks.start_check(run)
        return redirect("admin:exchange_run", run.pk)
    try:
        form.samples = pipeline.samples(run)
    except Unreadable as exc:
        messages.error(request, str(exc))
        return redirect("admin:exchange_upload", run.kind)
    return _page(request, "columns", "核对各列", kind=kind, run=run, form=form)


def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a run stands: progress, preview, or result; and what can be done with it now."""
    if request.method == "POST":
        return _do(request, _own_run(request, pk, change=True))
    run = _own_run(request, pk)
    kind = kind_of(run.kind)
    if run.is_silent:
        tasks.resume_silent()
    if run.status == Status.UPLOADED:
        return redirect("admin:exchange_columns", run.pk)
    rows = visible_to(ImportRow, request.user).filter(run=run)
    counts = {key: run.counts.get(key, 0) for key, _ in _TABS}
    counts["noted"] = rows.filter(noted=True).exclude(status="refused").count() if run.counts else 0
    tabs = [(key, label, counts[key]) for key, label in _TABS if counts[key]]
    chosen = request.GET.get("show", "")
    if chosen not in {key for key, _, _ in tabs}:
        chosen = tabs[0][0] if tabs else ""
    shown = (
        rows.filter(noted=True).exclude(status="refused") if chosen == "noted" else rows.filter(status=chosen)
    )
    page = Paginator(shown.order_by("pk"), 50).get_page(request.GET.get("page"))
    return _page(
        request,
        "run",
        f"导入{kind.label} #{run.pk}",
        run=run,
        kind=kind,
        tabs=tabs,
        chosen=chosen,
        page=page,
        rows=[describe(kind, row) for row in page] if chosen else [],
        counts=counts,
        will_write=counts["new"] + counts["changed"],
        may_change=editable_by(ImportRun, request.user).filter(pk=run.pk).exists(),
        busy=run.status in ImportRun.BUSY,
        kept=bool(run.stored_as),
    )


def describe(kind: Kind, row: ImportRow) -> dict[str, Any]:
    """A staged row for the page: personal numbers masked."""
    data = row.data or {}
    personal = {column.label for column in kind.columns if column.personal}
    problems = [
        {
            **problem,
            "value": mask_value(problem["value"]) if problem["column"] in personal else problem["value"],
        }
        for problem in data.get("problems", [])
    ]
    return {
        "sheet": row.sheet,
        "number": row.number,
        "title": kind.title_of(data.get("values", {})),
        "problems": problems,
        "notes": data.get("notes", []),
        "changes": data.get("changes", {}),
        "creates": data.get("creates", []),
    }


def mask_value(text: str) -> str:
    """Enough of a refused number to find it in the file."""
    return f"{text[:3]}…{text[-2:]}" if len(text) > 6 else text


def _do(request: HttpRequest, run: ImportRun) -> HttpResponse:
    """What the buttons of the page do; each once, however often it is pressed."""
    importable(request, run.kind)
    action = request.POST.get("action")
    if action == "confirm" and tasks.start_write(run):
        events.record(events.Kind.IMPORT, request=request, what=f"{run.kind} #{run.pk}", count=_to_write(run))
    elif action == "recheck":
        tasks.start_check(run)
    elif action == "cancel":
        if pipeline.advance(
            run, [Status.UPLOADED, Status.READY, Status.FAILED, Status.CHECKING], Status.CANCELLED
        ):
            pipeline.forget(run)
            run.rows.all().delete()
            messages.success(request, "已放弃这次导入，什么也没有写入。")
            return redirect("admin:exchange_importrun_changelist")
    elif action == "undo":
        _undo(request, run)
    return redirect("admin:exchange_run", run.pk)


def _to_write(run: ImportRun) -> int:
    return run.counts.get("new", 0) + run.counts.get("changed", 0)


def _undo(request: HttpRequest, run: ImportRun) -> None:
    try:
        count = undo(run, request.user)
    except CannotUndo as exc:
        lines = "；".join(f"{held.what}：{held.why}" for held in exc.held[:5])
        messages.error(request, f"{exc} 例如：{lines}。请在这些记录里单独改回来。")
    except IntegrityError:
        messages.error(request, "撤销时和别人同时做的改动冲突，什么也没有改动。请稍后再试。")
    else:
        events.record(events.Kind.UNDO, request=request, what=f"{run.kind} #{run.pk}", count=count)
        messages.success(request, f"已撤销这次导入，{count} 条记录恢复到导入以前。")


def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """For the page that watches: how far the work is."""
    run = _own_run(request, pk)
    if run.is_silent:
        tasks.resume_silent()
    said = "正在写入，请稍候 …" if run.status == Status.WRITING else f"已检查 {run.done_rows} 行 …"
    waits = run.status in ImportRun.BUSY and run.alive_at and (timezone.now() - run.alive_at).seconds > 15
    if waits and not run.done_rows:
        said = "正在排队。如果一直不动，请告诉管理员检查后台进程。"
    answer = JsonResponse({"busy": run.status in ImportRun.BUSY, "percent": run.percent, "said": said})
    answer["Cache-Control"] = "no-store"
    return answer


def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """The refused rows in their own layout, with the reason: to be mended and imported again."""
    run = _own_run(request, pk, change=True)
    try:
        book = refused_workbook(run)
    except Unreadable as exc:
        messages.error(request, str(exc))
        return redirect("admin:exchange_run", run.pk)
    events.record(
        events.Kind.EXPORT, request=request, what=f"refused #{run.pk}", count=run.counts.get("refused", 0)
    )
    return workbook_response(book, f"没有接受的行-{run.pk}.xlsx")


def summary(run: ImportRun) -> str:
    """What came of a run, in a line."""
    if run.message:
        return run.message
    words = [(label, run.counts.get(key, 0)) for key, label in _TABS if key != "noted"]
    return "，".join(f"{label} {count}" for label, count in words if count)
