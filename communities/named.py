"""The records that the newspaper named in February 2023, as it reported them: estates and organisations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from .dates import Precision
from .models import Community, Estate, Organisation

NAMED_FILE = Path(__file__).parent / "data" / "named_records.json"


def read_named() -> dict[str, Any]:
    """The project's own file of named records: ``source``, and one list or record for each kind of them."""
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
                industry_community=record.get("industry_community", ""),
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


def named_organisations(estates: Mapping[tuple[str, str], Estate]) -> list[Organisation]:
    """The seven named organisations, not saved; ``estates`` by names of community and estate.

    Of the two 红色业委会 only that they were ones by February 2023 was reported: the mark carries the month's
    first day and the text says so.
    """
    records = read_named()
    communities = {community.name: community for community in Community.objects.all()}
    organisations = []
    for record in records["organisations"]:
        text = "；".join(record["facts"]) + "。"
        red_by = record.get("red_by")
        if red_by:
            text += "（据 2023 年 2 月的报道，成为红色业委会的确切日期没有报道。）"
        organisations.append(
            Organisation(
                community=communities[record["community"]],
                estate=estates[(record["community"], record["estate"])] if "estate" in record else None,
                kind=record["kind"],
                name=record["name"],
                status=record.get("status", Organisation.Status.ACTIVE),
                red_since=date.fromisoformat(f"{red_by}-01") if red_by else None,
                red_precision=Precision.MONTH if red_by else Precision.DAY,
                members_count=record.get("members"),
                party_members_count=record.get("party_members"),
                does=text,
                source=records["source"],
            )
        )
    return organisations
