"""The invented scenes: four for each group of people, at stations that offer what they need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db import transaction

from guicheng.accounts import history
from stations.models import Audience, Offering, Scene, Service, Station

from . import words
from .chance import chance
from .scene_words import SCENES
from .versions import moment_of_entry

#: One that is over and one about to begin, to show both.
_OVER, _COMING = 9, 17


def save_scenes(today: date) -> dict[str, int]:
    services = {row.slug: row for row in Service.objects.all()}
    wanted: dict[int, list[Service]] = {}
    rows = list(_scenes(today, services, wanted))

    def tie(made: list[Scene]) -> None:
        through = Scene.services.through
        through.objects.bulk_create(
            through(scene=row, service=service) for row in made for service in wanted[row.pk]
        )

    with transaction.atomic():
        history.bulk_create(rows, reason=words.SOURCE, date=moment_of_entry(today), tie=tie)
    return {"特色服务场景": len(rows)}


def _scenes(today: date, services: dict[str, Service], wanted: dict[int, list[Service]]) -> Iterator[Scene]:
    audiences = {row.slug: row for row in Audience.objects.all()}
    offered: dict[str, list[int]] = {}
    pairs = Offering.objects.filter(station__status=Station.Status.OPEN, station__lte=178)
    for slug, station in pairs.order_by("station").values_list("service__slug", "station"):
        offered.setdefault(slug, []).append(station)
    rng, pk = chance("scenes"), 0
    taken: set[int] = set()
    for audience, some in SCENES.items():
        for said in some:
            places = [key for key in offered.get(said.services[0], []) if key not in taken]
            if not places or audience not in audiences:
                continue
            pk += 1
            station = rng.choice(places)
            taken.add(station)
            starts, ends = _hours(said.hours)
            wanted[pk] = [services[name] for name in said.services if name in services]
            yield Scene(
                pk=pk,
                title=said.title,
                audience=audiences[audience],
                station_id=station,
                schedule=said.schedule,
                weekday=said.weekday,
                starts=starts,
                ends=ends,
                description=f"演示：{said.text}",
                since=today + timedelta(days=20) if pk == _COMING else None,
                until=today - timedelta(days=20) if pk == _OVER else None,
            )


def _hours(text: str) -> tuple[time | None, time | None]:
    """09:00-11:30 apart."""
    starts, _, ends = text.partition("-")
    return (time.fromisoformat(starts), time.fromisoformat(ends)) if ends else (None, None)
