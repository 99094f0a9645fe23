"""The page on which a request is worked: what was said, what was done, and a form for each thing to do."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from guicheng.accounts import reveal
from guicheng.accounts.admin_base import may_edit_row
from guicheng.accounts.events import Kind, record
from guicheng.accounts.scope import visible_to
from guicheng.pictures.serving import give_private
from stations.maps import navigation_links
from volunteers.admin.person_pages import EraseForm

from .. import requests
from ..due import in_queue
from ..erasure import erase
from ..models import AnswerTemplate, HandOver, RequestPhoto, ResidentRequest
from . import forms as do_forms

Status = ResidentRequest.Status
_AT_DESK = {Status.NEW, Status.REOPENED}
_SETTLED = {Status.ANSWERED, Status.CLOSED, Status.REFUSED}
#: What can be done: key, label, form, and in which states it is offered.
DOINGS: list[tuple[str, str, type[do_forms.DoForm], set[str]]] = [
    ("accept", "受理", do_forms.AcceptForm, _AT_DESK),
    ("assign", "派给楼长、站点或议事", do_forms.AssignForm, set(ResidentRequest.OPEN)),
    ("pass", "转办：12345、物业、部门", do_forms.PassForm, set(ResidentRequest.OPEN)),
    ("answer", "答复", do_forms.AnswerForm, set(ResidentRequest.OPEN)),
    ("close", "办结", do_forms.CloseForm, {*ResidentRequest.OPEN, Status.ANSWERED}),
    ("return", "退回", do_forms.ReturnForm, {Status.WORKING, Status.PASSED}),
    ("progress", "记一笔办理情况", do_forms.ProgressForm, {*ResidentRequest.OPEN, *_SETTLED}),
    ("refuse", "不予受理", do_forms.RefuseForm, set(ResidentRequest.OPEN)),
    ("move", "送错了，转到别的社区", do_forms.MoveForm, set(ResidentRequest.OPEN)),
]
_SAID = {
    "accept": "已受理。",
    "assign": "已派办。",
    "pass": "已转办。",
    "answer": "已答复。",
    "close": "已办结。",
    "return": "已退回。",
    "progress": "已记下。",
    "refuse": "已标为不予受理。",
    "move": "已转到别的社区。",
    "clear": "已标为不可疑。",
    "contact": "已记下居民的答复。",
}
Page = Callable[..., HttpResponseBase]


class HandlePages(admin.ModelAdmin):
    """Mixed into the admin of requests."""

    def handle_pages(self) -> list[tuple[str, Page, str]]:
        """Route, view and name of each."""
        return [
            ("<int:pk>/handle/", self.handle_view, "handle"),
            ("<int:pk>/phone/", self.phone_view, "phone"),
            ("<int:pk>/link/", self.link_view, "link"),
            ("<int:pk>/paper/", self.paper_view, "paper"),
            ("<int:pk>/erase/", self.erase_view, "erase"),
            ("photo/<int:pk>/<str:size>/", self.photo_view, "photo_file"),
        ]

    def _seen(self, request: HttpRequest, pk: int) -> ResidentRequest:
        rows = visible_to(ResidentRequest, request.user)
        row = rows.select_related("community", "estate", "place", "kind", "company").filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def _own(self, request: HttpRequest, pk: int) -> ResidentRequest:
        row = self._seen(request, pk)
        if not may_edit_row(request, row):
            raise PermissionDenied
        return row

    # --- the page -------------------------------------------------------------------------------
    def handle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._seen(request, pk)
        doing = request.POST.get("do", "") if request.method == "POST" else ""
        if not doing:
            return self._handle_page(request, row)
        if not may_edit_row(request, row) or row.erased_on:
            raise PermissionDenied
        chosen = next((entry for entry in DOINGS if entry[0] == doing), None)
        form = chosen[2](row, request.user, request.POST) if chosen else None
        if form is not None and not form.is_valid():
            return self._handle_page(request, row, bound=(doing, form), status=400)
        try:
            self._do(doing, row, _version(request), form, request)
        except requests.Overtaken as exc:
            told = f"{exc}请看下面的办理经过，核对后再按一次。您填写的内容还在。"
            # The forms of the state that it is in now; what was typed stays in the one that was sent.
            row = self._seen(request, pk)
            return self._handle_page(request, row, bound=(doing, form), problem=told, status=409)
        except requests.NotNow as exc:
            row = self._seen(request, pk)
            return self._handle_page(request, row, bound=(doing, form), problem=str(exc), status=400)
        messages.success(request, _SAID.get(doing, "已保存。"))
        if doing == "move" and not visible_to(ResidentRequest, request.user).filter(pk=pk).exists():
            return redirect("admin:casework_residentrequest_changelist")
        return redirect("admin:casework_residentrequest_handle", pk)

    def _do(
        self,
        doing: str,
        row: ResidentRequest,
        version: int,
        form: do_forms.DoForm | None,
        request: HttpRequest,
    ) -> None:
        by, said = requests.By(user=request.user), form.cleaned_data if form is not None else {}
        if doing == "assign":
            said = {**said, "head_may_call": said.get("head_may_call", False)}
        moves: dict[str, Callable[[], object]] = {
            "accept": lambda: requests.accept(row, version, by=by, **said),
            "assign": lambda: requests.assign(row, version, by=by, **said),
            "pass": lambda: requests.pass_on(
                row, version, by=by, handover=form.handover(), note=said["note"]
            ),
            "answer": lambda: requests.answer(row, version, by=by, **said),
            "close": lambda: requests.close(row, version, by=by, **said),
            "return": lambda: requests.give_back(row, version, by=by, **said),
            "progress": lambda: requests.add_progress(row, version, by=by, **said),
            "refuse": lambda: requests.refuse(row, version, by=by, **said),
            "move": lambda: requests.move(row, version, by=by, **said),
            "clear": lambda: requests.clear_suspicion(row, version, by=by),
            "contact": lambda: self._contact(row, by, request),
        }
        if doing not in moves:
            raise requests.NotNow("没有这样的办法，请从按钮里选。")
        moves[doing]()

    def _contact(self, row: ResidentRequest, by: requests.By, request: HttpRequest) -> None:
        """The resident said it on the telephone or at the counter."""
        key = request.POST.get("handover", "")
        found = row.handovers.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() else None
        if found is None:
            raise requests.NotNow("没有这一次转办。")
        agreed = request.POST.get("agreed") == "1"
        requests.decide_contact(row, found, agreed=agreed, by=by, how=f"{by.name}记录，居民口头答复")

    def _handle_page(
        self,
        request: HttpRequest,
        row: ResidentRequest,
        *,
        bound: tuple[str, forms.Form | None] | None = None,
        problem: str = "",
        status: int = 200,
    ) -> HttpResponse:
        may = may_edit_row(request, row) and not row.erased_on
        doings = []
        for key, label, form_class, states in DOINGS if may else ():
            mine = bound is not None and bound[0] == key
            if row.status in states or mine:
                form = bound[1] if mine and bound and bound[1] is not None else form_class(row, request.user)
                doings.append({"key": key, "label": label, "form": form, "open": mine})
        context = {
            "row": row,
            "may": may,
            "doings": doings,
            "problem": problem,
            "steps": row.steps.select_related("by"),
            "photos": list(row.photos.all()),
            "handovers": list(row.handovers.all()),
            "templates": self._templates(request, row) if may else [],
            "links": navigation_links(f"诉求 {row.code}", row.lat, row.lon) if row.has_point else [],
            "next_row": self._next(request, row),
        }
        return self.own_page(
            request, "casework/admin/handle.html", f"诉求 {row.code}", context, status=status
        )

    def _templates(self, request: HttpRequest, row: ResidentRequest) -> list[tuple[str, str]]:
        rows = visible_to(AnswerTemplate, request.user)
        usable = rows.filter(community__isnull=True) | rows.filter(community=row.community_id)
        return [(template.title, template.filled(row.community)) for template in usable.distinct()[:50]]

    def _next(self, request: HttpRequest, row: ResidentRequest) -> ResidentRequest | None:
        waiting = in_queue(visible_to(ResidentRequest, request.user), "new", timezone.now())
        return waiting.exclude(pk=row.pk).order_by("created_at", "pk").first()

    # --- beside it ------------------------------------------------------------------------------
    def phone_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole number, on a button; one line in the security log before it goes out."""
        row = self._own(request, pk)
        phone = problem = ""
        if request.method == "POST" and row.phone:
            problem = reveal.refused(request, f"request {row.pk}")
            phone = "" if problem else row.phone
        context = {"row": row, "phone": phone, "problem": problem}
        status = 429 if problem else 200
        response = self.own_page(
            request, "casework/admin/phone.html", f"诉求 {row.code} 的电话", context, status
        )
        response["Cache-Control"] = "private, no-store"
        return response

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the link again: a new one, the old one stops."""
        row = self._own(request, pk)
        if row.erased_on:
            raise Http404
        if request.method == "POST":
            try:
                row, token = requests.renew_link(row, _version(request), by=requests.By(user=request.user))
                return self.slip(request, row, token, "新的链接")
            except (requests.Overtaken, requests.NotNow) as exc:
                messages.warning(request, str(exc))
                return redirect("admin:casework_residentrequest_link", pk)
        return self.own_page(
            request, "casework/admin/link.html", f"重新给诉求 {row.code} 的链接", {"row": row}
        )

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is handed over, to print: without name and telephone, which a button adds where agreed."""
        row = self._own(request, pk)
        key = request.GET.get("h", "")
        handover = row.handovers.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        if handover is None:
            handover = row.handovers.first()
        if handover is None:
            raise Http404
        contact = request.method == "POST" and handover.consent == HandOver.Consent.AGREED
        if contact:
            record(Kind.REVEAL, request=request, what=f"request {row.pk} handover {handover.pk}")
        context = {"row": row, "handover": handover, "contact": contact}
        response = self.own_page(request, "casework/admin/paper.html", f"转办单 {row.code}", context)
        response["Cache-Control"] = "private, no-store"
        return response

    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._own(request, pk)
        if row.erased_on or row.is_open:
            raise PermissionDenied
        form = EraseForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            erase(row, user=request.user, request=request)
            messages.success(request, "个人信息已抹去，办理的时间和结果保留。")
            return redirect("admin:casework_residentrequest_changelist")
        return self.own_page(
            request,
            "casework/admin/erase.html",
            f"抹去诉求 {row.code} 的个人信息",
            {"row": row, "form": form},
        )

    def photo_view(self, request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
        return give_private(visible_to(RequestPhoto, request.user).filter(pk=pk).first(), size)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
