"""Rows of the officials' rooms."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from communities.models import Community
from guicheng.dashboard.briefs.freezing import Frozen
from guicheng.dashboard.models import (
    AcceptedRecord,
    Brief,
    BriefTemplate,
    IndicatorRelease,
    QualityLimits,
    WallLink,
)
from guicheng.privacy.links import hash_of, new_token

from .rows import STREETS_OWN, Side, makes, numbers

STREETS_OWN[BriefTemplate] = "how briefs are worded is the street's"
STREETS_OWN[QualityLimits] = "where the improbable begins is the street's to say"
STREETS_OWN[IndicatorRelease] = "what the street released for residents"
STREETS_OWN[WallLink] = "links of the wall, shown to the street alone"


@makes(BriefTemplate)
def _template(side: Side) -> BriefTemplate:
    return BriefTemplate.objects.create(
        name=f"演示模板{next(numbers)}", text="{{ where }}楼长{{ building_heads }}名。"
    )


@makes(IndicatorRelease)
def _release(side: Side) -> IndicatorRelease:
    return IndicatorRelease.objects.create(key=f"demonstration_{next(numbers)}", reason="演示会议同意")


@makes(QualityLimits)
def _limits(side: Side) -> QualityLimits:
    return QualityLimits.objects.get_or_create(pk=1)[0]


@makes(AcceptedRecord)
def _accepted(side: Side) -> AcceptedRecord:
    return AcceptedRecord.objects.create(
        check_key="activity_crowded",
        row=next(numbers),
        community=side.of(Community),
        reason=side.text(),
    )


@makes(Brief)
def _brief(side: Side) -> Brief:
    figure: Frozen = {
        "key": "building_heads",
        "label": side.text(),
        "unit": "名",
        "group": "三长制",
        "public": False,
        "flow": False,
        "value": 7,
        "total": 7,
        "change": 1,
        "published": "",
        "published_when": "",
        "source": side.text(),
        "target": "",
        "target_when": "",
        "said": "7",
    }
    return Brief.objects.create(
        template=side.of(BriefTemplate),
        name=side.text(),
        community=side.of(Community),
        period="month",
        first=date(2026, 5, 1),
        last=date(2026, 5, 31),
        text=[side.text()],
        figures=[figure],
        counted_at=timezone.now(),
    )


@makes(WallLink)
def _wall_link(side: Side) -> WallLink:
    return WallLink.objects.create(note=f"演示大厅{next(numbers)}", key_print=hash_of(new_token()))
