"""Which term a row of a ledger belongs to: by place, head's name and day, each community read once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from rapidfuzz import fuzz, process

from communities.exchange import EstateFinder
from communities.models import Community, Estate, Place
from guicheng.exchange.cells import BadCell, name_key
from guicheng.exchange.kinds import Parsed
from guicheng.exchange.simple import Refused

from .heads_columns import place_key
from .models import Appointment

PLACE, HEAD, DAY = "楼巷街", "楼长姓名", "日期"


class _Town:
    """Places and terms of a community by the forms that files write."""

    def __init__(self, community: Community) -> None:
        self.places: dict[str, list[Place]] = defaultdict(list)
        for place in Place.objects.filter(community=community).select_related("estate"):
            self.places[place_key(place.name)].append(place)
        self.at: dict[int, list[Appointment]] = defaultdict(list)
        self.of: dict[str, list[Appointment]] = defaultdict(list)
        terms = Appointment.objects.filter(place__community=community)
        for term in terms.select_related("volunteer", "place__estate", "place__community"):
            self.at[term.place_id].append(term)
            self.of[name_key(term.volunteer.name)].append(term)


class TermFinder:
    """Finds the one term that a row means, or raises :class:`Refused` with the reason."""

    def __init__(self) -> None:
        self._estates = EstateFinder()
        self._towns: dict[int, _Town] = {}

    def find(self, community: Community, row: Parsed, day: date) -> Appointment:
        town = self._towns.get(community.pk)
        if town is None:
            town = self._towns[community.pk] = _Town(community)
        name = row.values.get("head", "")
        if row.values.get("place"):
            place = self._place(community, town, row)
            terms = self._at(town, place, name, day)
        else:
            terms = self._of(community, town, name)
        fitting = [term for term in terms if _covers(term, day)]
        if not fitting:
            raise _not_serving(terms, name, day)
        if len({term.place_id for term in fitting}) > 1:
            bad = BadCell("several_places", f"“{name}”负责几处，请写明是哪一处。")
            raise Refused(PLACE, "", bad)
        # On the day of a hand-over the one who begins; the head before a deputy.
        return min(fitting, key=lambda term: (term.deputy, term.ended_on == day, term.pk))

    def _place(self, community: Community, town: _Town, row: Parsed) -> Place:
        written, kind = row.values["place"], row.values.get("kind")
        estate = self._estates.find(community, row.values.get("estate", ""))
        named = town.places.get(place_key(written), [])
        found = [place for place in named if _lies_in(place, estate)]
        if len(found) > 1 and kind:
            found = [place for place in found if place.kind == kind] or found
        if len(found) > 1 and (name := name_key(row.values.get("head", ""))):
            terms = {term.place_id for term in town.of.get(name, [])}
            found = [place for place in found if place.pk in terms] or found
        if len(found) == 1:
            return found[0]
        if found:
            where = "、".join(str(place.estate or community) for place in found[:3])
            bad = BadCell("several_places", "这个社区里有几处叫这个名称，请写明小区。", f"例如：{where}。")
            raise Refused(PLACE, written, bad)
        here = {place.name for places in town.places.values() for place in places if _lies_in(place, estate)}
        near = [name for name, _, _ in process.extract(written, sorted(here), scorer=fuzz.ratio, limit=2)]
        hint = f"是不是“{'”或“'.join(near)}”？" if near else "请先登记或导入楼巷街。"
        bad = BadCell("unknown_place", f"{estate or community}没有登记过这一处。", hint)
        raise Refused(PLACE, written, bad)

    def _at(self, town: _Town, place: Place, name: str, day: date) -> list[Appointment]:
        terms = town.at.get(place.pk, [])
        if not terms:
            bad = BadCell("no_head", f"这里还没有登记过{place.head_title}。", "请先登记任职。")
            raise Refused(PLACE, place.name, bad)
        if not name:
            return terms
        same = [term for term in terms if name_key(term.volunteer.name) == name_key(name)]
        if not same:
            then = sorted({term.volunteer.name for term in terms if _covers(term, day)})
            hint = f"这一天在任的是“{'”“'.join(then)}”。" if then else "请核对姓名和楼巷街。"
            bad = BadCell("unknown_head", f"这个人没有登记过在这里任{place.head_title}。", hint)
            raise Refused(HEAD, name, bad)
        return same

    def _of(self, community: Community, town: _Town, name: str) -> list[Appointment]:
        terms = town.of.get(name_key(name), [])
        if not terms:
            near = process.extract(name, sorted(town.of), scorer=fuzz.ratio, limit=2, score_cutoff=60)
            hint = f"是不是“{'”或“'.join(found for found, _, _ in near)}”？" if near else "请核对姓名。"
            bad = BadCell("unknown_head", f"{community}没有登记过这位楼长、巷长或街长。", hint)
            raise Refused(HEAD, name, bad)
        return terms


def _lies_in(place: Place, estate: Estate | None) -> bool:
    """A street of its own lies in no estate, whatever the row says."""
    return estate is None or place.estate_id in (estate.pk, None)


def _covers(term: Appointment, day: date) -> bool:
    """As the form has it: the day of leaving is still of the term."""
    begun = term.started_on is None or term.started_on <= day
    return begun and (term.ended_on is None or day <= term.ended_on)


def _not_serving(terms: list[Appointment], name: str, day: date) -> Refused:
    spans = sorted({(term.started_on or date.min, term.ended_on or date.max) for term in terms})
    said = "；".join(
        f"{'以前' if since == date.min else since} 至 {'今' if until == date.max else until}"
        for since, until in spans[-3:]
    )
    if name:
        bad = BadCell("outside_term", "这一天不在这个人的任期内。", f"任期是 {said}。")
    else:
        bad = BadCell("no_head", "这一天这里没有人在任。", f"登记过的任期是 {said}。")
    return Refused(DAY, day.isoformat(), bad)
