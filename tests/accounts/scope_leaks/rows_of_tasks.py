"""Rows of what the street watches and asks for."""

from __future__ import annotations

from guicheng.dashboard.models import AttentionRule

from .rows import STREETS_OWN, Side, makes, numbers

STREETS_OWN[AttentionRule] = "what needs attention is the street's to say"


@makes(AttentionRule)
def _rule(side: Side) -> AttentionRule:
    return AttentionRule.objects.create(
        kind="late", key="requests_late", threshold=1, sentence=f"演示提示{next(numbers)}"
    )
