from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from guicheng.web.migrating import Together

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
    replaces = [
        ("dashboard", "0001_published_figures"),
        ("dashboard", "0002_briefs_and_their_templates"),
        ("dashboard", "0003_released_indicators"),
        ("dashboard", "0004_attention_rules"),
        ("dashboard", "0005_delivered_attention_rules"),
        ("dashboard", "0006_wall_links"),
        ("dashboard", "0007_tasks"),
        ("dashboard", "0008_frozen_months"),
        ("dashboard", "0009_promise_starts"),
        ("dashboard", "0010_data_quality"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("communities", "0001_squashed_0012"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="HistoricalAttentionRule",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("late", "超期（没有达到要求）"),
                                    ("empty", "空白"),
                                    ("falling", "下滑"),
                                    ("improbable", "不合常理"),
                                ],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        ("key", models.SlugField(max_length=60, verbose_name="指标")),
                        (
                            "threshold",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="超期：越多越好的指标低于它、越少越好的指标达到它，就提醒。下滑：变差了百分之几（百分比类的指标是几个百分点）。不合常理：是以前的几倍（百分比类的指标是变动几个百分点）。空白不填。",
                                max_digits=12,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(
                                        Decimal("0.01"), "界限要大于 0。"
                                    )
                                ],
                                verbose_name="界限",
                            ),
                        ),
                        (
                            "span",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="活动、台账、诉求这类不断新增的指标，看最近这么多天新增的数，与再往前同样多的天数比；其他指标与这么多天以前比。超期和空白可以填 0，只看当天。",
                                validators=[django.core.validators.MaxValueValidator(731, "最多看 731 天。")],
                                verbose_name="看多少天",
                            ),
                        ),
                        (
                            "base",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="以前和现在都少于这个数的不提醒：数太小，变化多半是碰巧。百分比类的指标看总数有多少条记录。",
                                verbose_name="至少多少才比",
                            ),
                        ),
                        (
                            "sentence",
                            models.CharField(
                                help_text="请谁做什么，例如：请社区核对活动是否漏登。",
                                max_length=120,
                                verbose_name="提示语",
                            ),
                        ),
                        (
                            "order",
                            models.PositiveSmallIntegerField(
                                default=10, help_text="小的排在前面。", verbose_name="顺序"
                            ),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="启用")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 关注规则",
                        "verbose_name_plural": "historical 关注规则",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AttentionRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("late", "超期（没有达到要求）"),
                                    ("empty", "空白"),
                                    ("falling", "下滑"),
                                    ("improbable", "不合常理"),
                                ],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        ("key", models.SlugField(max_length=60, verbose_name="指标")),
                        (
                            "threshold",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="超期：越多越好的指标低于它、越少越好的指标达到它，就提醒。下滑：变差了百分之几（百分比类的指标是几个百分点）。不合常理：是以前的几倍（百分比类的指标是变动几个百分点）。空白不填。",
                                max_digits=12,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(
                                        Decimal("0.01"), "界限要大于 0。"
                                    )
                                ],
                                verbose_name="界限",
                            ),
                        ),
                        (
                            "span",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="活动、台账、诉求这类不断新增的指标，看最近这么多天新增的数，与再往前同样多的天数比；其他指标与这么多天以前比。超期和空白可以填 0，只看当天。",
                                validators=[django.core.validators.MaxValueValidator(731, "最多看 731 天。")],
                                verbose_name="看多少天",
                            ),
                        ),
                        (
                            "base",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="以前和现在都少于这个数的不提醒：数太小，变化多半是碰巧。百分比类的指标看总数有多少条记录。",
                                verbose_name="至少多少才比",
                            ),
                        ),
                        (
                            "sentence",
                            models.CharField(
                                help_text="请谁做什么，例如：请社区核对活动是否漏登。",
                                max_length=120,
                                verbose_name="提示语",
                            ),
                        ),
                        (
                            "order",
                            models.PositiveSmallIntegerField(
                                default=10, help_text="小的排在前面。", verbose_name="顺序"
                            ),
                        ),
                        ("active", models.BooleanField(default=True, verbose_name="启用")),
                    ],
                    options={
                        "verbose_name": "关注规则",
                        "verbose_name_plural": "关注规则",
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "empty"), ("threshold__isnull", True)),
                                    models.Q(
                                        models.Q(("kind", "empty"), _negated=True),
                                        ("threshold__gt", 0),
                                        ("threshold__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="attention_rule_has_its_threshold",
                                violation_error_message="“空白”不填界限，其他种类要填大于 0 的界限。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["falling", "improbable"]), _negated=True),
                                    ("span__gt", 0),
                                    _connector="OR",
                                ),
                                name="attention_rule_looks_back",
                                violation_error_message="“下滑”和“不合常理”要与以前比，请填看多少天。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPublishedFigure",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.SlugField(
                                help_text="与看板上的一致，例如 building_heads。",
                                max_length=60,
                                verbose_name="指标代号",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("published", "已公布"), ("target", "目标")],
                                default="published",
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "qualifier",
                            models.CharField(
                                choices=[("exact", "等于"), ("over", "超过"), ("at_least", "不少于")],
                                default="exact",
                                max_length=10,
                                verbose_name="关系",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="数值")),
                        (
                            "as_of",
                            models.DateField(
                                help_text="目标填应当达到的日期。", verbose_name="截至（完成期限）"
                            ),
                        ),
                        (
                            "start_on",
                            models.DateField(
                                blank=True,
                                help_text="目标才填：从这天到期限，按天数算出现在应到多少。不填就从期限那年 1 月 1 日算起。",
                                null=True,
                                verbose_name="从哪天算起",
                            ),
                        ),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        ("quote", models.CharField(blank=True, max_length=200, verbose_name="原话")),
                        ("source", models.CharField(max_length=200, verbose_name="来源")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 公布数和目标",
                        "verbose_name_plural": "historical 公布数和目标",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PublishedFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.SlugField(
                                help_text="与看板上的一致，例如 building_heads。",
                                max_length=60,
                                verbose_name="指标代号",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("published", "已公布"), ("target", "目标")],
                                default="published",
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "qualifier",
                            models.CharField(
                                choices=[("exact", "等于"), ("over", "超过"), ("at_least", "不少于")],
                                default="exact",
                                max_length=10,
                                verbose_name="关系",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="数值")),
                        (
                            "as_of",
                            models.DateField(
                                help_text="目标填应当达到的日期。", verbose_name="截至（完成期限）"
                            ),
                        ),
                        (
                            "start_on",
                            models.DateField(
                                blank=True,
                                help_text="目标才填：从这天到期限，按天数算出现在应到多少。不填就从期限那年 1 月 1 日算起。",
                                null=True,
                                verbose_name="从哪天算起",
                            ),
                        ),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        ("quote", models.CharField(blank=True, max_length=200, verbose_name="原话")),
                        ("source", models.CharField(max_length=200, verbose_name="来源")),
                    ],
                    options={
                        "verbose_name": "公布数和目标",
                        "verbose_name_plural": "公布数和目标",
                        "ordering": ["key", "kind", "-as_of"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("key", "kind", "as_of"),
                                name="figure_published_once_a_day",
                                violation_error_message="这个指标在这一天已经有一个公布数（目标）。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalBriefTemplate",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=40, verbose_name="名称")),
                        (
                            "text",
                            models.TextField(
                                help_text="每行一段。“一、”开头的行是一级标题，“（一）”开头的行是二级标题。数用 {{ building_heads }} 这样的指标代号写，代号后可以加 .change（比上一期）、.total（累计）、.published（公布数）、.target（目标）、.said（按公布时的说法）；另有 {{ where }}（街道或社区）、{{ period }}（期间）、{{ day }}（截止日期）。",
                                max_length=20000,
                                verbose_name="正文",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 简报模板",
                        "verbose_name_plural": "historical 简报模板",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="BriefTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                        (
                            "text",
                            models.TextField(
                                help_text="每行一段。“一、”开头的行是一级标题，“（一）”开头的行是二级标题。数用 {{ building_heads }} 这样的指标代号写，代号后可以加 .change（比上一期）、.total（累计）、.published（公布数）、.target（目标）、.said（按公布时的说法）；另有 {{ where }}（街道或社区）、{{ period }}（期间）、{{ day }}（截止日期）。",
                                max_length=20000,
                                verbose_name="正文",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "简报模板",
                        "verbose_name_plural": "简报模板",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Brief",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="briefs",
                                to="dashboard.brieftemplate",
                                verbose_name="模板",
                            ),
                        ),
                        ("name", models.CharField(editable=False, max_length=40, verbose_name="简报")),
                        (
                            "community",
                            models.ForeignKey(
                                editable=False,
                                help_text="没有社区的是全街道的。",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "period",
                            models.CharField(
                                choices=[
                                    ("month", "月"),
                                    ("quarter", "季度"),
                                    ("year", "年"),
                                    ("span", "自选"),
                                ],
                                editable=False,
                                max_length=8,
                                verbose_name="期间种类",
                            ),
                        ),
                        ("first", models.DateField(editable=False, verbose_name="第一天")),
                        ("last", models.DateField(editable=False, verbose_name="最后一天")),
                        (
                            "whole",
                            models.BooleanField(default=True, editable=False, verbose_name="期间已经结束"),
                        ),
                        ("text", models.JSONField(editable=False, verbose_name="各段文字")),
                        ("figures", models.JSONField(editable=False, verbose_name="各项指标")),
                        ("counted_at", models.DateTimeField(editable=False, verbose_name="统计时间")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="制作时间"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="制作人",
                            ),
                        ),
                        (
                            "scheduled",
                            models.BooleanField(default=False, editable=False, verbose_name="定时生成"),
                        ),
                    ],
                    options={
                        "verbose_name": "简报",
                        "verbose_name_plural": "简报",
                        "ordering": ["-last", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["community", "name", "period", "last"], name="brief_of_a_kind"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))),
                                name="brief_ends_after_its_start",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("community__isnull", True), ("scheduled", True)),
                                fields=("name", "first", "last"),
                                name="brief_of_the_street_scheduled_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("scheduled", True)),
                                fields=("name", "community", "first", "last"),
                                name="brief_of_a_community_scheduled_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFrozenMonth",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(help_text="这个月的第一天。", verbose_name="月份")),
                        (
                            "frozen_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="冻结时间"),
                        ),
                        ("unfrozen_at", models.DateTimeField(blank=True, null=True, verbose_name="解冻时间")),
                        (
                            "unfreeze_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="解冻原因"),
                        ),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="冻结人",
                            ),
                        ),
                        (
                            "unfrozen_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="解冻人",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 冻结的月份",
                        "verbose_name_plural": "historical 冻结的月份",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FrozenMonth",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(help_text="这个月的第一天。", verbose_name="月份")),
                        (
                            "frozen_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="冻结时间"),
                        ),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="冻结人",
                            ),
                        ),
                        ("unfrozen_at", models.DateTimeField(blank=True, null=True, verbose_name="解冻时间")),
                        (
                            "unfrozen_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="解冻人",
                            ),
                        ),
                        (
                            "unfreeze_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="解冻原因"),
                        ),
                    ],
                    options={
                        "verbose_name": "冻结的月份",
                        "verbose_name_plural": "冻结的月份",
                        "ordering": ["-month", "-frozen_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("unfrozen_at__isnull", True)),
                                fields=("month",),
                                name="month_frozen_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unfrozen_at__isnull", True),
                                    models.Q(("unfreeze_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="month_unfrozen_with_a_reason",
                                violation_error_message="解冻请写清原因。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "frozen",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="dashboard.frozenmonth",
                                verbose_name="冻结的月份",
                            ),
                        ),
                        ("key", models.SlugField(max_length=60, verbose_name="指标代号")),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="数值"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "冻结的数",
                        "verbose_name_plural": "冻结的数",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("community__isnull", True)),
                                fields=("frozen", "key"),
                                name="figure_of_the_street_frozen_once",
                            ),
                            models.UniqueConstraint(
                                fields=("frozen", "community", "key"),
                                name="figure_of_a_community_frozen_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFigureExplanation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=500, verbose_name="说明")),
                        (
                            "at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="说明时间"),
                        ),
                        (
                            "figure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dashboard.frozenfigure",
                                verbose_name="冻结的数",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="说明人",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 差异说明",
                        "verbose_name_plural": "historical 差异说明",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FigureExplanation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "figure",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="explanation",
                                to="dashboard.frozenfigure",
                                verbose_name="冻结的数",
                            ),
                        ),
                        ("text", models.CharField(max_length=500, verbose_name="说明")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="说明人",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="说明时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "差异说明",
                        "verbose_name_plural": "差异说明",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalQualityLimits",
                    fields=[
                        ("id", models.PositiveSmallIntegerField(db_index=True, default=1, editable=False)),
                        (
                            "attendance",
                            models.PositiveIntegerField(
                                default=1000,
                                help_text="一场活动，或者一个站点同一天的几场活动合计，超过这么多人次就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(10, "请填 10 到 500,000。"),
                                    django.core.validators.MaxValueValidator(500000, "请填 10 到 500,000。"),
                                ],
                                verbose_name="一天的参与人次",
                            ),
                        ),
                        (
                            "places_per_head",
                            models.PositiveIntegerField(
                                default=10,
                                help_text="一个人同时负责的楼、巷、街超过这么多处就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(1, "请填 1 到 1,000。"),
                                    django.core.validators.MaxValueValidator(1000, "请填 1 到 1,000。"),
                                ],
                                verbose_name="一个人负责几处",
                            ),
                        ),
                        (
                            "entries_per_day",
                            models.PositiveIntegerField(
                                default=30,
                                help_text="一位楼长（巷长、街长）一天记下的台账超过这么多条就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(1, "请填 1 到 1,000。"),
                                    django.core.validators.MaxValueValidator(1000, "请填 1 到 1,000。"),
                                ],
                                verbose_name="一天的台账",
                            ),
                        ),
                        (
                            "members",
                            models.PositiveIntegerField(
                                default=1000,
                                help_text="一个组织的成员超过这么多人就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(10, "请填 10 到 50,000。"),
                                    django.core.validators.MaxValueValidator(50000, "请填 10 到 50,000。"),
                                ],
                                verbose_name="组织的成员人数",
                            ),
                        ),
                        (
                            "households",
                            models.PositiveIntegerField(
                                default=8000,
                                help_text="一个小区（村、园区）超过这么多户就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(10, "请填 10 到 50,000。"),
                                    django.core.validators.MaxValueValidator(50000, "请填 10 到 50,000。"),
                                ],
                                verbose_name="小区的户数",
                            ),
                        ),
                        (
                            "stale_days",
                            models.PositiveIntegerField(
                                default=90,
                                help_text="跟进中的台账、过了期限的诉求，这么多天还没有下文就算过时。",
                                validators=[
                                    django.core.validators.MinValueValidator(1, "请填 1 到 3,650。"),
                                    django.core.validators.MaxValueValidator(3650, "请填 1 到 3,650。"),
                                ],
                                verbose_name="多少天没有下文",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 数据质量的界限",
                        "verbose_name_plural": "historical 数据质量的界限",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="QualityLimits",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "attendance",
                            models.PositiveIntegerField(
                                default=1000,
                                help_text="一场活动，或者一个站点同一天的几场活动合计，超过这么多人次就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(10, "请填 10 到 500,000。"),
                                    django.core.validators.MaxValueValidator(500000, "请填 10 到 500,000。"),
                                ],
                                verbose_name="一天的参与人次",
                            ),
                        ),
                        (
                            "places_per_head",
                            models.PositiveIntegerField(
                                default=10,
                                help_text="一个人同时负责的楼、巷、街超过这么多处就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(1, "请填 1 到 1,000。"),
                                    django.core.validators.MaxValueValidator(1000, "请填 1 到 1,000。"),
                                ],
                                verbose_name="一个人负责几处",
                            ),
                        ),
                        (
                            "entries_per_day",
                            models.PositiveIntegerField(
                                default=30,
                                help_text="一位楼长（巷长、街长）一天记下的台账超过这么多条就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(1, "请填 1 到 1,000。"),
                                    django.core.validators.MaxValueValidator(1000, "请填 1 到 1,000。"),
                                ],
                                verbose_name="一天的台账",
                            ),
                        ),
                        (
                            "members",
                            models.PositiveIntegerField(
                                default=1000,
                                help_text="一个组织的成员超过这么多人就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(10, "请填 10 到 50,000。"),
                                    django.core.validators.MaxValueValidator(50000, "请填 10 到 50,000。"),
                                ],
                                verbose_name="组织的成员人数",
                            ),
                        ),
                        (
                            "households",
                            models.PositiveIntegerField(
                                default=8000,
                                help_text="一个小区（村、园区）超过这么多户就请核对。",
                                validators=[
                                    django.core.validators.MinValueValidator(10, "请填 10 到 50,000。"),
                                    django.core.validators.MaxValueValidator(50000, "请填 10 到 50,000。"),
                                ],
                                verbose_name="小区的户数",
                            ),
                        ),
                        (
                            "stale_days",
                            models.PositiveIntegerField(
                                default=90,
                                help_text="跟进中的台账、过了期限的诉求，这么多天还没有下文就算过时。",
                                validators=[
                                    django.core.validators.MinValueValidator(1, "请填 1 到 3,650。"),
                                    django.core.validators.MaxValueValidator(3650, "请填 1 到 3,650。"),
                                ],
                                verbose_name="多少天没有下文",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "数据质量的界限",
                        "verbose_name_plural": "数据质量的界限",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="quality_limits_are_one_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAcceptedRecord",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("check_key", models.SlugField(max_length=40, verbose_name="检查项目")),
                        ("row", models.PositiveBigIntegerField(verbose_name="记录编号")),
                        (
                            "version",
                            models.PositiveBigIntegerField(
                                editable=False, null=True, verbose_name="核实时的版本"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="原因")),
                        (
                            "at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="核实时间"),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核实人",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 核实无误的记录",
                        "verbose_name_plural": "historical 核实无误的记录",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AcceptedRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("check_key", models.SlugField(max_length=40, verbose_name="检查项目")),
                        ("row", models.PositiveBigIntegerField(verbose_name="记录编号")),
                        (
                            "version",
                            models.PositiveBigIntegerField(
                                editable=False, null=True, verbose_name="核实时的版本"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="原因")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核实人",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="核实时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "核实无误的记录",
                        "verbose_name_plural": "核实无误的记录",
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("check_key", "row"), name="record_accepted_once_a_check"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalIndicatorRelease",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(max_length=60, verbose_name="指标代号")),
                        ("released", models.BooleanField(default=True, verbose_name="向居民公开")),
                        (
                            "reason",
                            models.CharField(
                                help_text="为什么公开或者收回，例如：街道党工委会议同意。",
                                max_length=200,
                                verbose_name="原因",
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="改动时间"),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="改动人",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 内部指标的公开",
                        "verbose_name_plural": "historical 内部指标的公开",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="IndicatorRelease",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(max_length=60, unique=True, verbose_name="指标代号")),
                        ("released", models.BooleanField(default=True, verbose_name="向居民公开")),
                        (
                            "reason",
                            models.CharField(
                                help_text="为什么公开或者收回，例如：街道党工委会议同意。",
                                max_length=200,
                                verbose_name="原因",
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="改动时间"),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="改动人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "内部指标的公开",
                        "verbose_name_plural": "内部指标的公开",
                        "ordering": ["key"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTask",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="标题")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("figures", "报数"), ("check", "核对"), ("confirmation", "确认")],
                                default="figures",
                                help_text="报数：填几个数。核对：看过以后答属实，还是有出入。确认：答已经知道、已经办好。",
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(blank=True, max_length=1000, verbose_name="要什么，怎么填"),
                        ),
                        (
                            "key",
                            models.SlugField(
                                blank=True,
                                help_text="选了以后，社区填报时能看到系统里本社区的数和它的记录。",
                                max_length=60,
                                verbose_name="对照的指标",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="完成期限")),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                help_text="从这天起不再收。逾期的在停止之前仍然可以填报。",
                                null=True,
                                verbose_name="停止填报日期",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="布置时间"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="布置人",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 任务",
                        "verbose_name_plural": "historical 任务",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="标题")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("figures", "报数"), ("check", "核对"), ("confirmation", "确认")],
                                default="figures",
                                help_text="报数：填几个数。核对：看过以后答属实，还是有出入。确认：答已经知道、已经办好。",
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(blank=True, max_length=1000, verbose_name="要什么，怎么填"),
                        ),
                        (
                            "key",
                            models.SlugField(
                                blank=True,
                                help_text="选了以后，社区填报时能看到系统里本社区的数和它的记录。",
                                max_length=60,
                                verbose_name="对照的指标",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="完成期限")),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                help_text="从这天起不再收。逾期的在停止之前仍然可以填报。",
                                null=True,
                                verbose_name="停止填报日期",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="布置人",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="布置时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任务",
                        "verbose_name_plural": "任务",
                        "ordering": ["-due_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTaskField",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(max_length=40, verbose_name="填什么")),
                        ("unit", models.CharField(max_length=10, verbose_name="单位")),
                        (
                            "may_be_empty",
                            models.BooleanField(
                                default=False,
                                help_text="不掌握的可以空着；空着不是 0，没有的要填 0。",
                                verbose_name="可以空着",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dashboard.task",
                                verbose_name="任务",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 要填的数",
                        "verbose_name_plural": "historical 要填的数",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TaskField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fields",
                                to="dashboard.task",
                                verbose_name="任务",
                            ),
                        ),
                        ("label", models.CharField(max_length=40, verbose_name="填什么")),
                        ("unit", models.CharField(max_length=10, verbose_name="单位")),
                        (
                            "may_be_empty",
                            models.BooleanField(
                                default=False,
                                help_text="不掌握的可以空着；空着不是 0，没有的要填 0。",
                                verbose_name="可以空着",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                    ],
                    options={
                        "verbose_name": "要填的数",
                        "verbose_name_plural": "要填的数",
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTaskAnswer",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "未填报"),
                                    ("answered", "已填报"),
                                    ("returned", "退回补正"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[("right", "属实"), ("differs", "有出入")],
                                max_length=8,
                                verbose_name="核对结果",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                        (
                            "first_answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="首次填报时间"),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="填报时间")),
                        ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="退回时间")),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="退回原因"),
                        ),
                        ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="提醒时间")),
                        (
                            "version",
                            models.PositiveIntegerField(default=0, editable=False, verbose_name="版本"),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dashboard.task",
                                verbose_name="任务",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填报人",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 任务填报",
                        "verbose_name_plural": "historical 任务填报",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TaskAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="dashboard.task",
                                verbose_name="任务",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="task_answers",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "未填报"),
                                    ("answered", "已填报"),
                                    ("returned", "退回补正"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[("right", "属实"), ("differs", "有出入")],
                                max_length=8,
                                verbose_name="核对结果",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                        (
                            "first_answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="首次填报时间"),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="填报时间")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填报人",
                            ),
                        ),
                        ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="退回时间")),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="退回原因"),
                        ),
                        ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="提醒时间")),
                        (
                            "version",
                            models.PositiveIntegerField(default=0, editable=False, verbose_name="版本"),
                        ),
                    ],
                    options={
                        "verbose_name": "任务填报",
                        "verbose_name_plural": "任务填报",
                        "ordering": ["task", "community__code"],
                        "indexes": [
                            models.Index(fields=["community", "state"], name="task_answers_that_wait")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("task", "community"), name="task_asked_once_a_community"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at__isnull", True), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="task_answered_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="task_returned_with_a_reason",
                                violation_error_message="退回请写清原因。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTaskValue",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000000")),
                                ],
                                verbose_name="数",
                            ),
                        ),
                        (
                            "answer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dashboard.taskanswer",
                                verbose_name="填报",
                            ),
                        ),
                        (
                            "field",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dashboard.taskfield",
                                verbose_name="要填的数",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 填报的数",
                        "verbose_name_plural": "historical 填报的数",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TaskValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="values",
                                to="dashboard.taskanswer",
                                verbose_name="填报",
                            ),
                        ),
                        (
                            "field",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="values",
                                to="dashboard.taskfield",
                                verbose_name="要填的数",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000000")),
                                ],
                                verbose_name="数",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "填报的数",
                        "verbose_name_plural": "填报的数",
                        "ordering": ["field__order", "field"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("answer", "field"), name="task_value_once_an_answer"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", True),
                                    models.Q(("value__gte", 0), ("value__lte", Decimal("1000000000"))),
                                    _connector="OR",
                                ),
                                name="task_value_within_bounds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWallLink",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                help_text="例如：街道办一楼大厅。", max_length=60, verbose_name="放在哪里"
                            ),
                        ),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="这一天还能用，第二天起不能用；不填就一直有效，直到停用。",
                                null=True,
                                verbose_name="有效到",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="发出时间"
                            ),
                        ),
                        (
                            "revoked_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="停用时间"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发出人",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 大屏链接",
                        "verbose_name_plural": "historical 大屏链接",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WallLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                help_text="例如：街道办一楼大厅。", max_length=60, verbose_name="放在哪里"
                            ),
                        ),
                        (
                            "key_print",
                            models.CharField(
                                editable=False, max_length=64, unique=True, verbose_name="链接指纹"
                            ),
                        ),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="这一天还能用，第二天起不能用；不填就一直有效，直到停用。",
                                null=True,
                                verbose_name="有效到",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="发出时间"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发出人",
                            ),
                        ),
                        ("used_at", models.DateTimeField(editable=False, null=True, verbose_name="最近使用")),
                        (
                            "revoked_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="停用时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "大屏链接",
                        "verbose_name_plural": "大屏链接",
                        "ordering": ["-made_at", "-pk"],
                    },
                ),
            ]
        ),
        migrations.RunPython(deliver, migrations.RunPython.noop),
    ]
