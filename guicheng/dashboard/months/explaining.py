"""Why a reported figure differs from today's, written down by somebody."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.utils import timezone

from guicheng.accounts import history
from guicheng.accounts.models import User

from ..models import FigureExplanation, FrozenFigure


class Overtaken(Exception):
    """Somebody else wrote meanwhile: ``now`` is what stands there."""

    def __init__(self, now: FigureExplanation) -> None:
        super().__init__("overtaken")
        self.now = now


class ExplanationForm(forms.Form):
    text = forms.CharField(
        max_length=500,
        error_messages={
            "required": "请写说明，例如：冻结以后补登了 3 条。",
            "max_length": "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个。",
        },
    )
    #: The explanation's moment when the page was opened, "" where there was none.
    was = forms.CharField(required=False, max_length=40)


def mark_of(explanation: FigureExplanation | None) -> str:
    return explanation.at.isoformat() if explanation else ""


def explain(figure: FrozenFigure, text: str, was: str, *, by: User) -> FigureExplanation:
    """The same again is one. Raises :class:`Overtaken`."""
    with transaction.atomic(), history.one_change("说明差异"):
        # The figure is the lock: an explanation may not be there yet.
        FrozenFigure.objects.select_for_update().get(pk=figure.pk)
        row = FigureExplanation.objects.filter(figure=figure).first()
        if row is not None and row.text == text:
            return row
        if mark_of(row) != was:
            raise Overtaken(row)
        row = row or FigureExplanation(figure=figure)
        row.text, row.by, row.at = text, by, timezone.now()
        row.save()
    return row
