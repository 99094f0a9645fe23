"""The KIND ``deliberations``: in as offices write it, out and in again unchanged."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from communities.models import Community, Deliberation
from guicheng.accounts.models import User
from guicheng.exchange.kinds import kind_of
from guicheng.exchange.results import make_workbook
from tests.exchange.files import checked, imported, staged, workbook
from tests.factories import shanghai

pytestmark = pytest.mark.django_db
HEADERS = ["社区", "形式", "议题", "日期", "地点", "状态", "到场人数", "公开的纪要"]


def exported() -> bytes:
    kind, stream = kind_of("deliberations"), io.BytesIO()
    rows = kind.export(Deliberation.objects.all(), masked=False)
    make_workbook(kind.columns, rows, kind.label).save(stream)
    return stream.getvalue()


def test_rows_come_in(street: User) -> None:
    rows = [
        [
            "桂雅社区",
            "论坛",
            "电动车充电",
            "2026-05-03 19:30",
            "议事厅",
            "已召开",
            "23人",
            "第一行。\n第二行。",
        ],
        ["桂花社区", "茶话会", "老街往事", "2022年", "", "已召开", "", ""],
        ["桂城街道", "多方联席会议", "停车", "2026年3月", "", "", "", ""],
    ]
    assert imported(workbook([HEADERS, *rows]), street, kind="deliberations").counts["new"] == 3
    first = Deliberation.objects.get(topic="电动车充电")
    assert (first.kind, first.attendance, first.has_time) == ("forum", 23, True)
    assert first.public_minutes == "第一行。\n第二行。" and first.minutes_published_on is None
    assert Deliberation.objects.get(topic="老街往事").when == "2022年"
    assert Deliberation.objects.get(topic="停车").community is None


def test_what_goes_out_comes_back_unchanged(street: User) -> None:
    community = Community.objects.get(name="桂雅社区")
    for topic, start, precision in (
        ("全", "2026-05-03 19:30", "day"),
        ("年", "2022-01-01 00:00", "year"),
        ("月", "2022-05-01 00:00", "month"),
        ("日", "2022-05-06 00:00", "day"),
    ):
        Deliberation.objects.create(
            community=community,
            topic=topic,
            status="held",
            starts_at=shanghai(start),
            date_precision=precision,
            public_minutes="同意  加装。\n（完）",
            minutes_published_on=timezone.localdate(),
            attendance=9,
        )
    Deliberation.objects.create(topic="街道的", starts_at=timezone.now() + timedelta(days=3))
    run = imported(exported(), street, kind="deliberations")
    assert run.counts["unchanged"] == 5 and not run.counts.get("refused"), run.counts


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["桂雅社区", "论坛", "", "2026-05-03", "", "", "", ""], "missing_topic"),
        (["桂雅社区", "论坛", "充电", "", "", "", "", ""], "missing_day"),
        (["桂雅社区", "论坛", "充电", "2099-05-03", "", "已召开", "", ""], "too_early"),
        (["桂雅社区", "舞会", "充电", "2026-05-03", "", "", "", ""], "bad_choice"),
        (["桂雅社区", "论坛", "充电", "2026-05-03", "", "", "", "打13800000001"], "number_in_public"),
        (["桂花社区", "论坛", "充电", "2026-05-03", "", "", "", ""], "not_yours"),
        (["桂城街道", "论坛", "充电", "2026-05-03", "", "", "", ""], "not_yours"),
    ],
)
def test_bad_rows_are_refused_with_their_reason(worker: User, row: list[str], reason: str) -> None:
    run = checked(workbook([HEADERS, row]), worker, kind="deliberations")
    assert run.counts["refused"] == 1
    assert staged(run)[0][2] == reason
