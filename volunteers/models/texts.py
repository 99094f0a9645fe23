"""What must not stand in texts that others read."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from guicheng.privacy.phones import tells_a_number


def no_numbers(text: str) -> None:
    """Raises ``ValidationError`` where a telephone or the number of an identity card stands in ``text``."""
    if tells_a_number(text):
        raise ValidationError("这里不要写电话号码和证件号码，请删去。")
