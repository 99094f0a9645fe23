"""What was a date in the community's row becomes a record of its own, which alone says so from now on."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def records_from_dates(apps: Any, editor: Any) -> None:  # noqa: ANN401
    communities = apps.get_model("communities", "Community").objects.filter(certified_on__isnull=False)
    statuses = apps.get_model("communities", "FamiliarStatus").objects
    statuses.bulk_create(
        statuses.model(community=row, status="certified", on=row.certified_on, precision="month", by="南海区")
        for row in communities
    )


def dates_from_records(apps: Any, editor: Any) -> None:  # noqa: ANN401
    communities = apps.get_model("communities", "Community").objects
    for row in apps.get_model("communities", "FamiliarStatus").objects.filter(status="certified"):
        communities.filter(pk=row.community_id).update(certified_on=row.on)


class Migration(migrations.Migration):
    dependencies = [("communities", "0007_familiar_three_sync_honours_lessons")]

    operations = [migrations.RunPython(records_from_dates, dates_from_records)]
