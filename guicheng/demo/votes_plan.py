"""The votes of the invented works: some carry, some lack a few households."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from communities.models import ConsentVote, Works, WorksStage

from . import words
from .chance import chance


def votes_of(rows: Sequence[Works], stages: Sequence[WorksStage]) -> list[ConsentVote]:
    """One for each invented case that came to its vote; those that went on carried it."""
    rng = chance("votes")
    asked = {stage.works_id: stage.on for stage in stages if stage.stage == Works.Stage.CONSENT}
    votes = []
    for works in rows:
        if works.pk not in asked or works.source != words.SOURCE:
            continue
        households = rng.choice((14, 16, 24)) if works.kind == Works.Kind.LIFT else rng.randint(120, 900)
        each = Decimal(rng.randint(7000, 11500)) / 100
        went_on = works.stage != Works.Stage.CONSENT
        taking = households - households // 8
        agreeing = taking - taking // 10 if went_on else taking * 7 // 10
        votes.append(
            ConsentVote(
                works=works,
                asked_on=asked[works.pk],
                eligible_households=households,
                eligible_area=households * each,
                taking_households=taking,
                taking_area=taking * each,
                agreeing_households=agreeing,
                agreeing_area=agreeing * each,
                note=words.SOURCE,
            )
        )
    return votes
