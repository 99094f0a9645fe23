"""Which span of days the address of a page asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from .briefs.spans import CHOSEN, BadSpan, Span, parse_span


@dataclass(frozen=True)
class SpanAsked:
    """``problem``: why the span of the address was not taken; the usual one is shown then.

    ``period``, ``first``, ``last``: what the form shows as chosen.
    """

    span: Span
    problem: str
    period: str
    first: str
    last: str


def span_asked(request: HttpRequest, usual: Span, said: str) -> SpanAsked:
    """``?period=2026-05``, ``2026-Q2``, ``2026``, or ``span`` with ``first``, ``last``; else ``usual``.

    ``said``: how the address would ask for the usual one.
    """
    asked, problem, span = request.GET.get("period", ""), "", usual
    first, last = (request.GET.get(name, "") for name in ("first", "last"))
    try:
        span = parse_span(asked, first, last) if asked else usual
    except BadSpan as exc:
        problem = str(exc)
    period = CHOSEN if asked == CHOSEN else said if not asked or problem else asked
    return SpanAsked(span, problem, period, first[:10], last[:10])
