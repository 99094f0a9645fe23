from decimal import Decimal

from django.db import migrations

#: Kind, indicator, limit, days, base, sentence: what the system is delivered with, the street's to change.
RULES = [
    ("late", "resolutions_late", Decimal("1"), 0, 0, "请社区写明卡在哪里，改期或者说明没有做到的原因。"),
    ("late", "requests_late", Decimal("3"), 0, 0, "请社区尽快答复；办不了的转办，并告诉居民。"),
    ("late", "requests_closed", Decimal("80"), 0, 10, "请社区清理没有办结的诉求。"),
    ("empty", "stations_open", None, 0, 0, "请核对站点登记；确实没有的，列入规划。"),
    ("empty", "activities_held", None, 30, 0, "请社区核对活动是否漏登，站点是否正常开放。"),
    ("empty", "ledger_entries", None, 30, 0, "请提醒楼长、巷长、街长记台账，或者代为补录。"),
    ("empty", "deliberations_held", None, 365, 0, "请社区安排一次议事，开过的补登记。"),
    ("falling", "places_with_head", Decimal("5"), 90, 10, "请社区尽快补选楼长、巷长、街长，并登记接任。"),
    ("falling", "residents_served", Decimal("50"), 90, 200, "请社区核对参与人次是否登记，活动是否减少。"),
    ("falling", "ledger_entries", Decimal("50"), 30, 40, "请社区了解走访是否减少，还是没有记下来。"),
    ("improbable", "residents_served", Decimal("5"), 30, 500, "请社区核对参与人次，是否多写了一位数。"),
    ("improbable", "ledger_entries", Decimal("5"), 30, 50, "请社区核对台账，是否重复导入。"),
]


def deliver(apps, schema_editor):
    rule = apps.get_model("dashboard", "AttentionRule")
    rule.objects.bulk_create(
        rule(kind=kind, key=key, threshold=limit, span=days, base=base, sentence=sentence, order=10 * number)
        for number, (kind, key, limit, days, base, sentence) in enumerate(RULES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("dashboard", "0004_attention_rules")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop)]
