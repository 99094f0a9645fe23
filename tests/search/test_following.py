from __future__ import annotations

import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from communities.models import Community, Estate
from guicheng import search
from guicheng.search import find
from guicheng.search.engine import search as search_view
from guicheng.search.follower import CHECK_EVERY, _Follower
from guicheng.search.models import SearchEntry
from stations.models import Station

committed = pytest.mark.django_db(transaction=True)


def names(q: str) -> list[str]:
    return [hit.name for hit in find(q)]


class OtherProcess:
    """A second copy of what a process keeps in memory."""

    def __init__(self) -> None:
        self.follower = _Follower()
        self.names("桂雅")

    def names(self, q: str) -> list[str]:
        view = self.follower.current(force=True)
        return [hit.name for hit in search_view(view, q, limit=10, kinds=None)]


@committed
def test_what_is_saved_changed_or_deleted_is_followed_by_every_process(place):
    other = OtherProcess()
    search.refresh()
    Estate.objects.create(community=place.community, name="听雨轩")
    search.refresh()
    assert names("听雨轩") == other.names("听雨轩") == ["听雨轩"]
    estate = Estate.objects.get(name="听雨轩")
    estate.name, estate.aliases = "观澜台", "老澜台"
    estate.save()
    search.refresh()
    assert names("听雨轩") == other.names("听雨轩") == []
    assert names("老澜台") == other.names("老澜台") == ["观澜台"]
    estate.delete()
    search.refresh()
    assert names("观澜台") == other.names("观澜台") == []


@committed
def test_a_change_shows_within_two_seconds_without_being_asked_for(place):
    names("听雨轩")
    Estate.objects.create(community=place.community, name="听雨轩")
    time.sleep(CHECK_EVERY + 0.1)
    assert names("听雨轩") == ["听雨轩"]


@committed
def test_only_public_stations_are_found(place):
    search.refresh()
    for status, shown in [("closed", False), ("open", True), ("planned", False), ("suspended", True)]:
        place.station.status = status
        place.station.save()
        search.refresh()
        assert ("桂雅社区党群服务中心" in names("桂雅社区党群服务中心")) is shown, status


@committed
def test_a_renamed_community_is_named_anew_in_all_its_hits(place):
    other = OtherProcess()
    place.community.name = "新雅社区"
    place.community.save()
    search.refresh()
    assert names("新雅")[0] == other.names("新雅")[0] == "新雅社区"
    assert find("俊雅花园")[0].community == "新雅社区"


@committed
def test_a_rolled_back_change_is_never_shown(place):
    other = OtherProcess()
    search.refresh()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Estate.objects.create(community=place.community, name="听雨轩")
        place.estate.delete()
        # Inside, the transaction sees what it did.
        assert names("听雨轩") == ["听雨轩"]
        assert "俊雅花园" not in names("俊雅花园")
        raise ZeroDivisionError
    for _ in range(2):
        assert names("听雨轩") == other.names("听雨轩") == []
        assert names("俊雅花园")[0] == other.names("俊雅花园")[0] == "俊雅花园"
        search.refresh()


@committed
def test_a_process_that_died_before_numbering_its_change_loses_nothing(place):
    other = OtherProcess()
    estate = Estate.objects.create(community=place.community, name="听雨轩")
    SearchEntry.objects.filter(name="听雨轩").update(seq=None)
    assert other.names("听雨轩") == ["听雨轩"]
    estate.delete()
    assert other.names("听雨轩") == []
    assert not SearchEntry.objects.filter(seq__isnull=True).exists()


@pytest.mark.django_db
def test_bulk_writes_are_followed_after_a_reindex_that_may_be_repeated(place):
    Estate.objects.bulk_create(
        [Estate(community=place.community, name=f"听雨轩{number}期") for number in range(1200)]
    )
    Station.objects.filter(pk=place.station.pk).update(status="closed")
    assert names("听雨轩7期") == []
    done = search.reindex()
    assert (done.written, done.removed) == (1200, 1)
    assert names("听雨轩7期")[0] == "听雨轩7期"
    assert "桂雅社区党群服务中心" not in names("桂雅社区党群服务中心")
    again = search.reindex()
    assert (again.written, again.removed) == (0, 0)


@pytest.mark.django_db
def test_a_few_rows_written_in_bulk_are_followed_by_their_keys(place):
    Estate.objects.filter(pk=place.estate.pk).update(name="观澜台")
    search.sync("estate", [place.estate.pk])
    assert names("观澜台") == ["观澜台"]


@committed
def test_the_command_rebuilds_everything_and_makes_processes_read_anew(place, capsys):
    other = OtherProcess()
    SearchEntry.objects.all().delete()
    call_command("rebuild_search")
    assert "写入 3 条" in capsys.readouterr().out
    search.refresh()
    assert names("俊雅花园")[0] == other.names("俊雅花园")[0] == "俊雅花园"


@committed
def test_a_search_costs_at_most_one_query(place, django_assert_max_num_queries):
    search.refresh()
    time.sleep(CHECK_EVERY + 0.1)
    with django_assert_max_num_queries(1):
        for q in ("桂雅", "guiya", "俊雅花圆", "火星", "佛山市南海区桂城街道俊雅花园3座"):
            find(q)


@committed
def test_a_long_transaction_holds_up_no_other_change(place):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite takes one writer at a time whatever is written")
    other = OtherProcess()
    took: list[float] = []

    def elsewhere() -> None:
        start = time.perf_counter()
        Estate.objects.create(community=place.community, name="观澜台")
        took.append(time.perf_counter() - start)
        connection.close()

    with transaction.atomic():
        Estate.objects.create(community=place.community, name="听雨轩")
        Community.objects.get(pk=place.community.pk).save()
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join(timeout=10)
        assert took and took[0] < 2
    assert other.names("观澜台") == ["观澜台"]
    assert other.names("听雨轩") == ["听雨轩"]
    assert not SearchEntry.objects.filter(seq__isnull=True).exists()


@committed
def test_many_threads_may_search_while_things_change(place):
    search.refresh()
    wrong: list[object] = []
    view = search.follower.current()

    def look() -> None:
        for _ in range(300):
            try:
                if not search_view(view, "桂雅社区", limit=10, kinds=None):
                    wrong.append("nothing")
            except Exception as exc:  # noqa: BLE001
                wrong.append(exc)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(60):
        place.estate.name = f"俊雅花园{number}期"
        place.estate.save()
        search.refresh()
    for thread in threads:
        thread.join()
    assert wrong == []
