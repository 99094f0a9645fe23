"""Activities in the admin: once, weekly, cancelled, counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stations.models import Activity, ActivitySeries, Audience, Station
from tests.factories import make_activity, make_community, make_station, shanghai
from tests.people import worker_of
from tests.stations.admin_pages import errors_of, filled_form, send

pytestmark = pytest.mark.django_db
ADD = "admin:stations_activity_add"
LIST = "admin:stations_activity_changelist"


@pytest.fixture
def station() -> Station:
    return make_station("演示党群服务站", community=make_community("桂雅社区"))


@pytest.fixture
def worker(station: Station) -> Client:
    return worker_of(station.community)


def entry(at: Station, /, **changes: str) -> dict[str, str]:
    return {
        "title": "读书会",
        "kind": "culture",
        "status": "planned",
        "station": str(at.pk),
        "starts_at_0": "2030-03-01",
        "starts_at_1": "19:00",
        "ends_at_0": "2030-03-01",
        "ends_at_1": "21:00",
        "capacity": "30",
        **changes,
    }


def test_one_activity_at_its_hour_in_shanghai(worker: Client, station: Station) -> None:
    assert send(worker, reverse(ADD), **entry(station)).status_code == 302
    activity = Activity.objects.get()
    assert activity.starts_at == shanghai("2030-03-01 19:00")
    assert activity.series is None


def test_a_weekly_series_makes_a_row_a_week(worker: Client, station: Station) -> None:
    response = send(worker, reverse(ADD), **entry(station, repeat_until="2030-03-22", attendance="5"))
    assert response.status_code == 302
    rows = list(Activity.objects.order_by("starts_at"))
    assert [row.starts_at for row in rows] == [
        shanghai(f"2030-03-{day} 19:00") for day in ("01", "08", "15", "22")
    ]
    assert [row.ends_at - row.starts_at for row in rows] == [timedelta(hours=2)] * 4
    assert {row.capacity for row in rows} == {30}
    assert [row.attendance for row in rows] == [5, None, None, None]
    assert {row.series for row in rows} == {ActivitySeries.objects.get()}


def test_repeating_until_the_first_day_makes_a_single_activity(worker: Client, station: Station) -> None:
    assert send(worker, reverse(ADD), **entry(station, repeat_until="2030-03-07")).status_code == 302
    assert Activity.objects.get().series is None


def test_sixty_weeks_are_taken_and_one_more_is_not(worker: Client, station: Station) -> None:
    errors = errors_of(send(worker, reverse(ADD), **entry(station, repeat_until="2031-04-25")))
    assert errors["repeat_until"] == ["一共 61 场，超过了 60 场。最晚可以填 2031-04-18。"]
    assert not Activity.objects.exists() and not ActivitySeries.objects.exists()
    assert send(worker, reverse(ADD), **entry(station, repeat_until="2031-04-18")).status_code == 302
    assert Activity.objects.count() == 60


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ends_at_1": "18:00"}, "ends_at", "结束时间必须晚于开始时间。"),
        ({"ends_at_1": "19:00"}, "ends_at", "结束时间必须晚于开始时间。"),
        ({"repeat_until": "2030-02-01"}, "repeat_until", "不能早于第一场"),
        ({"repeat_until": "9999-12-31"}, "repeat_until", ""),
        ({"starts_at_0": "0001-01-01"}, "starts_at", ""),
        ({"starts_at_0": "1900-01-01"}, "starts_at", "年份好像不对"),
        ({"ends_at_0": "9999-12-31"}, "ends_at", "年份好像不对"),
        ({"starts_at_1": "25:00"}, "starts_at", ""),
        ({"capacity": "-1"}, "capacity", ""),
        ({"capacity": "99999999999999999999"}, "capacity", ""),
        ({"attendance": "很多"}, "attendance", ""),
        ({"title": ""}, "title", "必填"),
        ({"station": ""}, "station", "必填"),
        ({"station": "x"}, "station", "不在您能选择的范围里"),
        ({"station": "9" * 30}, "station", "不在您能选择的范围里"),
        ({"audience": "77777"}, "audience", "不在您能选择的范围里"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(
    worker: Client, station: Station, changes: dict, field: str, words: str
) -> None:
    errors = errors_of(send(worker, reverse(ADD), **entry(station, **changes)))
    assert words in errors[field][0]
    assert not Activity.objects.exists()


def test_end_before_start_is_refused_when_changing_too(worker: Client, station: Station) -> None:
    activity = make_activity(station, shanghai("2030-03-01 09:00"))
    page = reverse("admin:stations_activity_change", args=[activity.pk])
    assert "ends_at" in errors_of(send(worker, page, ends_at_0="2030-02-01"))


def test_a_retired_audience_is_not_offered(worker: Client) -> None:
    Audience.objects.create(name="旧人群", slug="old", active=False)
    assert "旧人群" not in worker.get(reverse(ADD)).content.decode()


def test_attendance_is_entered_in_the_list(worker: Client, station: Station) -> None:
    first = make_activity(station, shanghai("2022-03-01 09:00"))
    second = make_activity(station, shanghai("2022-03-02 09:00"))
    rows = {
        "form-0-id": second.pk,
        "form-0-attendance": "40",
        "form-1-id": first.pk,
        "form-1-attendance": "25",
    }
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "_save": "保存", **rows}
    assert worker.post(reverse(LIST), data).status_code == 302
    assert list(Activity.objects.order_by("starts_at").values_list("attendance", flat=True)) == [25, 40]
    for key in ("9" * 30, "x", "-1"):
        assert worker.post(reverse(LIST), {**data, "form-0-id": key}).status_code in (200, 302)
    response = worker.post(reverse(LIST), {**data, "form-0-attendance": "-3"})
    assert response.status_code == 200
    assert list(Activity.objects.order_by("starts_at").values_list("attendance", flat=True)) == [25, 40]


def test_the_list_finds_what_is_coming_and_what_was_never_counted(worker: Client, station: Station) -> None:
    now = timezone.now()
    make_activity(station, now - timedelta(hours=1), title="正在")
    make_activity(station, now + timedelta(days=3), title="三天后")
    make_activity(station, now + timedelta(days=30), title="下个月")
    make_activity(station, now - timedelta(days=30), title="没填")
    make_activity(station, now - timedelta(days=30), title="填了", attendance=0)
    make_activity(station, now - timedelta(days=30), title="没办", status=Activity.Status.CANCELLED)

    def shown(query: str) -> set[str]:
        return {row.title for row in worker.get(reverse(LIST) + query).context["cl"].result_list}

    assert shown("?time=today") == {"正在"}
    assert shown("?time=week") == {"正在", "三天后"}
    assert shown("?time=coming") == {"正在", "三天后", "下个月"}
    assert shown("?time=past") == {"没填", "填了", "没办"}
    assert shown("?time=uncounted") == {"没填"}


def cancelled() -> set[str]:
    return set(Activity.objects.filter(status=Activity.Status.CANCELLED).values_list("title", flat=True))


def act(client: Client, action: str, *rows: Activity, **more: str) -> str:
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(reverse(LIST), data, follow=True).content.decode()


def test_cancelling_asks_first_and_leaves_the_past_alone(worker: Client, station: Station) -> None:
    now = timezone.now()
    coming = make_activity(station, now + timedelta(days=1), title="将来")
    over = make_activity(station, now - timedelta(days=1), title="过去")
    assert "返回，不作改动" in act(worker, "cancel", coming, over)
    assert cancelled() == set()
    assert "已取消 1 场活动" in act(worker, "cancel", coming, over, confirmed="yes")
    assert cancelled() == {"将来"}
    assert LogEntry.objects.get().object_repr == "将来"


def test_cancelling_a_series_from_one_of_its_weeks_on(worker: Client, station: Station) -> None:
    series = ActivitySeries.objects.create(station=station, title="每周")
    now = timezone.now()
    rows = [
        make_activity(station, now + timedelta(weeks=n), title=f"第{n}周", series=series)
        for n in range(-1, 4)
    ]
    make_activity(station, now + timedelta(weeks=2), title="别的")
    page = act(worker, "cancel_series", rows[2])
    assert "共 3 条" in page and "第1周" in page and "第0周" not in page
    assert "已取消 3 场活动" in act(worker, "cancel_series", rows[2], confirmed="yes")
    assert cancelled() == {"第1周", "第2周", "第3周"}


def test_an_activity_outside_a_series_is_not_cancelled_as_one(worker: Client, station: Station) -> None:
    single = make_activity(station, timezone.now() + timedelta(days=1))
    assert "都不需要这样做" in act(worker, "cancel_series", single)
    assert cancelled() == set()


def test_the_dates_above_the_list_stand_any_year(worker: Client, station: Station) -> None:
    make_activity(station, shanghai("2022-03-01 09:00"))
    for year in ("2022", "99999", "0", "x", "2022&starts_at__month=13"):
        assert worker.get(f"{reverse(LIST)}?starts_at__year={year}", follow=True).status_code == 200


def test_the_list_asks_no_more_for_more_activities(
    worker: Client, station: Station, django_assert_max_num_queries: object
) -> None:
    for day in range(30):
        make_activity(station, timezone.now() + timedelta(days=day))
    with django_assert_max_num_queries(14):
        worker.get(reverse(LIST))


@pytest.mark.parametrize(
    "query", ["station=x", "starts_at=x", "audience=%00", "capacity=x", "nonsense=1", "kind=x"]
)
def test_an_address_that_fills_in_nonsense_opens_an_empty_form(worker: Client, query: str) -> None:
    assert worker.get(f"{reverse(ADD)}?{query}").status_code == 200


def test_an_address_may_choose_the_station(worker: Client, station: Station) -> None:
    make_station(community=station.community)
    assert filled_form(worker, f"{reverse(ADD)}?station={station.pk}")["station"] == str(station.pk)
