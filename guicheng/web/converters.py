"""What stands in an address."""

from __future__ import annotations

from django.urls import register_converter


class IdConverter:
    """``<id:pk>``: a primary key that a database can hold (up to 2⁶³ − 1)."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(IdConverter, "id")
