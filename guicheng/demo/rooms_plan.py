"""创熟, 三同步, honours, turning points, lessons and the street's document of the demonstration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db import models, transaction

from communities.dates import Precision
from communities.familiar import CERTIFIED_BY, NAMED_DOCUMENT
from communities.models import (
    AssessmentLine,
    Community,
    DocumentPart,
    Estate,
    EstateEvent,
    FamiliarCriterion,
    FamiliarStatus,
    Honour,
    Lesson,
    LessonFollow,
    SelfAssessment,
    StreetDocument,
    ThreeSync,
)
from communities.reference import certified_months
from guicheng.accounts import history

from . import rooms_words as texts
from . import words
from .chance import chance
from .versions import moment_of_entry

Status = FamiliarStatus.Status
_INVENTED = "演示：本条记录为虚构。"
#: How far the rural communities that are not certified have come, in the order of their codes.
_OTHERS = (
    [Status.BUILDING, Status.STARTED, Status.BUILDING, Status.NOT_STARTED, Status.SELF_ASSESSED]
    + [Status.BUILDING, Status.STARTED, Status.INSPECTION, Status.BUILDING, Status.FAILED]
    + [Status.STARTED, Status.BUILDING, Status.NOT_STARTED, Status.SELF_ASSESSED, Status.BUILDING]
    + [Status.STARTED, Status.INSPECTION, Status.NOT_STARTED, Status.NOT_STARTED]
)
#: The steps on the way to each of these, the last one itself.
_WAY = {
    Status.NOT_STARTED: [],
    Status.STARTED: [Status.STARTED],
    Status.BUILDING: [Status.STARTED, Status.BUILDING],
    Status.SELF_ASSESSED: [Status.STARTED, Status.BUILDING, Status.SELF_ASSESSED],
    Status.INSPECTION: [Status.STARTED, Status.BUILDING, Status.SELF_ASSESSED, Status.INSPECTION],
    Status.FAILED: [Status.STARTED, Status.BUILDING, Status.SELF_ASSESSED, Status.INSPECTION, Status.FAILED],
}
#: Before the certificate of October 2022.
_BEFORE = ((Status.STARTED, 2021, 5), (Status.BUILDING, 2021, 9), (Status.SELF_ASSESSED, 2022, 7))
#: Of each new estate: days since the handover, and days from it to branch, team and station (None: not yet).
_NEW_ESTATES = (
    (1600, -30, 40, 120),
    (1300, 60, 85, 170),
    (1100, 20, 130, 150),
    (900, 88, 30, 260),
    (720, -200, -30, 60),
    (540, 45, 70, 179),
    (400, 80, None, 175),
    (300, 30, 60, None),
    (200, None, 50, None),
    (150, 40, 60, None),
    (75, None, 20, None),
    (20, -10, None, None),
)


def save_rooms(today: date) -> dict[str, int]:
    """Write it all with its first versions; how many of what."""
    communities = {row.name: row for row in Community.objects.order_by("code")}
    plan = _Plan(communities, today)
    with transaction.atomic():
        # With the communities came the certificates alone; here each gets its whole history.
        FamiliarStatus.objects.all()._raw_delete(FamiliarStatus.objects.db)
        FamiliarStatus.history.all()._raw_delete(FamiliarStatus.objects.db)
        return {
            "创熟状态": plan.save(plan.statuses()),
            "创熟自评": plan.assessments(),
            "新小区三同步": plan.save(plan.three_syncs()),
            "荣誉": plan.save(plan.honours()),
            "小区大事": plan.save(plan.events()),
            "经验做法": plan.lessons(),
            "街道文件": plan.document(),
        }


class _Plan:
    def __init__(self, communities: dict[str, Community], today: date) -> None:
        self.communities, self.today = communities, today
        self.certified = certified_months()
        rows = communities.values()
        rural = [row for row in rows if row.kind == Community.Kind.RURAL and row.code not in self.certified]
        self.others = dict(zip(rural, _OTHERS, strict=False))
        self.mark = {"reason": words.SOURCE, "date": moment_of_entry(today)}

    def save(self, rows: Iterator[models.Model]) -> int:
        return len(history.bulk_create(list(rows), **self.mark))

    # --- 创熟 -----------------------------------------------------------------------------------
    def statuses(self) -> Iterator[FamiliarStatus]:
        for community in self.communities.values():
            if community.code in self.certified:
                yield from self._certified(community)
            else:
                yield from self._on_the_way(community)

    def _certified(self, community: Community) -> Iterator[FamiliarStatus]:
        for status, year, month in _BEFORE:
            yield FamiliarStatus(
                community=community,
                status=status,
                on=date(year, month, 1),
                precision=Precision.MONTH,
                note=_INVENTED,
                source=words.SOURCE,
            )
        yield FamiliarStatus(
            community=community,
            status=Status.CERTIFIED,
            on=self.certified[community.code],
            precision=Precision.MONTH,
            by=CERTIFIED_BY,
            document=NAMED_DOCUMENT,
            source=texts.NEWSPAPER,
        )

    def _on_the_way(self, community: Community) -> Iterator[FamiliarStatus]:
        way = _WAY[self.others.get(community, Status.NOT_STARTED)]
        rng = chance("familiar", community.pk)
        on = self.today - timedelta(days=60 + rng.randrange(60) + 130 * len(way))
        for status in way:
            on += timedelta(days=100 + rng.randrange(30))
            by = "桂城街道" if status in FamiliarStatus.STREETS else str(community)
            yield FamiliarStatus(
                community=community, status=status, on=on, by=by, note=_INVENTED, source=words.SOURCE
            )

    def assessments(self) -> int:
        criteria = history.bulk_create(
            [
                FamiliarCriterion(name=name, explanation=explanation, weight=weight, order=10 * number)
                for number, (name, explanation, weight) in enumerate(texts.CRITERIA, start=1)
            ],
            **self.mark,
        )
        rows = [row for community in self.others for row in self._years(community)]
        made = history.bulk_create(rows, **self.mark)
        self.save(line for row in made for line in self._lines(row, criteria))
        return len(made)

    def _years(self, community: Community) -> Iterator[SelfAssessment]:
        """Last year's where they were at work already; this year's handed in, begun, or not there."""
        status = self.others[community]
        if Status.BUILDING not in _WAY[status]:
            return
        year = self.today.year
        yield SelfAssessment(
            community=community, year=year - 1, submitted_on=date(year - 1, 11, 20), note=_INVENTED
        )
        begun = chance("assessment", community.pk).random()
        if status != Status.BUILDING:
            yield SelfAssessment(
                community=community,
                year=year,
                submitted_on=max(self.today - timedelta(days=50), date(year, 1, 1)),
                note=_INVENTED,
            )
        elif begun < 0.5:
            yield SelfAssessment(community=community, year=year, note=_INVENTED)

    def _lines(self, row: SelfAssessment, criteria: Sequence[FamiliarCriterion]) -> Iterator[AssessmentLine]:
        rng = chance("assessment lines", row.community_id * 10_000 + row.year)
        good = 0.45 if row.year < self.today.year else 0.65
        for number, criterion in enumerate(criteria):
            met = rng.choices(["yes", "partly", "no"], [good, 0.25, 0.75 - good])[0]
            if row.submitted_on is None and number > 5:
                met = ""
            evidence = "演示：有台账和照片。" if met in {"yes", "partly"} else ""
            yield AssessmentLine(
                assessment=row, criterion=criterion, weight=criterion.weight, met=met, evidence=evidence
            )

    # --- estates --------------------------------------------------------------------------------
    def three_syncs(self) -> Iterator[ThreeSync]:
        rows = Estate.objects.filter(kind=Estate.Kind.ESTATE, source=words.SOURCE, pk__lte=600)
        chosen = chance("new estates").sample(list(rows.order_by("pk")), len(_NEW_ESTATES))
        for estate, (since, *days) in zip(chosen, _NEW_ESTATES, strict=True):
            handover = self.today - timedelta(days=since)
            branch, team, station = (
                None if after is None else handover + timedelta(days=after) for after in days
            )
            yield ThreeSync(
                estate=estate,
                handover_on=handover,
                branch_on=branch,
                branch_evidence="演示：街道党工委批复" if branch else "",
                team_on=team,
                team_evidence="演示：团队名单" if team else "",
                station_on=station,
                station_evidence="演示：启用通知" if station else "",
                note=_INVENTED,
                source=words.SOURCE,
            )

    def events(self) -> Iterator[EstateEvent]:
        estates = {row.name: row for row in Estate.objects.exclude(source=words.SOURCE)}
        for name, kind, year, month, title, text in texts.EVENTS:
            yield EstateEvent(
                estate=estates[name],
                kind=kind,
                on=date(year, month, 1),
                precision=Precision.MONTH,
                title=title,
                text=text,
                source=words.SOURCE,
            )

    # --- the street ------------------------------------------------------------------------------
    def honours(self) -> Iterator[Honour]:
        yield Honour(
            title="2022年佛山市“十大基层社会治理典型案例”",
            level=Honour.Level.CITY,
            on=date(2022, 6, 1),
            precision=Precision.MONTH,
            given_by="桂城街道与南海区民政局联合申报",
            for_words="“创熟”项目",
            source=texts.NEWSPAPER,
        )
        yield Honour(
            title="南海区2022年创建“熟人社区”达标社区",
            level=Honour.Level.DISTRICT,
            on=date(2022, 10, 1),
            precision=Precision.MONTH,
            for_words="23 个城市社区及 3 个农村创熟试点社区",
            source=texts.NEWSPAPER,
        )
        for title, level, year, month, given_by, name in texts.HONOURS:
            yield Honour(
                community=self.communities.get(name),
                title=title,
                level=level,
                on=date(year, month, 1),
                precision=Precision.MONTH,
                given_by=given_by,
                source=words.SOURCE,
            )

    def lessons(self) -> int:
        rows = []
        for number, (name, theme, title, text, public, source) in enumerate(texts.LESSONS):
            rows.append(
                Lesson(
                    community=self.communities[name] if name else None,
                    theme=theme,
                    title=title,
                    text=text,
                    published_on=self.today - timedelta(days=300 + 20 * number),
                    public=public,
                    source=source or words.SOURCE,
                )
            )
        made = {row.title: row for row in history.bulk_create(rows, **self.mark)}
        self.save(
            LessonFollow(
                lesson=made[title],
                community=self.communities[name],
                since=self.today - timedelta(days=30 * months),
                state=state,
                adapted=adapted,
                result=result,
            )
            for title, name, months, state, adapted, result in texts.FOLLOWS
        )
        return len(made)

    def document(self) -> int:
        document = StreetDocument(
            title="创熟“12345”工作格局",
            slug="12345",
            version_on=date(2023, 2, 17),
            intro=texts.DOCUMENT_INTRO,
            public=True,
            source="名称见《珠江时报》2023年2月；内容为演示文本",
        )
        history.bulk_create([document], **self.mark)
        self.save(
            DocumentPart(document=document, number=number, heading=heading, text=text, link_to=link)
            for number, (heading, text, link) in enumerate(texts.DOCUMENT_PARTS, start=1)
        )
        return 1
