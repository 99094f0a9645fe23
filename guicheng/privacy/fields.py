"""Columns that lie sealed in the database and read as plain text in Python."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from .cipher import seal, unseal


class SealedField(models.TextField):
    """Text sealed at rest, "" where there is none. Look-ups would compare ciphertexts: refused."""

    def get_prep_value(self, value: Any) -> str:  # noqa: ANN401
        return seal(super().get_prep_value(value) or "")

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str:  # noqa: ANN401
        return unseal(value or "")

    def get_lookup(self, lookup_name: str) -> Any:  # noqa: ANN401
        raise FieldError(f"“{self.name}”是加密保存的，不能用来查找。请用它的指纹列。")


class SealedJSONField(SealedField):
    """Values of plain JSON, sealed as one text."""

    def get_prep_value(self, value: Any) -> str:  # noqa: ANN401
        return super().get_prep_value("" if value is None else json.dumps(value, ensure_ascii=False))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:  # noqa: ANN401
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else None

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        return value
