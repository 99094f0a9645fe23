"""For the machine that watches: does the site answer, and does its database?"""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from guicheng.web.http import public_page


@public_page()
def healthz(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        answer = JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    else:
        answer = JsonResponse({"status": "ok", "database": "ok"})
    answer["Cache-Control"] = "no-store"
    return answer
