"""Deliberations of the demonstration: the three forums of 2022 as reported, invented ones over two years."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from django.db import models

from communities.models import (
    Community,
    Deliberation,
    DeliberationParty,
    DeliberationSignUp,
    Estate,
    ProgressNote,
    Topic,
    TopicSecond,
    Undertaking,
)
from communities.named import read_named
from guicheng.accounts import history
from guicheng.privacy.cipher import fingerprint

from . import deliberation_words as said
from . import words
from .chance import chance
from .people_words import MOBILE_PREFIX, SURNAMES
from .term_plan import SHOWN
from .versions import moment_of_entry

INVENTED, COMING = 60, 8
_ZONE = ZoneInfo("Asia/Shanghai")
_TOPIC_STATUSES = ("waiting", "open", "taken", "open", "declined", "open", "waiting")
#: Nothing stays late for longer.
_LONG_AGO = timedelta(days=200)
_KINDS = ("residents", "joint", "forum", "residents", "exchange", "tea", "renovation")
_PARTIES = (
    ("residents", "演示：3栋陈楼长等居民代表", 6),
    ("owners", "演示：业委会何主任", 2),
    ("property", "演示：物业李经理", 1),
    ("community", "演示：社区居委会", 2),
    ("department", "演示：街道有关部门", 1),
    ("expert", "演示：创熟智库罗老师", 1),
)


class DeliberationPlanner:
    """Makes the rows; keys are given by hand so that what hangs on them can be made at once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.rng = chance("deliberations")
        self.deliberations: list[Deliberation] = []
        self.parties: list[DeliberationParty] = []
        self.resolutions: list[Undertaking] = []
        self.notes: list[tuple[Undertaking, ProgressNote]] = []
        self.sign_ups: list[DeliberationSignUp] = []
        self._tails = count(800_000)
        shown = list(Community.objects.filter(name__in=SHOWN).order_by("code"))
        others = list(Community.objects.exclude(name__in=SHOWN).order_by("code"))
        #: The shown ones get twice as many.
        self.communities = [*shown, *others, *shown]
        self.rural = [row for row in others if row.kind == Community.Kind.RURAL] or others
        self.estates: dict[int, Estate] = {}
        for estate in Estate.objects.exclude(source=read_named()["source"]).order_by("-pk"):
            self.estates[estate.community_id] = estate

    def real(self) -> None:
        """As reported: topic, community and year, nothing else; no resolution is invented for them."""
        by_name = {row.name: row for row in Community.objects.all()}
        for record in read_named()["deliberations"]:
            self.deliberations.append(
                Deliberation(
                    community=by_name[record["community"]],
                    kind=Deliberation.Kind.FORUM,
                    topic=record["topic"],
                    status=Deliberation.Status.HELD,
                    starts_at=datetime(record["year"], 1, 1, tzinfo=_ZONE),
                    date_precision="year",
                    source=said.REAL_SOURCE,
                )
            )

    def invented(self) -> None:
        for number in range(INVENTED):
            self._one(number)

    def _one(self, number: int) -> None:
        rng, kind = self.rng, _KINDS[number % len(_KINDS)]
        places = self.rural if kind == "tea" else self.communities
        community = places[number % len(places)]
        matter = said.MATTERS[number % len(said.MATTERS)]
        past = INVENTED - COMING
        if number < past:
            day = self.today - timedelta(days=6 + (past - 1 - number) * 14 + rng.randint(0, 5))
        else:
            day = self.today + timedelta(days=2 + (number - past) * 4)
        start = datetime.combine(day, time(rng.choice((9, 15, 19)), 30), tzinfo=_ZONE)
        status = Deliberation.Status.HELD if number < past else Deliberation.Status.ANNOUNCED
        cancelled = number in {past - 5, INVENTED - 2}
        if cancelled:
            status = Deliberation.Status.CANCELLED
        if number == INVENTED - 1:
            status = Deliberation.Status.PLANNED
        held = status == Deliberation.Status.HELD
        written = held and (self.today - day).days > 10 and number % 9 != 4
        row = Deliberation(
            community=community,
            estate=self.estates.get(community.pk) if kind in {"residents", "renovation"} else None,
            kind=kind,
            topic=f"演示：{said.KIND_TITLES[kind].format(matter.topic)}",
            status=status,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            where="演示：社区党群服务中心议事厅" if kind != "tea" else "演示：乡贤茶话厅",
            agenda=f"演示：{matter.why}\n一、听各方的说法；二、一起想办法；三、定下谁做、什么时候做完。",
            minutes="演示：内部记录。" if written else "",
            public_minutes=said.MINUTES.format(matter.topic) if written else "",
            minutes_published_on=min(day + timedelta(days=9), self.today) if written and number % 5 else None,
            attendance=rng.randint(14, 62) if held else None,
            cancelled_because="演示：天气预警，改期另行通知。" if cancelled else "",
            sign_up_open=status == Deliberation.Status.ANNOUNCED,
            capacity=rng.choice((20, 30, None)) if status == Deliberation.Status.ANNOUNCED else None,
            public=number % 15 != 7,
        )
        self.deliberations.append(row)
        for stands_for, name, people in _PARTIES[: rng.randint(3, len(_PARTIES))]:
            self.parties.append(
                DeliberationParty(
                    deliberation=row,
                    stands_for=stands_for,
                    name=name,
                    people=people,
                    present=held and rng.random() < 0.9,
                )
            )
        if held:
            for text, owner in matter.resolutions[: rng.randint(1, 3)]:
                self._resolution(row, day, text, owner)
        if row.sign_up_open:
            self._sign_ups(row, rng)

    def _resolution(self, row: Deliberation, day: date, text: str, owner: str) -> None:
        rng, today = self.rng, self.today
        due = day + timedelta(days=rng.choice((30, 45, 60, 90)))
        made = Undertaking(
            community=row.community, deliberation=row, text=f"演示：{text}", owner=owner, due_on=due
        )
        # Of those whose day has passed most are done, some failed, some are late.
        luck = rng.random()
        if due < today and luck < 0.14:
            made.state, made.outcome = Undertaking.State.FAILED, rng.choice(said.FAILURES)
            made.closed_on = due
        elif (due < today and (luck < 0.7 or due < today - _LONG_AGO)) or (due >= today and luck < 0.15):
            made.state, made.outcome = Undertaking.State.DONE, rng.choice(said.OUTCOMES)
            made.closed_on = max(day, min(due - timedelta(days=rng.randint(1, 14)), today))
        self.resolutions.append(made)
        last = min(made.closed_on or today, today)
        for number in range(rng.randint(0, 2)):
            on = day + timedelta(days=7 + 12 * number)
            if on <= last:
                self.notes.append((made, ProgressNote(on=on, text=rng.choice(said.NOTES))))

    def _sign_ups(self, row: Deliberation, rng: Random) -> None:
        for _ in range(rng.randint(3, 9)):
            phone = f"{MOBILE_PREFIX}{next(self._tails):06d}" if rng.random() < 0.6 else ""
            self.sign_ups.append(
                DeliberationSignUp(
                    deliberation=row,
                    surname=rng.choices(list(SURNAMES), list(SURNAMES.values()))[0],
                    phone=phone,
                    phone_print=fingerprint(phone),
                    people=rng.choice((1, 1, 2)),
                )
            )


