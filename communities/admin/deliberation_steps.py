"""What happens to one deliberation after another: announced, cancelled, held, its minutes published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from guicheng.accounts.admin_base import may_edit_row
from guicheng.accounts.scope import visible_to

from ..deliberation_forms import CancelForm, HeldForm, PublishForm
from ..models import Deliberation
from ..names_in_text import names_in, numbers_in

Status = Deliberation.Status


class StepPages:
    """Mixed into the admin of deliberations, whose scope each page uses."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = [
            ("announce", self.announce_view),
            ("cancel", self.cancel_view),
            ("held", self.held_view),
            ("minutes", self.minutes_view),
        ]
        own = [
            path(f"<int:pk>/{name}/", wrap(view), name=f"communities_deliberation_{name}")
            for name, view in pages
        ]
        return [*own, *super().get_urls()]

    def announce_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._own(request, pk)
        if row.status != Status.PLANNED:
            return self._no(request, row, "只有筹备中的才要发布预告。")
        if request.method == "POST":
            return self._done(request, row, "已发布预告。", "发布预告", status=Status.ANNOUNCED)
        text = "居民会在网上看到议题、时间、地点、议程和请了谁。"
        return self._sure(request, row, "发布预告", text=text)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._own(request, pk)
        if row.status not in {Status.PLANNED, Status.ANNOUNCED}:
            return self._no(request, row, "已经召开或取消的，不能再取消。")
        form = CancelForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            changes = {"status": Status.CANCELLED, "cancelled_because": form.cleaned_data["reason"]}
            return self._done(request, row, "已取消，居民看得到原因。", "取消议事", **changes)
        people = row.sign_ups.live().people()
        text = "页面上会显示“已取消”和您写的原因。"
        if people:
            text += f"有 {people} 人报了名，留了电话的请打电话说一声。"
        return self._sure(request, row, "取消议事", text=text, form=form)

    def held_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._own(request, pk)
        if row.status not in {Status.PLANNED, Status.ANNOUNCED}:
            return self._no(request, row, "已经标过了；到场人数可以在资料里改。")
        if row.first_day > timezone.localdate():
            return self._no(request, row, "还没有到开会的日子，不能标为“已召开”。")
        scanned = row.presences.count()
        form = HeldForm(
            request.POST if request.method == "POST" else None,
            initial={"attendance": row.attendance or scanned or None},
        )
        if form.is_bound and form.is_valid():
            changes = {"status": Status.HELD, "attendance": form.cleaned_data["attendance"]}
            said = "已标为召开。接着请登记到场各方和议定事项，写好纪要。"
            return self._done(request, row, said, "标为已召开", **changes)
        text = f"在门口扫码的有 {scanned} 人。" if scanned else "没有人扫码签到，请数一数到场多少人。"
        return self._sure(request, row, "标为已召开", text=text, form=form)

    def minutes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows what residents will read, what to look at twice, and asks."""
        row = self._own(request, pk)
        if request.POST.get("action") == "withdraw" and row.minutes_published_on:
            return self._done(
                request, row, "已撤回，居民看不到纪要了。", "撤回纪要", minutes_published_on=None
            )
        if row.status != Status.HELD:
            return self._no(request, row, "召开以后才能公开纪要。")
        if not row.public_minutes:
            return self._no(request, row, "还没有写“公开的纪要”，请写好、保存，再来公开。")
        numbers, names = numbers_in(row.public_minutes), names_in(row.public_minutes)
        form = PublishForm(request.POST if request.method == "POST" else None, names=names)
        if form.is_bound and not numbers and not row.minutes_published_on and form.is_valid():
            today = timezone.localdate()
            return self._done(request, row, "纪要已公开。", "公开纪要", minutes_published_on=today)
        context = {"numbers": numbers, "names": names, "form": form, "row": row}
        page = self._step_page(
            request, "admin/communities/deliberation/minutes.html", "公开纪要", row, context
        )
        page.status_code = 400 if form.is_bound else 200
        return page

    # --- what they share ------------------------------------------------------------------------
    def _own(self, request: HttpRequest, pk: int) -> Deliberation:
        row = visible_to(Deliberation, request.user).select_related("community").filter(pk=pk).first()
        if row is None:
            raise Http404
        if not may_edit_row(request, row):
            raise PermissionDenied
        return row

    def _no(self, request: HttpRequest, row: Deliberation, why: str) -> HttpResponse:
        messages.warning(request, why)
        return redirect("admin:communities_deliberation_change", row.pk)

    def _done(
        self,
        request: HttpRequest,
        row: Deliberation,
        said: str,
        reason: str,
        **changes: Any,  # noqa: ANN401
    ) -> HttpResponse:
        self.change_rows(request, [row], reason, **changes)
        messages.success(request, said)
        return redirect("admin:communities_deliberation_change", row.pk)

    def _sure(
        self,
        request: HttpRequest,
        row: Deliberation,
        title: str,
        *,
        text: str,
        form: forms.Form | None = None,
    ) -> TemplateResponse:
        context = {"text": text, "form": form, "row": row}
        page = self._step_page(request, "admin/communities/deliberation/step.html", title, row, context)
        page.status_code = 400 if form is not None and form.errors else 200
        return page

    def _step_page(
        self, request: HttpRequest, template: str, title: str, row: Deliberation, context: dict[str, Any]
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        shown = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media,
            "deliberation": row,
            **context,
        }
        return TemplateResponse(request, template, shown)
