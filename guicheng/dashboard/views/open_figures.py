"""``/figures/``: what residents may know, how each figure is counted, and the same as files."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from guicheng.web.http import public_page
from guicheng.web.spreadsheet import safe_text

from ..lines import by_group, open_lines
from ..snapshot import snapshot
from ..told import told

#: Under which the files may be used.
LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/deed.zh-hans"
_COLUMNS = ("key", "label", "unit", "live", "published", "qualifier", "target", "as_of")


@public_page(max_age=300)
def figures(request: HttpRequest) -> HttpResponse:
    shown = snapshot()
    context = {
        "shown": shown,
        "groups": by_group(open_lines(shown)),
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
    }
    return render(request, "dashboard/open_figures.html", context)


@public_page(max_age=300)
def figures_csv(request: HttpRequest) -> HttpResponse:
    """With a byte order mark, since Excel takes it for another encoding without."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(_COLUMNS)
    for line in told(snapshot(), public_only=True):
        values = line.as_dict()
        cells = [values[name] for name in _COLUMNS]
        rows.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in cells])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="guicheng-figures.csv"'
    return response


@public_page(max_age=300)
def figures_json(request: HttpRequest) -> HttpResponse:
    lines = [line.as_dict() for line in told(snapshot(), public_only=True)]
    answer = {"licence": LICENCE, "licence_url": LICENCE_ADDRESS, "figures": lines}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1})
