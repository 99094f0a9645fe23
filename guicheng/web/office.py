"""Word files that are the same whenever they are made."""

from __future__ import annotations

import io
import zipfile
from datetime import date


def dated_archive(stream: io.BytesIO, day: date) -> bytes:
    """The same file whenever it is made on that day: its parts carry the day, not the second."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in made.infolist():
            entry = zipfile.ZipInfo(part.filename, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, made.read(part.filename))
    return out.getvalue()
