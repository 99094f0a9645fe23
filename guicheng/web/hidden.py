"""Secret links stay out of logs: of a part of an address that is as long as a secret only a mark is kept."""

from __future__ import annotations

import logging
import re
from typing import Any

#: A whole part of a path of at least 20 letters of base64url: no word of ours is as long.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{20,}(?=[/\s?#\"']|$)")


def hide(text: str) -> str:
    """``/activities/sign-up/<secret>/`` → ``/activities/sign-up/…/``"""
    return _SECRET.sub("…", text)


class HideSecrets(logging.Filter):
    """On a handler: rewrites what Django says of refused requests before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(part) for part in record.args)
        return True


def _hidden(part: Any) -> Any:  # noqa: ANN401
    return hide(part) if isinstance(part, str) else part
