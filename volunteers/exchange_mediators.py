"""The KIND ``mediators``: 创熟调解员 with their fields, training and certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db import models

from communities.exchange import COMMUNITY
from communities.models import Community
from guicheng.exchange import cells as read
from guicheng.exchange.cells import BadCell, plain
from guicheng.exchange.columns import Column
from guicheng.exchange.keeping import forget_rows
from guicheng.exchange.kinds import Context, Kind, Parsed
from guicheng.privacy.phones import first_phone, mask

from .erasure import Erased
from .mediators_batch import MediatorsBatch
from .models import Mediator, MediatorTraining, Volunteer

_STATUSES = {label: value for value, label in Mediator.Status.choices} | {
    "在岗": "serving", "现任": "serving", "持证": "serving", "正常": "serving", "待发证": "training", "受训中": "training",
    "退出": "left", "离任": "left", "已离任": "left", "不再担任": "left",
}  # fmt: skip
_DAYS = ("trained_on", "certified_on", "expires_on", "started_on", "ended_on")
_MASKED_MOBILE = re.compile(r"1\d{2}\*{4}(\d{4})")


def forget_mediator(who: Erased) -> None:
    """Blank what imports still hold of an erased mediator."""
    communities = set(Community.objects.filter(pk__in=who.communities).values_list("name", flat=True))

    def concerns(values: dict[str, Any]) -> bool:
        if values.get("phone") in who.phones:
            return True
        return values.get("name") in who.names and values.get("community") in communities

    forget_rows(MediatorsKind.key, concerns)


def field_names(cell: Any) -> list[str]:  # noqa: ANN401
    """The fields that a cell names, each once, as written."""
    parts = re.split(r"[、,，;；/\n]+", read.text(cell, 200, "领域"))
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


class MediatorsKind(Kind):
    key = "mediators"
    label = "创熟调解员"
    model = Mediator
    batch = MediatorsBatch
    touches = (Volunteer, Mediator, MediatorTraining)
    telling = ("name", "phone", "certificate_no")
    inherited = ("community",)
    columns = (
        COMMUNITY,
        Column("name", "姓名", ("调解员姓名", "调解员", "名字"), required=True, help="写全名。", width=12),
        Column(
            "phone",
            "电话",
            ("手机", "联系电话", "联系方式", "手机号", "手机号码", "电话号码"),
            help="手机 11 位；没有手机的写座机。",
            personal=True,
            width=16,
        ),
        Column(
            "fields", "领域", ("调解领域", "擅长领域", "专长", "擅长"), help="几样用顿号隔开，例如：邻里、物业。", width=24
        ),
        Column("trained_on", "培训日期", ("培训时间", "参训日期", "受训日期"), help="最近一次培训。", width=13),
        Column("certificate_no", "证书编号", ("证书号", "证号", "编号", "证书号码"), width=18),
        Column("certified_on", "发证日期", ("发证时间", "取证日期", "颁证日期", "持证日期"), width=13),
        Column("expires_on", "有效期至", ("有效期", "有效期到", "到期日期", "证书有效期"), help="必须晚于发证日期。", width=13),
        Column("status", "状态", ("是否在任", "在任情况"), choices=tuple(Mediator.Status.labels), width=10),
        Column("started_on", "任职日期", ("任职时间", "上任日期", "聘任日期"), help="不填就是发证那天。", width=13),
        Column("ended_on", "退出日期", ("退出时间", "离任日期"), help="已退出的才填。", width=13),
    )  # fmt: skip

    def parse(self, cells: dict[str, Any], row: Parsed, context: Context) -> None:
        def take(key: str, reader: Any) -> Any:  # noqa: ANN401
            return self.take(row, key, lambda: reader(cells.get(key)), plain(cells.get(key)))

        if take("name", read.person_name) == "":
            row.problems.append(self.problem("name", "", "missing_name", "没有写姓名。"))
        community = read.squeezed(cells.get("community"))
        if community and community not in read.NOTHING:
            row.values["community"] = community[:60]
        else:
            row.values["around"] = [*context.above[:1], context.sheet, *context.above, context.file_name]
        take("phone", lambda cell: _phone(cell, row))
        take("fields", field_names)
        take("certificate_no", lambda cell: read.text(read.coded(cell), 40, "证书编号"))
        for key in _DAYS:
            take(key, lambda cell, key=key: _day(cell, row, context, future=key == "expires_on"))
        take("status", lambda cell: read.one_of(cell, _STATUSES, "状态"))

    def json_row(self, row: Parsed) -> dict[str, Any]:
        values = {key: value for key, value in row.values.items() if key != "tail"}
        if "status" in values:
            values["status"] = Mediator.Status(values["status"]).label
        return values

    def export(self, rows: models.QuerySet[Mediator], *, masked: bool) -> Iterator[list[Any]]:
        last = (
            MediatorTraining.objects.filter(mediator=models.OuterRef("pk")).order_by("-on").values("on")[:1]
        )
        related = rows.select_related("volunteer", "community").prefetch_related("fields")
        related = related.annotate(last_trained=models.Subquery(last))
        for row in related.order_by("community__code", "pk").iterator(1000):
            person = row.volunteer
            yield [
                row.community.name,
                person.name,
                mask(person.phone) if masked else person.phone,
                "、".join(field.name for field in row.fields.all()),
                row.last_trained,
                row.certificate_no,
                row.certified_on,
                row.expires_on,
                row.get_status_display(),
                row.started_on,
                row.ended_on,
            ]


def _phone(cell: Any, row: Parsed) -> str:  # noqa: ANN401
    written = plain(cell)
    if "****" in written:
        # Masked by an export: only tells apart who has the same name.
        if found := _MASKED_MOBILE.fullmatch(written):
            row.values["tail"] = found.group(1)
        return ""
    try:
        phone, several = first_phone(written)
    except ValueError as exc:
        raise BadCell("bad_phone", str(exc)) from exc
    if several:
        row.notes.append("写了几个电话，只登记第一个手机号。")
    return phone


def _day(cell: Any, row: Parsed, context: Context, *, future: bool) -> str | None:  # noqa: ANN401
    found = read.day(cell, context.today, future=future)
    if found.note:
        row.notes.append(found.note)
    return found.value.isoformat() if found.value else None
