from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("communities", "0008_certified_as_status")]

    operations = [
        migrations.RemoveField(model_name="community", name="certified_on"),
        migrations.RemoveField(model_name="historicalcommunity", name="certified_on"),
    ]
