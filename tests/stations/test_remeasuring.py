"""Walks measured anew in the background: asked for on the page, or because a point moved."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import signals

from communities.models import Estate
from guicheng.accounts.models import Role
from stations import remeasuring
from stations.models import KeptWalks
from tests.people import logged_in, make_user

from .riverside import estate_at, moved, station_at

pytestmark = pytest.mark.django_db
PAGE, BUTTON = "/dashboard/coverage/", "按路网重新计算"


@pytest.fixture
def river(river_engine: str, settings: Any) -> None:
    settings.VALHALLA_URL = river_engine
    estate_at(-100, 0)
    station_at(-600, 0)


def measured() -> int:
    return KeptWalks.objects.filter(toward=KeptWalks.Toward.STATIONS).count()


@pytest.mark.usefixtures("river")
def test_a_run_measures_everything_and_says_that_it_is_done() -> None:
    assert remeasuring.start() is True
    state = remeasuring.state()
    assert measured() == 1
    assert state is not None and not state.running and state.problem == ""
    assert (state.done, state.total) == (2, 2)


@pytest.mark.usefixtures("river")
def test_what_is_asked_for_during_a_run_is_one_more_round_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []

    def once_more() -> None:
        rounds.append(measured())
        if len(rounds) == 1:
            estate_at(-300, 0)
            # As from another process: the run under way takes it up, none is begun beside it.
            assert remeasuring.start() is True
        own()

    own = remeasuring._round
    monkeypatch.setattr(remeasuring, "_round", once_more)
    remeasuring.start()
    assert len(rounds) == 2 and measured() == 2


def test_without_a_network_nothing_begins() -> None:
    assert remeasuring.start() is False
    assert remeasuring.state() is None


def test_an_engine_that_is_down_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VALHALLA_URL = "http://127.0.0.1:9"
    remeasuring.start()
    state = remeasuring.state()
    assert state is not None and not state.running
    assert state.problem.startswith("步行引擎") and state.problem.endswith("已经算好的都保存了。")


def test_a_run_whose_worker_died_is_told() -> None:
    remeasuring._note(True, 3, 9)
    assert remeasuring.state().running  # type: ignore[union-attr]
    cache.delete(remeasuring._RUNNING)
    state = remeasuring.state()
    assert state is not None and not state.running and "请再点一次" in state.problem


@pytest.mark.usefixtures("river")
def test_the_street_presses_a_button(django_capture_on_commit_callbacks: Any) -> None:
    client = logged_in(make_user(Role.STREET_ADMIN))
    assert BUTTON in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}measure/", follow=True)
    assert "已经开始按路网计算" in answer.content.decode() and measured() == 1


@pytest.mark.usefixtures("river")
@pytest.mark.parametrize("role", [Role.STREET_LEADER, Role.COMMUNITY_WORKER])
def test_nobody_else_does(role: Role) -> None:
    client = logged_in(make_user(role, Estate.objects.get().community))
    assert BUTTON not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}measure/").status_code == 403
    assert client.get(f"{PAGE}measure/").status_code == 405
    assert measured() == 0


def test_without_a_network_there_is_no_button() -> None:
    client = logged_in(make_user(Role.STREET_ADMIN))
    assert BUTTON not in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}measure/", follow=True)
    assert "还没有设置步行路网" in answer.content.decode()


@pytest.mark.usefixtures("river")
def test_a_point_that_moves_is_measured_again(django_capture_on_commit_callbacks: Any) -> None:
    remeasuring.start()
    before = KeptWalks.objects.get(toward=KeptWalks.Toward.STATIONS).lat
    remeasuring.watch()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            moved(Estate.objects.get(), -100, 300)
    finally:
        for model in remeasuring.WATCHED:
            signals.post_save.disconnect(sender=model, dispatch_uid=f"walks of {model.__name__}")
    assert KeptWalks.objects.get(toward=KeptWalks.Toward.STATIONS).lat != before
