"""The pages about duplicates: who may be there twice, and two records made one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from guicheng.accounts.admin_input import is_key
from guicheng.accounts.scope import editable_by, visible_to

from ..duplicates import across_communities, groups
from ..merging import CHOICES, CannotMerge, merge
from ..models import Appointment, Volunteer
from .appointment import log_change


@dataclass(frozen=True)
class Choice:
    """One value of two records: ``taken`` is "a" or "b"; ``differs`` where there is something to choose."""

    key: str
    label: str
    a: str
    b: str
    taken: str

    @property
    def differs(self) -> bool:
        return self.a != self.b


def shown(person: Volunteer, key: str) -> str:
    if key == "phone":
        return person.masked_phone
    if key == "community":
        return str(person.community)
    if key in {"gender", "political_status"}:
        return getattr(person, f"get_{key}_display")()
    value = getattr(person, key)
    return "" if value is None else str(value)


def choices(a: Volunteer, b: Volunteer, chosen: dict[str, str]) -> list[Choice]:
    """Of each pair of values the one chosen, else that of ``a``, else whichever is there."""
    rows = []
    for key in CHOICES:
        mine, theirs = shown(a, key), shown(b, key)
        taken = chosen.get(key) or ("b" if theirs and not mine else "a")
        rows.append(Choice(key, str(Volunteer._meta.get_field(key).verbose_name), mine, theirs, taken))
    return rows


class MergePages:
    """Mixed into the admin of people."""

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("community__id__exact", "")
        likely, unlikely = groups(request.user, community=int(asked) if is_key(asked) else None)
        across = [] if asked else across_communities(request.user)
        context = {
            "likely": likely,
            "unlikely": unlikely,
            "across": across,
            "may_merge": self.has_add_permission(request),
        }
        return self.own_page(request, "volunteers/duplicates.html", "可能重复的人员", context)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """``a`` stays, ``b`` goes into it: looked at by GET, done by POST."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        a, b = (self._own_person(request, sent.get(name, "")) for name in ("a", "b"))
        chosen = {key: sent.get(f"take-{key}", "") for key in CHOICES}
        chosen = {key: side for key, side in chosen.items() if side in {"a", "b"}}
        rows = choices(a, b, chosen)
        if request.method == "POST":
            try:
                from_b = [row.key for row in rows if row.taken == "b"]
                kept = merge(a, b, from_gone=from_b, user=request.user, request=request)
            except CannotMerge as exc:
                messages.error(request, str(exc))
            else:
                log_change(request, kept, "合并了重复的资料")
                messages.success(request, f"已合并为一条资料：{kept}。")
                return redirect("admin:volunteers_volunteer_change", kept.pk)
        return self.own_page(request, "volunteers/merge.html", "合并人员", {"a": a, "b": b, "choices": rows})

    def _own_person(self, request: HttpRequest, key: str) -> Volunteer:
        terms = visible_to(Appointment, request.user).select_related("place__estate").order_by("pk")
        rows = editable_by(Volunteer, request.user).present().select_related("community")
        rows = rows.prefetch_related(models.Prefetch("appointments", terms, to_attr="terms_here"))
        person = rows.filter(pk=int(key)).first() if is_key(key) else None
        if person is None:
            raise Http404
        return person
