"""What the list's form sends: ticked lines, and why they are right; or lines that are not right after all."""

from __future__ import annotations

from typing import Any

from django import forms

from guicheng.accounts.admin_input import is_key
from guicheng.web.http import clean_text

from .accepting import Seen
from .checks import UnknownCheck, check_of

#: Lines that are sent at once at most: a page holds fewer.
_MOST = 200


class AcceptForm(forms.Form):
    """``seen`` and ``takes_back`` are there once it is valid."""

    reason = forms.CharField(
        max_length=200, required=False, error_messages={"max_length": "原因不超过 200 个字。"}
    )

    seen: list[Seen]
    takes_back: bool = False

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        self.takes_back = self.data.get("action") == "take_back"
        self.seen = [seen for text in self.data.getlist("line")[:_MOST] if (seen := _read(text))]
        if not self.seen:
            raise forms.ValidationError("请先勾选要处理的记录。")
        said["reason"] = clean_text(said.get("reason", ""), 200)
        if not self.takes_back and not said["reason"] and "reason" not in self.errors:
            self.add_error("reason", "请写一句原因，例如：看过签到表，人次属实。")
        return said


def _read(text: str) -> Seen | None:
    """``activity_crowded:12``; None for what makes no sense."""
    key, _, row = text.partition(":")
    if not is_key(row):
        return None
    try:
        return Seen(check_of(key), int(row))
    except UnknownCheck:
        return None
