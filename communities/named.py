"""The records that the newspaper named in February 2023, as it reported them: here the estates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .models import Community, Estate

NAMED_FILE = Path(__file__).parent / "data" / "named_records.json"


def read_named() -> dict[str, Any]:
    """The project's own file of named records: ``source``, ``estates``, ``stations``."""
    return json.loads(NAMED_FILE.read_text(encoding="utf-8"))


def named_estates() -> list[Estate]:
    """The six named estates, not saved and without points, for none was reported.

    Raises ``Community.DoesNotExist`` where :func:`communities.reference.load_communities` has not run.
    """
    records = read_named()
    communities = {community.name: community for community in Community.objects.all()}
    estates = []
    for record in records["estates"]:
        if record["community"] not in communities:
            raise Community.DoesNotExist(f"没有“{record['community']}”，请先载入社区。")
        estates.append(
            Estate(
                community=communities[record["community"]],
                name=record["name"],
                kind=record["kind"],
                note="；".join(record["facts"]) + "。",
                source=records["source"],
            )
        )
    return estates


def load_named_estates() -> int:
    """Save those of the named estates that are not there yet; how many were new."""
    known = set(Estate.objects.values_list("community__name", "name"))
    new = [estate for estate in named_estates() if (estate.community.name, estate.name) not in known]
    return len(Estate.objects.bulk_create(new))
