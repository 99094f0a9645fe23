"""The 45 real communities, from the project's own data file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from .coords import check_position
from .familiar import record_certified
from .models import Community

DEFAULT_FILE = Path(__file__).parent / "data" / "communities.csv"
_COLUMNS = {"code", "name", "kind", "rural_pilot", "certified", "lat", "lon"}


@dataclass(frozen=True)
class Loaded:
    created: int
    unchanged: int


def load_communities(path: Path = DEFAULT_FILE) -> Loaded:
    """Bring the communities of ``path`` into the database. Those already there stay as staff corrected them.

    Raises ``ValueError`` with a Chinese sentence where the file does not hold what it should.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            missing = _COLUMNS - set(reader.fieldnames or [])
            if missing:
                raise ValueError(f"{path.name} 缺少这些列：{'、'.join(sorted(missing))}。")
            rows = [_community(row, number) for number, row in enumerate(reader, start=2)]
    except csv.Error as exc:
        raise ValueError(f"{path.name} 读不懂：不是普通的 CSV 文件，或者有一格太长。") from exc
    except UnicodeDecodeError as exc:
        raise ValueError(f"{path.name} 不是 UTF-8 编码的 CSV 文件。") from exc
    known = set(Community.objects.values_list("code", flat=True))
    new = [(row, certified) for row, certified in rows if row.code not in known]
    with transaction.atomic():
        for row, certified in new:
            # Checked only now, so that a community twice in the file meets the one before it.
            row.full_clean()
            row.save()
            if certified:
                record_certified(row, certified)
    return Loaded(created=len(new), unchanged=len(rows) - len(new))


def _community(row: dict[str, str], number: int) -> tuple[Community, date | None]:
    """The community of a line, not saved, and the month from which it is a certified 熟人社区."""
    try:
        if not all(str(value).isprintable() for value in row.values()):
            raise ValueError("里面有看不见的控制字符，请删去。")
        lat, lon = check_position(float(row["lat"]), float(row["lon"]))
        community = Community(
            code=row["code"].strip(),
            name=row["name"].strip(),
            kind=row["kind"].strip(),
            rural_pilot=row["rural_pilot"].strip() == "1",
            lat=lat,
            lon=lon,
        )
        return community, _month(row["certified"].strip())
    except (ValueError, TypeError, AttributeError) as exc:
        raise ValueError(f"第 {number} 行读不懂：{exc}") from exc


def certified_months(path: Path = DEFAULT_FILE) -> dict[str, date]:
    """Codes of the communities that the file says were certified → the month, as its first day."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = [(row["code"].strip(), _month(row["certified"].strip())) for row in csv.DictReader(handle)]
    return {code: month for code, month in rows if month}


def _month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None
