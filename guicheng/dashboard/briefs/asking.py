"""What the form for a new brief asks, and what it says of a wrong answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from communities.models import Community
from guicheng.accounts.models import User

from ..asked import communities_for
from ..models import BriefTemplate
from .spans import BadSpan, Span, choices, last_whole, parse_span

STREET = "street"


class BriefForm(forms.Form):
    """``span`` and ``community`` are there once it is valid."""

    template = forms.ModelChoiceField(
        BriefTemplate.objects.none(),
        label="模板",
        empty_label=None,
        error_messages={"required": "请选择模板。", "invalid_choice": "没有这个模板，请重新选择。"},
    )
    scope = forms.ChoiceField(
        label="范围",
        error_messages={
            "required": "请选择街道或社区。",
            "invalid_choice": "没有这个社区，或者它不归您的账号管，请重新选择。",
        },
    )
    period = forms.CharField(
        label="期间", max_length=20, widget=forms.Select, error_messages={"required": "请选择简报的期间。"}
    )
    first = forms.CharField(label="从", max_length=20, required=False)
    last = forms.CharField(label="到", max_length=20, required=False)

    span: Span
    community: Community | None = None

    def __init__(self, user: User, data: Any = None) -> None:  # noqa: ANN401
        today = timezone.localdate()
        super().__init__(data, initial={"period": f"{last_whole('month', today).first:%Y-%m}"})
        self._communities = {row.code: row for row in communities_for(user)}
        street = [(STREET, settings.STREET_NAME)] if user.sees_every_community else []
        self.fields["template"].queryset = BriefTemplate.objects.visible_to(user)
        self.fields["scope"].choices = street + [(code, row.name) for code, row in self._communities.items()]
        self.fields["period"].widget.choices = choices(today)
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"})

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        self.community = self._communities.get(said.get("scope", ""))
        if "period" in said:
            try:
                self.span = parse_span(said["period"], said.get("first", ""), said.get("last", ""))
            except BadSpan as exc:
                self.add_error("period", str(exc))
        return said
