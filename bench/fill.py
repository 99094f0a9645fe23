"""Fill the database with a given number of stations: ``python -m bench.fill SIZE``.

Up to 17,800 by ``load_demo --only stations``. Beyond, those 17,800 are copied inside the database, each copy
at a random place of the street: what "nearest" meets is the same, and it takes minutes instead of an hour.
"""

from __future__ import annotations

import sys

import django

#: Stations of the demonstration at scale 1, and as many as ``load_demo`` makes in a minute.
STATIONS, BASE = 178, 17_800


def fill(size: int) -> int:
    """How many stations there are now; ``size`` rounded up to whole copies."""
    from django.core.management import call_command

    from guicheng.demo.copies import copy_rows
    from stations.models import Offering, Station

    call_command("migrate", verbosity=0)
    there = Station.objects.count()
    if there >= size:
        return there
    base = min(size, BASE)
    if there < base:
        call_command("load_demo", scale=-(-base // STATIONS), only="stations", verbosity=0)
    copies = -(-size // BASE) - 1
    if copies > 0:
        copy_rows(Offering, Offering.objects.count(), _copy_stations(copies), BASE)
        _analyse()
    return Station.objects.count()


def _copy_stations(copies: int) -> int:
    from django.db import connection

    from bench.nearest_floor import STREET
    from stations.models import Station

    south, north, west, east = STREET
    chance = "random()" if connection.vendor == "postgresql" else "(abs(random() % 1000000000) / 1e9)"
    special = {
        "id": "id + %s",
        "name": "name || '·' || %s",
        "lat": f"{south} + {north - south} * {chance}",
        "lon": f"{west} + {east - west} * {chance}",
    }
    columns = [field.column for field in Station._meta.concrete_fields]
    values = [special.get(column, column) for column in columns]
    # A planned station without a place stays without.
    statement = (
        f"INSERT INTO stations_station ({', '.join(columns)}) SELECT {', '.join(values)} "
        f"FROM stations_station WHERE id <= {BASE} AND lat IS NOT NULL"
    )
    numbers = {"id": lambda copy: copy * BASE, "name": lambda copy: str(copy)}
    with connection.cursor() as cursor:
        for copy in range(1, copies + 1):
            given = [numbers[column](copy) for column in columns if column in numbers]
            cursor.execute(statement, given)
    return copies


def _analyse() -> None:
    from django.core.management.color import no_style
    from django.db import connection

    from stations.models import Offering, Station

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Station, Offering]):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    django.setup()
    print(fill(int(sys.argv[1])))
