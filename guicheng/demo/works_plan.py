"""Works, 书记项目, visits, the study visit, the conference: as reported, the others invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models, transaction

from communities.consent import load_consent_rules
from communities.models import (
    Community,
    Company,
    Conference,
    Estate,
    Place,
    SiteFigure,
    StudySite,
    StudyVisit,
    Undertaking,
    Visit,
    Works,
    WorksStage,
)
from communities.named import read_named
from guicheng.accounts import history
from stations.models import Offering, Service, Station

from . import words, works_words
from .chance import chance
from .projects_plan import projects
from .station_plan import STREET_CENTRE_NAME
from .versions import moment_of_entry
from .votes_plan import votes_of

_CENTRE = "桂城街道党群服务中心"
_END_OF_2023 = date(2023, 12, 31)
#: Invented cases of each kind.
_LIFTS, _RENOVATIONS, _PROPERTIES, _FUNDS = 16, 5, 4, 2
State = Undertaking.State


def save_works(today: date) -> dict[str, int]:
    """All of this part, with its first versions; how much of each."""
    load_consent_rules()
    named = read_named()
    communities = {row.name: row for row in Community.objects.order_by("code")}
    keep = Keeper(today)
    with transaction.atomic():
        counts = {
            "改造与物业事项": _works(named, communities, today, keep),
            "书记项目": projects(named, communities, today, keep),
            "走访": _visits(communities, today, keep),
            "企业": _companies(communities, keep),
        }
        _study_visit(named, communities, keep)
        _conference(named, keep)
        _studio(keep)
    return counts


class Keeper:
    """Saves rows with their first version, entered when all of the demonstration was."""

    def __init__(self, today: date) -> None:
        self._date = moment_of_entry(today)

    def __call__(self, rows: list[Any]) -> list[Any]:
        return history.bulk_create(rows, reason=words.SOURCE, date=self._date)


# --- works --------------------------------------------------------------------------------------
def _works(named: dict[str, Any], communities: dict[str, Community], today: date, keep: Keeper) -> int:
    rows: list[Works] = []
    stages: list[WorksStage] = []
    estates = {(row.community_id, row.name): row for row in Estate.objects.select_related("community")}
    for record in named["works"]:
        community = communities[record["community"]]
        works = Works(
            community=community,
            estate=estates.get((community.pk, record["estate"])),
            kind=record["kind"],
            title=record["title"],
            led_by="社区党委",
            source=named["source"],
        )
        _come_to(works, stages, [(record["stage"], date(2023, 2, 1), "month", record["note"])])
        rows.append(works)
    for works, began, reached in _invented(today):
        way = [stage for stage, _ in Works.line_of(works.kind)][: reached + 1]
        days = [began + timedelta(days=70 * number) for number in range(len(way))]
        _come_to(
            works,
            stages,
            [
                (stage, day, "day", works_words.STAGE_NOTES[stage])
                for stage, day in zip(way, days, strict=True)
            ],
        )
        rows.append(works)
    keep(rows)
    for stage in stages:
        stage.works_id = stage.works.pk
    keep(stages)
    keep(votes_of(rows, stages))
    return len(rows)


def _come_to(works: Works, stages: list[WorksStage], way: list[tuple[str, date, str, str]]) -> None:
    for stage, on, precision, note in way:
        stages.append(WorksStage(works=works, stage=stage, on=on, precision=precision, note=note))
    works.stage, works.stage_on, works.stage_precision, _ = way[-1]
    works.started_on = way[0][1]
    works.finished_on = works.stage_on if works.stage == Works.Stage.DONE else None


def _invented(today: date) -> list[tuple[Works, date, int]]:
    """Cases with the day on which each began and how many stages further it is; some are long quiet."""
    rng = chance("works")
    buildings = Place.objects.filter(kind="building", estate__source=words.SOURCE, closed_on__isnull=True)
    keys = rng.sample(list(buildings.order_by("pk").values_list("pk", flat=True)), _LIFTS)
    lifts = buildings.filter(pk__in=keys).select_related("estate", "community").order_by("pk")
    estates = list(
        Estate.objects.filter(source=words.SOURCE, kind="estate").select_related("community").order_by("pk")
    )
    others = rng.sample(estates, _RENOVATIONS + _PROPERTIES + _FUNDS)
    kinds = ["renovation"] * _RENOVATIONS + ["property"] * _PROPERTIES + ["fund"] * _FUNDS
    cases = [
        Works(
            community=place.community,
            estate=place.estate,
            place=place,
            kind=Works.Kind.LIFT,
            title=f"{place}加装电梯（演示）",
            led_by=f"{place.name}楼长",
            about="演示：为六层以上的旧楼加装一部电梯。",
        )
        for place in lifts
    ]
    cases += [
        Works(
            community=estate.community,
            estate=estate,
            kind=kind,
            title=f"{estate}{Works.Kind(kind).label}（演示）",
            led_by="业委会主任" if kind != "renovation" else "社区居委会",
            about="演示：本条记录为虚构，只供试用系统。",
        )
        for estate, kind in zip(others, kinds, strict=True)
    ]
    made = []
    for number, works in enumerate(cases):
        steps = len(Works.line_of(works.kind))
        reached = number % steps
        # The stage that it is in began lately; of each fifth case nothing has been heard for long.
        ago = 130 if number % 5 == 0 else rng.randint(3, 60)
        began = today - timedelta(days=ago + 70 * reached)
        works.source = words.SOURCE
        made.append((works, began, reached))
    return made


# --- visits -------------------------------------------------------------------------------------
def _visits(communities: dict[str, Community], today: date, keep: Keeper) -> int:
    """The 26 of early 2023, of which no day was reported, and invented ones since."""
    certified = [row for row in communities.values() if row.certified_on]
    rows = [
        Visit(
            community=row,
            on=date(2023, 1, 1),
            precision="year",
            by=_CENTRE,
            topic="2023年初走访调研",
            source=read_named()["source"],
        )
        for row in certified
    ]
    rng = chance("visits")
    later = []
    for number, community in enumerate(communities.values()):
        if number % 6 == 5:
            continue  # not visited for long
        on = today - timedelta(days=rng.randint(10, 330))
        later.append(
            Visit(
                community=community,
                on=on,
                by=_CENTRE,
                topic=f"演示：{works_words.VISIT_TOPICS[number % len(works_words.VISIT_TOPICS)]}",
                found="演示：了解到的情况为虚构。",
                source=words.SOURCE,
            )
        )
    keep(rows)
    keep(later)
    promises = []
    for number, visit in enumerate(later[::2]):
        due = visit.on + timedelta(days=60)
        done = number % 3 != 2
        promises.append(
            Undertaking(
                visit=visit,
                community=visit.community,
                text=f"演示：{works_words.PROMISES[number % len(works_words.PROMISES)]}",
                owner="街道党群服务中心",
                due_on=due,
                state=State.DONE if done and due <= today else State.OPEN,
                closed_on=due if done and due <= today else None,
                outcome="演示：已经办好。" if done and due <= today else "",
                internal=True,
            )
        )
    keep(promises)
    return len(rows) + len(later)


# --- companies, the study visit, the conference, the studio -----------------------------------------
def _companies(communities: dict[str, Community], keep: Keeper) -> int:
    park = Estate.objects.get(community=communities["怡海社区"], name="天安数码城")
    rng = chance("companies")
    rows = [
        Company(
            community=park.community,
            estate=park,
            name=f"{head}科技有限公司（演示）",
            industry=works_words.INDUSTRIES[number % len(works_words.INDUSTRIES)],
            size=rng.choice(Company.Size.values),
            employees=rng.randint(8, 300),
            contact_role="行政部",
            contact_phone=f"0757-0000{8000 + number}",
            note="演示：本条记录为虚构。",
        )
        for number, head in enumerate(works_words.COMPANY_HEADS)
    ]
    return len(keep(rows))


def _study_visit(named: dict[str, Any], communities: dict[str, Community], keep: Keeper) -> None:
    told = named["study_visit"]
    (visit,) = keep(
        [
            StudyVisit(
                on=date.fromisoformat(told["date"]),
                title=told["name"],
                by=told["by"],
                theme=told["theme"],
                source=named["source"],
            )
        ]
    )
    sites = keep(
        [
            StudySite(
                study_visit=visit,
                name=site["name"],
                town=site["town"],
                facts="；".join(site["facts"]),
                order=number * 10,
            )
            for number, site in enumerate(told["sites"], start=1)
        ]
    )
    keep(
        [
            SiteFigure(
                site=row,
                label=figure["label"],
                qualifier=figure.get("qualifier", "exact"),
                value=figure["value"],
                unit=figure["unit"],
                as_of=site.get("as_of"),
            )
            for row, site in zip(sites, told["sites"], strict=True)
            for figure in site["figures"]
        ]
    )
    keep(
        [
            Undertaking(
                study_visit=visit,
                community=communities[name],
                text="结合天安数码城（怡海湖鲲鹏科创产业社区）跟进考察所得",
                owner=f"{communities[name].short_name}社区党委",
                due_on=_END_OF_2023,
                state=State.DONE,
                closed_on=_END_OF_2023,
                outcome="演示：走访了园区企业，登记了企业名册（完成情况为虚构）。",
            )
            for name in told["communities_following_up"]
        ]
    )


def _conference(named: dict[str, Any], keep: Keeper) -> None:
    told = named["conference"]
    (conference,) = keep(
        [
            Conference(
                on=date.fromisoformat(told["date"]),
                name=told["name"],
                text="演示：承诺照报道列出，完成情况为虚构。",
                public=True,
                source=named["source"],
            )
        ]
    )
    keep([_commitment(conference, number, said) for number, said in enumerate(told["commitments"])])


def _commitment(conference: Conference, number: int, said: dict[str, Any]) -> Undertaking:
    """One of seven was not kept, one is still open: what became of them was not reported."""
    state = {4: State.FAILED, 9: State.OPEN}.get(number, State.DONE)
    outcome = {
        State.DONE: "演示：按期做到（完成情况为虚构）。",
        State.FAILED: "演示：评价办法还在征求意见，年内没有定稿（虚构）。",
        State.OPEN: "",
    }[state]
    return Undertaking(
        conference=conference,
        text=said["text"],
        owner="街道党工委",
        due_on=_END_OF_2023,
        state=state,
        closed_on=None if state == State.OPEN else _END_OF_2023,
        outcome=outcome,
        indicator=said.get("indicator", ""),
        target=said.get("target"),
    )


def _studio(keep: Keeper) -> None:
    """全域创熟工作室 with its schedule, at the street's own centre."""
    station = Station.objects.filter(name=STREET_CENTRE_NAME).order_by("pk").first()
    service = Service.objects.filter(slug="studio").first()
    if station is None or service is None:
        return
    last = Offering.objects.aggregate(last=models.Max("pk"))["last"] or 0
    keep([Offering(pk=last + 1, station=station, service=service, note="演示：每周三 14:30–17:00，需预约")])
