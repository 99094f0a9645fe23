"""Charts as SVG of their own address: direct labels, bars from zero, one colour and grey (see look.md)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pygal
from django.http import HttpResponse
from pygal.style import Style

# pygal hooks into imports in the way of Python 2, which newer tools stumble over; its plug-ins are not used.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

_FONT = "PingFang SC, HarmonyOS Sans SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
_STYLE = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#57606a",
    foreground_strong="#1f2328",
    foreground_subtle="#d9d4cc",
    colors=("#c9c1b4",),
    font_family=_FONT,
    label_font_size=15,
    major_label_font_size=15,
    value_font_size=15,
    value_colors=("#1f2328",),
    title_font_size=16,
)
_NOW = "#1f2328"


def bars(
    labels: Sequence[str], values: Sequence[Decimal | None], unit: str, *, narrow: bool = False
) -> bytes:
    """One bar a label, the last one dark; its value and the first one's stand above. An SVG file.

    ``narrow``: for the width of a phone, where the wide one's letters would be too small to read.
    """
    chart = pygal.Bar(
        style=_STYLE,
        width=420 if narrow else 900,
        height=300 if narrow else 320,
        show_legend=False,
        show_y_guides=False,
        show_y_labels=False,
        print_values=True,
        print_values_position="top",
        spacing=10,
        truncate_label=-1,
        margin=12,
        js=(),
        no_data_text="没有数据",
        zero=0,
        range=(0, max([float(value) for value in values if value is not None], default=1) or 1),
    )
    chart.uuid = "figures"  # a name by chance would make every drawing another file
    chart.x_labels = _thinned(labels, 3 if narrow else 6)
    last = len(values) - 1
    chart.add(unit, [_bar(value, number, last) for number, value in enumerate(values)])
    return chart.render()


def _bar(value: Decimal | None, number: int, last: int) -> dict[str, Any] | None:
    if value is None:
        return None
    text = f"{value:,}" if number in (0, last) else ""
    bar: dict[str, Any] = {"value": float(value), "formatter": lambda _: text}
    return {**bar, "color": _NOW} if number == last else bar


def _thinned(labels: Sequence[str], most: int) -> list[str]:
    """Few enough to be read: the first, the last, and some between."""
    step, last = max(1, (len(labels) + most - 1) // most), len(labels) - 1
    shown = {number for number in range(0, last, step) if last - number >= step} | {0, last}
    return [label if number in shown else "" for number, label in enumerate(labels)]


def svg_response(svg: bytes) -> HttpResponse:
    """As a picture it runs no script; its own style needs the policy loosened for this one file."""
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = "private, max-age=60"
    return response