def save_deliberations(today: date) -> dict[str, int]:
    """All of it, with its first versions; label → how many."""
    plan = DeliberationPlanner(today)
    plan.real()
    plan.invented()
    _save(plan.deliberations, today)
    _save(plan.parties, today)
    _save(plan.resolutions, today)
    notes = []
    for resolution, note in plan.notes:
        note.undertaking = resolution
        notes.append(note)
    _save(notes, today)
    _save(plan.sign_ups, today)
    topics = _topics(plan)
    _save(topics, today)
    rng = chance("topic-seconds")
    seconds = [
        TopicSecond(topic=topic, device_print=fingerprint(f"demo-{topic.pk}-{number}"))
        for topic in topics
        if topic.released_on
        for number in range(rng.randint(1, 40))
    ]
    _save(seconds, today)
    return {"议事协商": len(plan.deliberations), "议定事项": len(plan.resolutions), "居民议题": len(topics)}


def _topics(plan: DeliberationPlanner) -> list[Topic]:
    """In every status, over the shown communities and some others."""
    coming = [row for row in plan.deliberations if row.status == Deliberation.Status.ANNOUNCED]
    made = []
    for number, (title, text) in enumerate(said.TOPICS * 4):
        community = plan.communities[number % len(plan.communities)]
        status = _TOPIC_STATUSES[number % len(_TOPIC_STATUSES)]
        released = plan.today - timedelta(days=4 + 5 * number)
        topic = Topic(community=community, title=said.WRITTEN[0], text=said.WRITTEN[1], status=status)
        if status == "taken":
            topic.deliberation = coming[number % len(coming)]
            topic.community = topic.deliberation.community
        if status != "waiting":
            topic.public_title, topic.public_text = title, text
            topic.decided_on = released
            topic.released_on = released
            topic.answer = said.DECLINED if status == "declined" else ""
        made.append(topic)
    return made


def _save(rows: list[models.Model], today: date) -> None:
    if not rows:
        return
    if history.has_history(type(rows[0])):
        history.bulk_create(rows, reason=words.SOURCE, date=moment_of_entry(today))
    else:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)
