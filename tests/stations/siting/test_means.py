"""The mean walk beside an answer counts everybody who walks less, not only who is newly covered."""

from __future__ import annotations

import pytest

from stations.siting.asking import Goal, SitingQuestion, propose
from tests.stations.riverside import estate_at, station_at

pytestmark = pytest.mark.django_db


def test_those_covered_already_walk_less_too() -> None:
    station_at(0, 0)
    # Covered today (400 m × 1.3 in 10 minutes), and nearer to the new site than to the station.
    estate_at(0, 400, households=100)
    estate_at(0, 700, households=100)
    proposal = propose(SitingQuestion(goal=Goal.MOST, n=1))
    # By straight lines × 1.3 at 85 m a minute: a site at either estate leaves 300 m for the other.
    today = (400 + 700) / 2 * 1.3 / 85
    assert proposal.mean_before == pytest.approx(today, rel=0.01)
    assert proposal.mean_after == pytest.approx(300 / 2 * 1.3 / 85, rel=0.01)
    assert (proposal.before, proposal.after) == (100, 200)
