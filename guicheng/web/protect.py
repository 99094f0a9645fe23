"""Forms that anyone may fill in, without an account or a foreign captcha.

Three quiet guards: a field that people do not see (robots fill it), a signed time stamp (nobody writes a
sentence in two seconds, and no form lives a day), and a limit per address through the shared cache.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django_ratelimit.core import is_ratelimited

from .errors import too_many

_SALT = "guicheng.public-form"
MIN_SECONDS = 2
MAX_SECONDS = 24 * 3600

__all__ = ["MIN_SECONDS", "PublicForm", "flooded", "too_many"]


class PublicForm(forms.Form):
    """A form with the honeypot ``website`` and the time trap ``opened``."""

    website = forms.CharField(required=False, label="请留空", max_length=200)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    guards = ("website", "opened")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Also after an error the stamp of the first opening is kept, so mending a typo is never "too fast".
        self.fields["opened"].initial = signing.TimestampSigner(salt=_SALT).sign("form")
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.guards]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("website"):
            raise forms.ValidationError("请把“请留空”一栏清空后再提交。")
        signer = signing.TimestampSigner(salt=_SALT)
        stamp = data.get("opened") or ""
        try:
            signer.unsign(stamp, max_age=MAX_SECONDS)
        except signing.BadSignature as exc:
            self.data = self.data.copy()
            self.data["opened"] = signer.sign("form")
            raise forms.ValidationError("页面放得太久了，请再按一次提交。您填写的内容还在。") from exc
        try:
            signer.unsign(stamp, max_age=MIN_SECONDS)
        except signing.SignatureExpired:
            return data
        raise forms.ValidationError("提交得太快了，请检查一遍再按提交。")


def flooded(request: HttpRequest, group: str, rate: str = "10/h") -> bool:
    """Count this attempt; True where the address has sent more than ``rate`` in ``group``."""
    return is_ratelimited(request, group=group, key="ip", rate=rate, increment=True)
