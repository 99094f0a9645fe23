"""A demonstration that is there: left as it is, but kept alive as the days pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guicheng.demo.load import load
from guicheng.search import find
from stations.models import Activity, Notice, OpeningException, Station
from volunteers.models import Appointment, Volunteer

from .conftest import TODAY, digest

pytestmark = pytest.mark.django_db


def test_a_second_load_changes_nothing_and_costs_little(demonstration, capsys):
    before = digest()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load(TODAY).new is False
    assert len(queries) <= 12
    assert digest() == before


def test_loaded_names_can_be_found(demonstration):
    assert find("碧湖花园党群服务站")[0].name == "碧湖花园党群服务站"
    assert find("丽景园")[0].name == "丽景园"


def test_weeks_later_a_load_brings_the_present_back_to_life(demonstration):
    later = TODAY + timedelta(days=73)
    stations = Station.objects.count()
    added = load(later).counts["活动"]
    assert added > 250 and Station.objects.count() == stations
    for offset in (0, 9, 28):
        noon = datetime.combine(
            later + timedelta(days=offset), datetime.min.time(), ZoneInfo("Asia/Shanghai")
        )
        assert Activity.objects.on_days(noon, 1).count() >= 5
    over = Activity.objects.filter(ends_at__date__lt=later, status=Activity.Status.PLANNED)
    assert not over.filter(attendance=None).exists()
    assert (
        Notice.objects.in_force(noon - timedelta(days=28) + timedelta(hours=12)).filter(closes=True).count()
        == 1
    )
    assert OpeningException.objects.filter(date__gte=later).exists()
    assert load(later).counts["活动"] == 0
    assert (
        Activity.objects.values("starts_at", "title", "station").distinct().count()
        == Activity.objects.count()
    )


def test_the_next_day_adds_nothing_to_the_same_week(demonstration):
    assert load(TODAY + timedelta(days=1)).counts["活动"] == 0


def test_another_scale_on_a_loaded_demonstration_is_refused(demonstration):
    before = Station.objects.count()
    with pytest.raises(CommandError, match="规模是 1"):
        call_command("load_demo", "--scale", "3")
    assert Station.objects.count() == before


def test_what_is_added_later_has_a_history_too(demonstration):
    later = TODAY + timedelta(days=40)
    before = Activity.history.count()
    added = load(later).counts["活动"]
    new = Activity.history.filter(history_type="+").count() - before
    assert added > 100 and new == added
    filled = Activity.history.filter(history_type="~")
    assert filled.exists() and not filled.exclude(history_change_reason="演示数据").exists()
    people = Volunteer.objects.count(), Appointment.objects.count()
    load(later + timedelta(days=400))
    assert people == (Volunteer.objects.count(), Appointment.objects.count())
