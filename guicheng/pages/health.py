"""For the machine that watches: does the site answer, and does its database?"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        answer = JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    else:
        answer = JsonResponse({"status": "ok", "database": "ok"})
    answer["Cache-Control"] = "no-store"
    return answer
