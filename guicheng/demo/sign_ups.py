"""Invented sign-ups for what comes in the next days: some with places left, one in four full with a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from guicheng.privacy.cipher import fingerprint
from stations.models import Activity, SignUp

from .chance import chance
from .people_words import MOBILE_PREFIX, SURNAMES

#: Days from today on whose activities have sign-ups.
_DAYS = 7
_ZONE = ZoneInfo("Asia/Shanghai")


def sign_ups(today: date) -> Iterator[SignUp]:
    """In the order in which they came; the same every time but for what seals the numbers."""
    rng, tails = chance("sign-ups"), count(700_000)
    midnight = datetime.combine(today, time(), tzinfo=_ZONE)
    rows = Activity.objects.filter(
        sign_up_open=True,
        status=Activity.Status.PLANNED,
        starts_at__gte=midnight,
        starts_at__lt=midnight + timedelta(days=_DAYS),
    )
    for number, activity in enumerate(rows.select_related("station").order_by("starts_at", "pk")):
        capacity = activity.capacity or 20
        wanted = capacity + 4 if number % 4 == 0 else rng.randint(0, capacity * 2 // 3)
        taken = asked = 0
        while asked < wanted:
            people = rng.choice((1, 1, 1, 2))
            fits = taken + people <= capacity
            state = SignUp.State.BOOKED if fits else SignUp.State.WAITING
            taken, asked = taken + people * fits, asked + people
            phone = f"{MOBILE_PREFIX}{next(tails):06d}"
            yield SignUp(
                activity=activity,
                state=state,
                surname=rng.choices(list(SURNAMES), list(SURNAMES.values()))[0],
                phone=phone,
                phone_print=fingerprint(phone),
                phone_tail=phone[-4:],
                people=people,
                source=SignUp.Source.STAFF if rng.random() < 0.3 else SignUp.Source.WEB,
                knows_state=state,
                knows_starts_at=activity.starts_at,
                knows_where=activity.where,
            )
