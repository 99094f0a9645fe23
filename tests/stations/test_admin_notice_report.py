"""Notices, what residents wrote, and the street's lists in the admin."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guicheng.accounts.models import Role
from guicheng.pages.models import PageFeedback
from stations.models import Audience, Notice, Service, ServiceWish, Station, StationReport
from tests.factories import make_community, make_station
from tests.people import logged_in, make_user, street_admin, worker_of
from tests.stations.admin_pages import errors_of, send

pytestmark = pytest.mark.django_db
ADD_NOTICE = "admin:stations_notice_add"


@pytest.fixture
def station() -> Station:
    return make_station("演示党群服务站", community=make_community("桂雅社区"))


@pytest.fixture
def worker(station: Station) -> Client:
    return worker_of(station.community)


def notice(**changes: str) -> dict[str, str]:
    return {"title": "停电", "starts_at_0": "2030-03-01", "starts_at_1": "09:00", **changes}


def test_a_notice_of_a_station_finds_its_community_itself(station: Station) -> None:
    assert send(street_admin(), reverse(ADD_NOTICE), **notice(station=str(station.pk))).status_code == 302
    assert Notice.objects.get().community == station.community


def test_the_street_speaks_to_all(station: Station) -> None:
    assert send(street_admin(), reverse(ADD_NOTICE), **notice(closes="on")).status_code == 302
    assert Notice.objects.get().scope_label == "全街道"


def test_a_workers_notice_starts_in_the_only_community(worker: Client, station: Station) -> None:
    assert send(worker, reverse(ADD_NOTICE), **notice()).status_code == 302
    assert Notice.objects.get().community == station.community


def test_a_station_of_another_community_is_refused(station: Station) -> None:
    other = make_community("桂花社区")
    response = send(
        street_admin(), reverse(ADD_NOTICE), **notice(station=str(station.pk), community=str(other.pk))
    )
    assert errors_of(response)["station"] == ["这个站点不属于所选的社区。"]


@pytest.mark.parametrize(
    "changes", [{"ends_at_0": "2030-02-01", "ends_at_1": "09:00"}, {"ends_at_0": "2030-03-01"}]
)
def test_an_end_that_cannot_be_is_refused(worker: Client, changes: dict) -> None:
    assert errors_of(send(worker, reverse(ADD_NOTICE), **notice(**changes)))["ends_at"]
    assert not Notice.objects.exists()


def test_the_list_tells_what_is_in_force(worker: Client, station: Station) -> None:
    now, day = timezone.now(), timedelta(days=1)
    for title, start, end in (("现在", -1, 1), ("一直", -1, None), ("以后", 1, 2), ("过期", -3, -2)):
        Notice.objects.create(
            title=title,
            community=station.community,
            starts_at=now + start * day,
            ends_at=now + end * day if end is not None else None,
        )

    def shown(query: str) -> set[str]:
        page = worker.get(reverse("admin:stations_notice_changelist") + query)
        return {row.title for row in page.context["cl"].result_list}

    assert shown("?force=now") == {"现在", "一直"}
    assert shown("?force=later") == {"以后"}
    assert shown("?force=over") == {"过期"}


# --- what residents wrote ---------------------------------------------------------------------------


def test_what_waits_longest_stands_first_and_is_marked_as_handled(worker: Client, station: Station) -> None:
    done = StationReport.objects.create(station=station, kind="phone", text="办完的", handled=True)
    old = StationReport.objects.create(station=station, kind="place", text="先来的")
    new = StationReport.objects.create(station=station, kind="hours", text="后来的")
    page = reverse("admin:stations_stationreport_changelist")
    assert list(worker.get(page).context["cl"].result_list) == [old, new, done]
    data = {"action": "mark_handled", "_selected_action": [old.pk, done.pk]}
    assert "1 条已标为已处理" in worker.post(page, data, follow=True).content.decode()
    old.refresh_from_db()
    assert old.handled


def test_a_residents_words_stay_as_they_came(worker: Client, station: Station) -> None:
    report = StationReport.objects.create(station=station, kind="phone", text="打不通")
    page = reverse("admin:stations_stationreport_change", args=[report.pk])
    response = send(worker, page, text="改写", kind="other", handled="on", answer="已改成新号码")
    assert response.status_code == 302
    report.refresh_from_db()
    assert (report.text, report.kind, report.handled, report.answer) == (
        "打不通",
        "phone",
        True,
        "已改成新号码",
    )
    assert worker.get(reverse("admin:stations_stationreport_add")).status_code == 403


def test_markup_in_a_residents_words_is_shown_as_text(worker: Client, station: Station) -> None:
    StationReport.objects.create(station=station, kind="other", text="<script>alert(1)</script>")
    text = worker.get(reverse("admin:stations_stationreport_changelist")).content.decode()
    assert "<script>alert(1)" not in text and "&lt;script&gt;" in text


def test_wishes_of_a_community_reach_its_staff(worker: Client, station: Station) -> None:
    wish = ServiceWish.objects.create(community=station.community, text="想要打印机")
    page = reverse("admin:stations_servicewish_changelist")
    assert "想要打印机" in worker.get(page).content.decode()
    worker.post(page, {"action": "mark_handled", "_selected_action": [wish.pk]})
    wish.refresh_from_db()
    assert wish.handled


def test_page_feedback_is_for_the_street_to_read(worker: Client) -> None:
    row = PageFeedback.objects.create(path="/stations/", helpful=False, comment="字太小")
    page = reverse("admin:pages_pagefeedback_changelist")
    street = street_admin()
    assert "字太小" in street.get(page).content.decode()
    change = reverse("admin:pages_pagefeedback_change", args=[row.pk])
    assert street.get(change).status_code == 200
    assert street.post(change, {"comment": "改"}).status_code == 403
    assert street.post(reverse("admin:pages_pagefeedback_delete", args=[row.pk])).status_code == 403
    assert worker.get(page).status_code == 403
    assert worker.get(change).status_code in (302, 403)


# --- lists ------------------------------------------------------------------------------------------


def test_an_entrys_address_is_made_of_its_pinyin() -> None:
    street = street_admin()
    page = reverse("admin:stations_service_add")
    assert send(street, page, name="社保咨询", slug="").status_code == 302
    assert send(street, page, name="社保谘询", slug="").status_code == 302
    assert set(Service.objects.values_list("slug", flat=True)) == {"she-bao-zi-xun", "she-bao-zi-xun-2"}
    assert errors_of(send(street, page, name="社保咨询"))["name"]


def test_an_entry_retires_and_comes_back() -> None:
    street = street_admin()
    audience = Audience.objects.create(name="长者", slug="elders")
    page = reverse("admin:stations_audience_changelist")
    street.post(page, {"action": "retire", "_selected_action": [audience.pk]})
    assert not Audience.objects.public().exists()
    street.post(page, {"action": "revive", "_selected_action": [audience.pk]})
    assert Audience.objects.public().exists()


def test_a_department_finds_no_notice() -> None:
    client = logged_in(make_user(Role.DEPARTMENT))
    assert client.get(reverse("admin:stations_notice_changelist")).status_code == 403
