"""How routes describe their answers, in Chinese, for ``openapi.json`` and the page of documents."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from .schemas import ErrorAnswer

_REFUSALS = {
    400: "参数有误；message 说明怎么改。",
    404: "没有这条记录。",
    500: "系统出了问题。",
}


def answers(model: type[BaseModel], meaning: str, *, may_miss: bool = False) -> dict[str, Any]:
    """``response`` and ``openapi_extra`` of a route: its answer and the refusals it may give.

    ``may_miss``: the address names one record, which may not be there (404).
    """
    refusals = {400, 500} | ({404} if may_miss else set())
    described = {200: meaning, **{status: _REFUSALS[status] for status in sorted(refusals)}}
    return {
        "response": {200: model, frozenset(refusals): ErrorAnswer},
        "openapi_extra": {"responses": {status: {"description": text} for status, text in described.items()}},
    }
