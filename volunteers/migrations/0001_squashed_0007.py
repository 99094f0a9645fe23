from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import guicheng.privacy.fields
import volunteers.models.texts
from guicheng.web.migrating import Together


class Migration(migrations.Migration):
    replaces = [
        ("volunteers", "0001_initial"),
        ("volunteers", "0002_ledger"),
        ("volunteers", "0003_offers_messages_hours"),
        ("volunteers", "0004_ledger_photos"),
        ("volunteers", "0005_evaluation"),
        ("volunteers", "0006_mediators_experts_worthies"),
        ("volunteers", "0007_contacts_counted_from_their_index"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("communities", "0001_squashed_0012"),
        ("stations", "0001_squashed_0007"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="HistoricalVolunteer",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "phone",
                            guicheng.privacy.fields.SealedField(
                                blank=True,
                                default="",
                                help_text="手机 11 位；没有手机的写座机。加密保存。",
                                verbose_name="电话",
                            ),
                        ),
                        (
                            "phone_print",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=64,
                                verbose_name="电话指纹",
                            ),
                        ),
                        (
                            "phone_tail",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=4,
                                verbose_name="电话后四位",
                            ),
                        ),
                        (
                            "gender",
                            models.CharField(
                                blank=True,
                                choices=[("female", "女"), ("male", "男")],
                                max_length=6,
                                verbose_name="性别",
                            ),
                        ),
                        (
                            "birth_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1900),
                                    django.core.validators.MaxValueValidator(2099),
                                ],
                                verbose_name="出生年份",
                            ),
                        ),
                        (
                            "political_status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("member", "中共党员"),
                                    ("probationary", "中共预备党员"),
                                    ("league", "共青团员"),
                                    ("democratic", "民主党派"),
                                    ("masses", "群众"),
                                ],
                                max_length=12,
                                verbose_name="政治面貌",
                            ),
                        ),
                        ("party_since", models.DateField(blank=True, null=True, verbose_name="入党日期")),
                        ("skills", models.CharField(blank=True, max_length=200, verbose_name="特长")),
                        (
                            "told_on",
                            models.DateField(
                                blank=True,
                                help_text="向本人说明登记了什么、用来做什么、保存多久，并取得同意的日期。",
                                null=True,
                                verbose_name="告知并同意日期",
                            ),
                        ),
                        (
                            "told_wording",
                            models.TextField(blank=True, max_length=2000, verbose_name="告知的内容"),
                        ),
                        (
                            "undertaking_on",
                            models.DateField(blank=True, null=True, verbose_name="签署保密承诺日期"),
                        ),
                        (
                            "number_shared_on",
                            models.DateField(
                                blank=True,
                                help_text="本人签字同意在“找楼长”里显示自己的号码的日期。清空就是收回，马上不再显示。",
                                null=True,
                                verbose_name="书面同意公开号码日期",
                            ),
                        ),
                        (
                            "number_shared_wording",
                            models.TextField(blank=True, max_length=1000, verbose_name="同意公开的内容"),
                        ),
                        (
                            "number_shared_print",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="同意公开的号码指纹"
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去个人信息日期"
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="由这个社区核对和修改资料。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="登记社区",
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
                        "verbose_name": "historical 人员",
                        "verbose_name_plural": "historical 人员",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Volunteer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                help_text="由这个社区核对和修改资料。",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="volunteers",
                                to="communities.community",
                                verbose_name="登记社区",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "phone",
                            guicheng.privacy.fields.SealedField(
                                blank=True,
                                default="",
                                help_text="手机 11 位；没有手机的写座机。加密保存。",
                                verbose_name="电话",
                            ),
                        ),
                        (
                            "phone_print",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=64,
                                verbose_name="电话指纹",
                            ),
                        ),
                        (
                            "phone_tail",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=4,
                                verbose_name="电话后四位",
                            ),
                        ),
                        (
                            "gender",
                            models.CharField(
                                blank=True,
                                choices=[("female", "女"), ("male", "男")],
                                max_length=6,
                                verbose_name="性别",
                            ),
                        ),
                        (
                            "birth_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1900),
                                    django.core.validators.MaxValueValidator(2099),
                                ],
                                verbose_name="出生年份",
                            ),
                        ),
                        (
                            "political_status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("member", "中共党员"),
                                    ("probationary", "中共预备党员"),
                                    ("league", "共青团员"),
                                    ("democratic", "民主党派"),
                                    ("masses", "群众"),
                                ],
                                max_length=12,
                                verbose_name="政治面貌",
                            ),
                        ),
                        ("party_since", models.DateField(blank=True, null=True, verbose_name="入党日期")),
                        ("skills", models.CharField(blank=True, max_length=200, verbose_name="特长")),
                        (
                            "told_on",
                            models.DateField(
                                blank=True,
                                help_text="向本人说明登记了什么、用来做什么、保存多久，并取得同意的日期。",
                                null=True,
                                verbose_name="告知并同意日期",
                            ),
                        ),
                        (
                            "told_wording",
                            models.TextField(blank=True, max_length=2000, verbose_name="告知的内容"),
                        ),
                        (
                            "undertaking_on",
                            models.DateField(blank=True, null=True, verbose_name="签署保密承诺日期"),
                        ),
                        (
                            "number_shared_on",
                            models.DateField(
                                blank=True,
                                help_text="本人签字同意在“找楼长”里显示自己的号码的日期。清空就是收回，马上不再显示。",
                                null=True,
                                verbose_name="书面同意公开号码日期",
                            ),
                        ),
                        (
                            "number_shared_wording",
                            models.TextField(blank=True, max_length=1000, verbose_name="同意公开的内容"),
                        ),
                        (
                            "number_shared_print",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="同意公开的号码指纹"
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去个人信息日期"
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "人员",
                        "verbose_name_plural": "人员",
                        "ordering": ["community__code", "name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("phone_print", ""), _negated=True),
                                fields=("phone_print",),
                                name="one_person_a_mobile",
                                violation_error_message="这个号码现在不能登记。已转给街道管理员核对，请先登记其他内容。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("birth_year__isnull", True),
                                    ("birth_year__range", (1900, 2099)),
                                    _connector="OR",
                                ),
                                name="volunteer_birth_year_sane",
                                violation_error_message="出生年份请填 1900 年以后的四位数字。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number_shared_on__isnull", True),
                                    models.Q(("number_shared_print", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="shared_number_is_a_number",
                                violation_error_message="还没有登记电话，不能公开。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="volunteers.volunteer",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="communities.place",
                                verbose_name="楼巷街",
                            ),
                        ),
                        (
                            "deputy",
                            models.BooleanField(
                                default=False,
                                help_text="同一楼（巷、街）只有一位正职在任，其他人登记为副职。",
                                verbose_name="副职",
                            ),
                        ),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="任职日期")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="到期前 60 天会提醒；不填就不提醒。",
                                null=True,
                                verbose_name="任期到",
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, help_text="不填就是在任。", null=True, verbose_name="离任日期"
                            ),
                        ),
                        (
                            "chosen",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("elected", "居民推选"),
                                    ("named", "社区聘任"),
                                    ("offered", "自荐"),
                                    ("other", "其他"),
                                ],
                                max_length=10,
                                verbose_name="产生方式",
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="successors",
                                to="volunteers.appointment",
                                verbose_name="前任",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "任职",
                        "verbose_name_plural": "任职（楼长、巷长、街长）",
                        "ordering": [
                            "place__community__code",
                            "place__estate__name",
                            "place__name",
                            "deputy",
                            "-started_on",
                        ],
                        "indexes": [
                            models.Index(
                                fields=["ended_on", "ends_on"], name="volunteers__ended_o_2b8d9f_idx"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("deputy", False), ("ended_on__isnull", True)),
                                fields=("place",),
                                name="one_serving_head_a_place",
                                violation_error_message="这里已经有一位在任的正职。请先为前任填写离任日期，或登记为副职。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("volunteer", "place"),
                                name="one_serving_term_a_person_and_place",
                                violation_error_message="这个人在这里已经有一个没有结束的任职。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("started_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="term_ends_after_start",
                                violation_error_message="离任日期不能早于任职日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("started_on__isnull", True),
                                    ("ends_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="term_planned_after_start",
                                violation_error_message="任期到的日期不能早于任职日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAppointment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "deputy",
                            models.BooleanField(
                                default=False,
                                help_text="同一楼（巷、街）只有一位正职在任，其他人登记为副职。",
                                verbose_name="副职",
                            ),
                        ),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="任职日期")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="到期前 60 天会提醒；不填就不提醒。",
                                null=True,
                                verbose_name="任期到",
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, help_text="不填就是在任。", null=True, verbose_name="离任日期"
                            ),
                        ),
                        (
                            "chosen",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("elected", "居民推选"),
                                    ("named", "社区聘任"),
                                    ("offered", "自荐"),
                                    ("other", "其他"),
                                ],
                                max_length=10,
                                verbose_name="产生方式",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.volunteer",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.place",
                                verbose_name="楼巷街",
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.appointment",
                                verbose_name="前任",
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
                        "verbose_name": "historical 任职",
                        "verbose_name_plural": "historical 任职（楼长、巷长、街长）",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PhoneClash",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clashes",
                                to="volunteers.volunteer",
                                verbose_name="已登记的人员",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="communities.community",
                                verbose_name="想登记的社区",
                            ),
                        ),
                        ("wanted_name", models.CharField(max_length=40, verbose_name="想登记的姓名")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("settled", models.BooleanField(default=False, verbose_name="已处理")),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="怎样处理")),
                    ],
                    options={
                        "verbose_name": "跨社区的号码",
                        "verbose_name_plural": "跨社区的号码（待街道核对）",
                        "ordering": ["settled", "-at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("settled", False)),
                                fields=("volunteer", "community"),
                                name="one_open_clash_a_community",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEvaluationScheme",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=40, verbose_name="名称")),
                        (
                            "period",
                            models.CharField(
                                choices=[("quarter", "季度"), ("year", "年度")],
                                default="quarter",
                                max_length=10,
                                verbose_name="周期",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "草稿"), ("in_use", "使用中"), ("retired", "停用")],
                                default="draft",
                                help_text="改成“使用中”才能开展评价：至少一项标准，权重合计 100。",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("buildings", models.BooleanField(default=True, verbose_name="评价楼长")),
                        ("lanes", models.BooleanField(default=True, verbose_name="评价巷长")),
                        ("streets", models.BooleanField(default=True, verbose_name="评价街长")),
                        (
                            "excellent_from",
                            models.PositiveSmallIntegerField(
                                default=85,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="优秀，从多少分起",
                            ),
                        ),
                        (
                            "good_from",
                            models.PositiveSmallIntegerField(
                                default=70,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="良好，从多少分起",
                            ),
                        ),
                        (
                            "passed_from",
                            models.PositiveSmallIntegerField(
                                default=55,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="合格，从多少分起",
                            ),
                        ),
                        (
                            "least_contacts",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="按整期计，任职不满一期的按天数折算。0 就是没有这条要求。",
                                verbose_name="评为优秀至少联系几次",
                            ),
                        ),
                        (
                            "least_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="这一期里在任天数少于它的，本期不评。",
                                verbose_name="在任至少多少天才评价",
                            ),
                        ),
                        (
                            "least_weight",
                            models.PositiveSmallIntegerField(
                                default=50,
                                help_text="没有数据的项不计，由其他项分担；有数据的不到这么多，就不计算得分，由社区核实后评定。",
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="有数据的权重至少多少",
                            ),
                        ),
                        (
                            "few_contacts",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="数量少的结果都注明“仅供参考”。",
                                verbose_name="联系少于几次算“数量少”",
                            ),
                        ),
                        (
                            "few_households",
                            models.PositiveSmallIntegerField(default=10, verbose_name="少于几户算“数量少”"),
                        ),
                        (
                            "grace_days",
                            models.PositiveSmallIntegerField(
                                default=15,
                                help_text="免得期末几天的事影响办结率。",
                                validators=[django.core.validators.MaxValueValidator(90)],
                                verbose_name="期末后几天内办结也算",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="说明")),
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
                        "verbose_name": "historical 评价方案",
                        "verbose_name_plural": "historical 评价方案",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="EvaluationScheme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                        (
                            "period",
                            models.CharField(
                                choices=[("quarter", "季度"), ("year", "年度")],
                                default="quarter",
                                max_length=10,
                                verbose_name="周期",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "草稿"), ("in_use", "使用中"), ("retired", "停用")],
                                default="draft",
                                help_text="改成“使用中”才能开展评价：至少一项标准，权重合计 100。",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("buildings", models.BooleanField(default=True, verbose_name="评价楼长")),
                        ("lanes", models.BooleanField(default=True, verbose_name="评价巷长")),
                        ("streets", models.BooleanField(default=True, verbose_name="评价街长")),
                        (
                            "excellent_from",
                            models.PositiveSmallIntegerField(
                                default=85,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="优秀，从多少分起",
                            ),
                        ),
                        (
                            "good_from",
                            models.PositiveSmallIntegerField(
                                default=70,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="良好，从多少分起",
                            ),
                        ),
                        (
                            "passed_from",
                            models.PositiveSmallIntegerField(
                                default=55,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="合格，从多少分起",
                            ),
                        ),
                        (
                            "least_contacts",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="按整期计，任职不满一期的按天数折算。0 就是没有这条要求。",
                                verbose_name="评为优秀至少联系几次",
                            ),
                        ),
                        (
                            "least_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="这一期里在任天数少于它的，本期不评。",
                                verbose_name="在任至少多少天才评价",
                            ),
                        ),
                        (
                            "least_weight",
                            models.PositiveSmallIntegerField(
                                default=50,
                                help_text="没有数据的项不计，由其他项分担；有数据的不到这么多，就不计算得分，由社区核实后评定。",
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="有数据的权重至少多少",
                            ),
                        ),
                        (
                            "few_contacts",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="数量少的结果都注明“仅供参考”。",
                                verbose_name="联系少于几次算“数量少”",
                            ),
                        ),
                        (
                            "few_households",
                            models.PositiveSmallIntegerField(default=10, verbose_name="少于几户算“数量少”"),
                        ),
                        (
                            "grace_days",
                            models.PositiveSmallIntegerField(
                                default=15,
                                help_text="免得期末几天的事影响办结率。",
                                validators=[django.core.validators.MaxValueValidator(90)],
                                verbose_name="期末后几天内办结也算",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="说明")),
                    ],
                    options={
                        "verbose_name": "评价方案",
                        "verbose_name_plural": "评价方案",
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("excellent_from__gt", models.F("good_from")),
                                    ("good_from__gt", models.F("passed_from")),
                                ),
                                name="evaluation_bands_in_order",
                                violation_error_message="等次的分数要从高到低：优秀高于良好，良好高于合格。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("buildings", True), ("lanes", True), ("streets", True), _connector="OR"
                                ),
                                name="evaluation_of_somebody",
                                violation_error_message="请至少选一种：楼长、巷长或者街长。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCriterion",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=30, verbose_name="标准")),
                        ("measure", models.CharField(max_length=30, verbose_name="怎么算")),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="权重",
                            ),
                        ),
                        (
                            "zero_at",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=8, verbose_name="0 分"
                            ),
                        ),
                        (
                            "full_at",
                            models.DecimalField(
                                decimal_places=2, default=100, max_digits=8, verbose_name="满分"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        (
                            "scheme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.evaluationscheme",
                                verbose_name="评价方案",
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
                        "verbose_name": "historical 评价标准",
                        "verbose_name_plural": "historical 评价标准",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="volunteers.evaluationscheme",
                                verbose_name="评价方案",
                            ),
                        ),
                        ("name", models.CharField(max_length=30, verbose_name="标准")),
                        ("measure", models.CharField(max_length=30, verbose_name="怎么算")),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="权重",
                            ),
                        ),
                        (
                            "zero_at",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=8, verbose_name="0 分"
                            ),
                        ),
                        (
                            "full_at",
                            models.DecimalField(
                                decimal_places=2, default=100, max_digits=8, verbose_name="满分"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                    ],
                    options={
                        "verbose_name": "评价标准",
                        "verbose_name_plural": "评价标准",
                        "ordering": ["scheme", "order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scheme", "name"),
                                name="criterion_once_a_scheme",
                                violation_error_message="这个方案里已经有同名的标准。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("zero_at", models.F("full_at")), _negated=True),
                                name="criterion_points_have_a_span",
                                violation_error_message="“0 分”和“满分”不能是同一个数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__range", (1, 100))),
                                name="criterion_weighs",
                                violation_error_message="权重是 1 到 100。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEvaluation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("first", models.DateField(verbose_name="从")),
                        ("last", models.DateField(verbose_name="到")),
                        ("label", models.CharField(max_length=20, verbose_name="哪一期")),
                        (
                            "computed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="计算时间"
                            ),
                        ),
                        (
                            "scheme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.evaluationscheme",
                                verbose_name="评价方案",
                            ),
                        ),
                        (
                            "computed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="由谁计算",
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
                        "verbose_name": "historical 评价（每期一次）",
                        "verbose_name_plural": "historical 评价（每期一次）",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evaluations",
                                to="volunteers.evaluationscheme",
                                verbose_name="评价方案",
                            ),
                        ),
                        ("first", models.DateField(verbose_name="从")),
                        ("last", models.DateField(verbose_name="到")),
                        ("label", models.CharField(max_length=20, verbose_name="哪一期")),
                        (
                            "snapshot",
                            models.JSONField(default=dict, editable=False, verbose_name="当时的方案"),
                        ),
                        (
                            "computed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="计算时间"
                            ),
                        ),
                        (
                            "computed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="由谁计算",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评价（每期一次）",
                        "verbose_name_plural": "评价（每期一次）",
                        "ordering": ["-first", "scheme"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scheme", "first"),
                                name="evaluation_once_a_period",
                                violation_error_message="这一期已经评价过。请打开它重新计算。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))),
                                name="evaluation_period_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHeadResult",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("lines", models.JSONField(default=list, editable=False, verbose_name="各项")),
                        (
                            "marks",
                            models.JSONField(
                                blank=True, default=dict, editable=False, verbose_name="社区评分"
                            ),
                        ),
                        (
                            "computed",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                editable=False,
                                max_digits=4,
                                null=True,
                                verbose_name="计算得分",
                            ),
                        ),
                        (
                            "adjusted",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                help_text="不调整就空着。0 到 100 分，要写明理由。",
                                max_digits=4,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="调整为",
                            ),
                        ),
                        (
                            "adjusted_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="调整的理由"),
                        ),
                        (
                            "band",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("excellent", "优秀"),
                                    ("good", "良好"),
                                    ("passed", "合格"),
                                    ("weak", "待改进"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="等次",
                            ),
                        ),
                        (
                            "few",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="数量少，仅供参考"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="发布时间"
                            ),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="撤回日期"),
                        ),
                        (
                            "withdrawn_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="撤回的原因"
                            ),
                        ),
                        (
                            "commented_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="本人说的时间"
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "evaluation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.evaluation",
                                verbose_name="评价",
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.appointment",
                                verbose_name="楼长（巷长、街长）",
                            ),
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
                            "adjusted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="由谁调整",
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
                        "verbose_name": "historical 评价结果",
                        "verbose_name_plural": "historical 评价结果",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HeadResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "evaluation",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="volunteers.evaluation",
                                verbose_name="评价",
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="volunteers.appointment",
                                verbose_name="楼长（巷长、街长）",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("basis", models.JSONField(default=dict, editable=False, verbose_name="依据")),
                        ("evidence", models.JSONField(default=dict, editable=False, verbose_name="记录")),
                        ("lines", models.JSONField(default=list, editable=False, verbose_name="各项")),
                        (
                            "marks",
                            models.JSONField(
                                blank=True, default=dict, editable=False, verbose_name="社区评分"
                            ),
                        ),
                        (
                            "computed",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                editable=False,
                                max_digits=4,
                                null=True,
                                verbose_name="计算得分",
                            ),
                        ),
                        (
                            "adjusted",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                help_text="不调整就空着。0 到 100 分，要写明理由。",
                                max_digits=4,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="调整为",
                            ),
                        ),
                        (
                            "adjusted_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="调整的理由"),
                        ),
                        (
                            "adjusted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="由谁调整",
                            ),
                        ),
                        (
                            "band",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("excellent", "优秀"),
                                    ("good", "良好"),
                                    ("passed", "合格"),
                                    ("weak", "待改进"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="等次",
                            ),
                        ),
                        (
                            "few",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="数量少，仅供参考"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="发布时间"
                            ),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="撤回日期"),
                        ),
                        (
                            "withdrawn_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="撤回的原因"
                            ),
                        ),
                        (
                            "comment",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="本人的话"
                            ),
                        ),
                        (
                            "commented_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="本人说的时间"
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "评价结果",
                        "verbose_name_plural": "评价结果",
                        "ordering": [
                            "-evaluation__first",
                            "community__code",
                            "appointment__place__estate__name",
                            "appointment__place__name",
                            "pk",
                        ],
                        "indexes": [
                            models.Index(
                                fields=["community", "published_at"], name="volunteers__communi_789647_idx"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("evaluation", "appointment"), name="result_once_a_term"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("adjusted__isnull", True),
                                    models.Q(("adjusted_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="result_adjusted_with_a_reason",
                                violation_error_message="调整了得分，请写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("computed__isnull", True),
                                        ("computed__range", (0, 100)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("adjusted__isnull", True),
                                        ("adjusted__range", (0, 100)),
                                        _connector="OR",
                                    ),
                                ),
                                name="result_points_in_range",
                                violation_error_message="得分在 0 到 100 之间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_at__isnull", True),
                                    models.Q(("band", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="result_published_with_a_band",
                                violation_error_message="还没有等次的结果不能发布。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalExpert",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(help_text="不公开。", max_length=40, verbose_name="姓名")),
                        (
                            "field",
                            models.CharField(
                                choices=[
                                    ("governance", "社区治理"),
                                    ("law", "法律"),
                                    ("planning", "规划与建筑"),
                                    ("property", "物业管理"),
                                    ("social", "社会工作"),
                                    ("mind", "心理"),
                                    ("safety", "消防与安全"),
                                    ("health", "医疗与养老"),
                                    ("money", "财务与审计"),
                                    ("culture", "文化与传播"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="领域",
                            ),
                        ),
                        (
                            "speciality",
                            models.CharField(
                                blank=True,
                                help_text="例如：旧楼加装电梯的审批。",
                                max_length=80,
                                verbose_name="专长",
                            ),
                        ),
                        ("organisation", models.CharField(blank=True, max_length=80, verbose_name="单位")),
                        (
                            "free",
                            models.CharField(
                                choices=[
                                    ("any", "随时可以联系"),
                                    ("weekday", "工作日白天"),
                                    ("evening", "晚上"),
                                    ("weekend", "周末"),
                                    ("booked", "要提前约"),
                                ],
                                default="booked",
                                max_length=8,
                                verbose_name="什么时候有空",
                            ),
                        ),
                        (
                            "availability",
                            models.CharField(
                                blank=True,
                                max_length=120,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="时间说明",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("active", "在聘"), ("paused", "暂停"), ("left", "已退出")],
                                default="active",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去个人信息日期"
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="不选社区就是街道聘请的，各社区都看得到。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
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
                        "verbose_name": "historical 智库专家",
                        "verbose_name_plural": "historical 创熟智库专家",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Expert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                help_text="不选社区就是街道聘请的，各社区都看得到。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="experts",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("name", models.CharField(help_text="不公开。", max_length=40, verbose_name="姓名")),
                        (
                            "field",
                            models.CharField(
                                choices=[
                                    ("governance", "社区治理"),
                                    ("law", "法律"),
                                    ("planning", "规划与建筑"),
                                    ("property", "物业管理"),
                                    ("social", "社会工作"),
                                    ("mind", "心理"),
                                    ("safety", "消防与安全"),
                                    ("health", "医疗与养老"),
                                    ("money", "财务与审计"),
                                    ("culture", "文化与传播"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="领域",
                            ),
                        ),
                        (
                            "speciality",
                            models.CharField(
                                blank=True,
                                help_text="例如：旧楼加装电梯的审批。",
                                max_length=80,
                                verbose_name="专长",
                            ),
                        ),
                        ("organisation", models.CharField(blank=True, max_length=80, verbose_name="单位")),
                        (
                            "free",
                            models.CharField(
                                choices=[
                                    ("any", "随时可以联系"),
                                    ("weekday", "工作日白天"),
                                    ("evening", "晚上"),
                                    ("weekend", "周末"),
                                    ("booked", "要提前约"),
                                ],
                                default="booked",
                                max_length=8,
                                verbose_name="什么时候有空",
                            ),
                        ),
                        (
                            "availability",
                            models.CharField(
                                blank=True,
                                max_length=120,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="时间说明",
                            ),
                        ),
                        (
                            "phone",
                            guicheng.privacy.fields.SealedField(
                                blank=True, default="", help_text="加密保存，不公开。", verbose_name="电话"
                            ),
                        ),
                        (
                            "phone_tail",
                            models.CharField(
                                blank=True, editable=False, max_length=4, verbose_name="电话后四位"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("active", "在聘"), ("paused", "暂停"), ("left", "已退出")],
                                default="active",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去个人信息日期"
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "智库专家",
                        "verbose_name_plural": "创熟智库专家",
                        "ordering": ["field", "name", "pk"],
                        "indexes": [
                            models.Index(fields=["status", "field"], name="volunteers__status_ba899b_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalConsultation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "question",
                            models.CharField(
                                max_length=300,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="问题",
                            ),
                        ),
                        (
                            "advice",
                            models.TextField(
                                blank=True,
                                max_length=4000,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="建议",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("planned", "已约好"), ("done", "已完成"), ("cancelled", "已取消")],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="哪个社区来问的；街道自己问的不选。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.deliberation",
                                verbose_name="议事协商",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.project",
                                verbose_name="书记项目",
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
                        "verbose_name": "historical 智库咨询",
                        "verbose_name_plural": "historical 创熟智库咨询",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Consultation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                help_text="哪个社区来问的；街道自己问的不选。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultations",
                                to="volunteers.expert",
                                verbose_name="专家",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "question",
                            models.CharField(
                                max_length=300,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="问题",
                            ),
                        ),
                        (
                            "advice",
                            models.TextField(
                                blank=True,
                                max_length=4000,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="建议",
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="consultations",
                                to="communities.deliberation",
                                verbose_name="议事协商",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="consultations",
                                to="communities.project",
                                verbose_name="书记项目",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("planned", "已约好"), ("done", "已完成"), ("cancelled", "已取消")],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "智库咨询",
                        "verbose_name_plural": "创熟智库咨询",
                        "ordering": ["-on", "-pk"],
                        "indexes": [
                            models.Index(fields=["community", "-on"], name="volunteers__communi_286d78_idx"),
                            models.Index(fields=["status", "on"], name="volunteers__status_8859c1_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "done"), _negated=True),
                                    models.Q(("advice", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="consultation_done_with_advice",
                                violation_error_message="已完成的咨询请写上建议。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalServiceHours",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("date", models.DateField(verbose_name="日期")),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1,
                                help_text="可以写半小时，例如 1.5。",
                                max_digits=3,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.1")),
                                    django.core.validators.MaxValueValidator(Decimal("24")),
                                ],
                                verbose_name="小时",
                            ),
                        ),
                        ("what", models.CharField(max_length=100, verbose_name="做了什么")),
                        (
                            "volunteer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.volunteer",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="在某一场活动里服务的，选上它。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.activity",
                                verbose_name="活动",
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
                        "verbose_name": "historical 服务时长",
                        "verbose_name_plural": "historical 服务时长（志愿服务）",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ServiceHours",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="service_hours",
                                to="volunteers.volunteer",
                                verbose_name="人员",
                            ),
                        ),
                        ("date", models.DateField(verbose_name="日期")),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1,
                                help_text="可以写半小时，例如 1.5。",
                                max_digits=3,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.1")),
                                    django.core.validators.MaxValueValidator(Decimal("24")),
                                ],
                                verbose_name="小时",
                            ),
                        ),
                        ("what", models.CharField(max_length=100, verbose_name="做了什么")),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                help_text="在某一场活动里服务的，选上它。",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="service_hours",
                                to="stations.activity",
                                verbose_name="活动",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "服务时长",
                        "verbose_name_plural": "服务时长（志愿服务）",
                        "ordering": ["-date", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("hours__gt", 0), ("hours__lte", 24)),
                                name="service_hours_within_a_day",
                                violation_error_message="一天的服务时长在 0 到 24 小时之间。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatterKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                        (
                            "sensitive",
                            models.BooleanField(
                                default=False,
                                help_text="勾选后，记这一类事时自动标为敏感，看得到的人更少。",
                                verbose_name="敏感",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        (
                            "retired",
                            models.BooleanField(
                                default=False,
                                help_text="停用后不再出现在选择里，以前的记录不变。",
                                verbose_name="停用",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "事项类别",
                        "verbose_name_plural": "事项类别（台账与诉求）",
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalContactLog",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("visit", "上门走访"),
                                    ("phone", "电话"),
                                    ("wechat", "微信"),
                                    ("meeting", "议事"),
                                    ("patrol", "巡楼"),
                                ],
                                default="visit",
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "contacted",
                            models.CharField(
                                choices=[
                                    ("household", "住户"),
                                    ("elder", "长者"),
                                    ("child", "儿童青少年"),
                                    ("newcomer", "新市民"),
                                    ("shop", "商户"),
                                    ("several", "多户居民"),
                                    ("other", "其他"),
                                ],
                                default="household",
                                max_length=10,
                                verbose_name="联系对象",
                            ),
                        ),
                        (
                            "household",
                            models.CharField(
                                blank=True,
                                help_text="只写到单元或楼层，例如：2单元。不要写姓名、房号和电话。",
                                max_length=20,
                                verbose_name="位置",
                            ),
                        ),
                        (
                            "text",
                            models.CharField(
                                help_text="一句话写明情况，不要写姓名和电话。",
                                max_length=500,
                                verbose_name="内容",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[("done", "办结"), ("following", "跟进中"), ("escalated", "上报")],
                                default="done",
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        ("reported_to", models.CharField(blank=True, max_length=40, verbose_name="上报给谁")),
                        ("follow_up_on", models.DateField(blank=True, null=True, verbose_name="下次跟进")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        (
                            "sensitive",
                            models.BooleanField(
                                default=False,
                                help_text="邻里纠纷等事项，只有经办人员看得到。",
                                verbose_name="敏感",
                            ),
                        ),
                        (
                            "draft_id",
                            models.UUIDField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                null=True,
                                verbose_name="手机上的编号",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="记录时间"),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
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
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.appointment",
                                verbose_name="楼长（巷长、街长）",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.place",
                                verbose_name="楼巷街",
                            ),
                        ),
                        (
                            "head",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.volunteer",
                                verbose_name="记录人",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.matterkind",
                                verbose_name="事项类别",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代记人",
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
                        "verbose_name": "historical 台账记录",
                        "verbose_name_plural": "historical 联系服务群众工作台账",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ContactLog",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="volunteers.appointment",
                                verbose_name="楼长（巷长、街长）",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="communities.place",
                                verbose_name="楼巷街",
                            ),
                        ),
                        (
                            "head",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="volunteers.volunteer",
                                verbose_name="记录人",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("visit", "上门走访"),
                                    ("phone", "电话"),
                                    ("wechat", "微信"),
                                    ("meeting", "议事"),
                                    ("patrol", "巡楼"),
                                ],
                                default="visit",
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "contacted",
                            models.CharField(
                                choices=[
                                    ("household", "住户"),
                                    ("elder", "长者"),
                                    ("child", "儿童青少年"),
                                    ("newcomer", "新市民"),
                                    ("shop", "商户"),
                                    ("several", "多户居民"),
                                    ("other", "其他"),
                                ],
                                default="household",
                                max_length=10,
                                verbose_name="联系对象",
                            ),
                        ),
                        (
                            "household",
                            models.CharField(
                                blank=True,
                                help_text="只写到单元或楼层，例如：2单元。不要写姓名、房号和电话。",
                                max_length=20,
                                verbose_name="位置",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="volunteers.matterkind",
                                verbose_name="事项类别",
                            ),
                        ),
                        (
                            "text",
                            models.CharField(
                                help_text="一句话写明情况，不要写姓名和电话。",
                                max_length=500,
                                verbose_name="内容",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[("done", "办结"), ("following", "跟进中"), ("escalated", "上报")],
                                default="done",
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        ("reported_to", models.CharField(blank=True, max_length=40, verbose_name="上报给谁")),
                        ("follow_up_on", models.DateField(blank=True, null=True, verbose_name="下次跟进")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        (
                            "sensitive",
                            models.BooleanField(
                                default=False,
                                help_text="邻里纠纷等事项，只有经办人员看得到。",
                                verbose_name="敏感",
                            ),
                        ),
                        (
                            "draft_id",
                            models.UUIDField(
                                blank=True,
                                editable=False,
                                null=True,
                                unique=True,
                                verbose_name="手机上的编号",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代记人",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="记录时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "台账记录",
                        "verbose_name_plural": "联系服务群众工作台账",
                        "ordering": ["-on", "-pk"],
                        "indexes": [
                            models.Index(fields=["-on", "-id"], name="contact_newest"),
                            models.Index(
                                fields=["community", "-on", "-id", "result", "closed_on"],
                                name="contact_newest_closed_here",
                            ),
                            models.Index(fields=["appointment", "-on", "-id"], name="contact_newest_of_head"),
                            models.Index(
                                condition=models.Q(("result", "done"), _negated=True),
                                fields=["follow_up_on"],
                                name="contact_open",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", False), ("result", "done")),
                                    models.Q(
                                        models.Q(("result", "done"), _negated=True),
                                        ("closed_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="contact_closed_when_done",
                                violation_error_message="办结的要有办结日期，没有办结的不能有。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("result", "escalated"), _negated=True),
                                    models.Q(("reported_to", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="contact_escalated_to_somebody",
                                violation_error_message="上报的请写明上报给谁。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFollowUp",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("text", models.CharField(max_length=500, verbose_name="做了什么")),
                        (
                            "draft_id",
                            models.UUIDField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                null=True,
                                verbose_name="手机上的编号",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="记录时间"),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.contactlog",
                                verbose_name="台账记录",
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
                        "verbose_name": "historical 跟进",
                        "verbose_name_plural": "historical 跟进",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FollowUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follow_ups",
                                to="volunteers.contactlog",
                                verbose_name="台账记录",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("text", models.CharField(max_length=500, verbose_name="做了什么")),
                        (
                            "draft_id",
                            models.UUIDField(
                                blank=True,
                                editable=False,
                                null=True,
                                unique=True,
                                verbose_name="手机上的编号",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="记录时间")),
                    ],
                    options={
                        "verbose_name": "跟进",
                        "verbose_name_plural": "跟进",
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalContactPhoto",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("small", models.TextField(editable=False, max_length=100, verbose_name="小图")),
                        ("medium", models.TextField(editable=False, max_length=100, verbose_name="中图")),
                        ("large", models.TextField(editable=False, max_length=100, verbose_name="大图")),
                        ("width", models.PositiveIntegerField(editable=False, verbose_name="宽")),
                        ("height", models.PositiveIntegerField(editable=False, verbose_name="高")),
                        (
                            "caption",
                            models.CharField(
                                help_text="给看不见图片的人听的一句话，例如：站点正门。",
                                max_length=60,
                                verbose_name="说明",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.contactlog",
                                verbose_name="台账记录",
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
                        "verbose_name": "historical 台账照片",
                        "verbose_name_plural": "historical 台账照片",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ContactPhoto",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "small",
                            models.FileField(editable=False, upload_to="stations/", verbose_name="小图"),
                        ),
                        (
                            "medium",
                            models.FileField(editable=False, upload_to="stations/", verbose_name="中图"),
                        ),
                        (
                            "large",
                            models.FileField(editable=False, upload_to="stations/", verbose_name="大图"),
                        ),
                        ("width", models.PositiveIntegerField(editable=False, verbose_name="宽")),
                        ("height", models.PositiveIntegerField(editable=False, verbose_name="高")),
                        (
                            "caption",
                            models.CharField(
                                help_text="给看不见图片的人听的一句话，例如：站点正门。",
                                max_length=60,
                                verbose_name="说明",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="volunteers.contactlog",
                                verbose_name="台账记录",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "台账照片",
                        "verbose_name_plural": "台账照片",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MediationField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                        (
                            "sensitive",
                            models.BooleanField(
                                default=False,
                                help_text="勾选后，这一类调解自动标为敏感，看得到的人更少。",
                                verbose_name="敏感",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        (
                            "retired",
                            models.BooleanField(
                                default=False,
                                help_text="停用后不再出现在选择里，以前的记录不变。",
                                verbose_name="停用",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "调解领域",
                        "verbose_name_plural": "调解领域",
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMediator",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("training", "培训中"), ("serving", "在任"), ("left", "已退出")],
                                default="training",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "certificate_no",
                            models.CharField(blank=True, max_length=40, verbose_name="证书编号"),
                        ),
                        ("certified_on", models.DateField(blank=True, null=True, verbose_name="发证日期")),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="到期前 60 天会提醒；不填就是长期有效。",
                                null=True,
                                verbose_name="有效期至",
                            ),
                        ),
                        (
                            "started_on",
                            models.DateField(
                                blank=True, help_text="不填就是发证那天。", null=True, verbose_name="任职日期"
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="先在“人员”里登记姓名和电话，再在这里选。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.volunteer",
                                verbose_name="人员",
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
                                verbose_name="服务社区",
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
                        "verbose_name": "historical 调解员",
                        "verbose_name_plural": "historical 创熟调解员",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Mediator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                help_text="先在“人员”里登记姓名和电话，再在这里选。",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mediators",
                                to="volunteers.volunteer",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mediators",
                                to="communities.community",
                                verbose_name="服务社区",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("training", "培训中"), ("serving", "在任"), ("left", "已退出")],
                                default="training",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "certificate_no",
                            models.CharField(blank=True, max_length=40, verbose_name="证书编号"),
                        ),
                        ("certified_on", models.DateField(blank=True, null=True, verbose_name="发证日期")),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="到期前 60 天会提醒；不填就是长期有效。",
                                null=True,
                                verbose_name="有效期至",
                            ),
                        ),
                        (
                            "started_on",
                            models.DateField(
                                blank=True, help_text="不填就是发证那天。", null=True, verbose_name="任职日期"
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "fields",
                            models.ManyToManyField(
                                blank=True,
                                related_name="mediators",
                                to="volunteers.mediationfield",
                                verbose_name="调解领域",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "调解员",
                        "verbose_name_plural": "创熟调解员",
                        "ordering": ["community__code", "volunteer__name", "pk"],
                        "indexes": [
                            models.Index(
                                fields=["status", "expires_on"], name="volunteers__status_6643a2_idx"
                            ),
                            models.Index(fields=["certified_on"], name="volunteers__certifi_949a19_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("volunteer", "community"),
                                name="mediator_once_a_community",
                                violation_error_message="这个人已经登记为本社区的调解员，请在那条记录里修改。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on__isnull", True),
                                    models.Q(
                                        ("certified_on__isnull", False),
                                        ("expires_on__gt", models.F("certified_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="mediator_certificate_ends_after_it_begins",
                                violation_error_message="证书的有效期必须晚于发证日期；没有发证日期的不能填有效期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_on__isnull", False), ("status", "left")),
                                    models.Q(
                                        models.Q(("status", "left"), _negated=True),
                                        ("ended_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="mediator_left_on_a_day",
                                violation_error_message="“已退出”的要填退出日期，其他状态不能填。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("started_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="mediator_ends_after_start",
                                violation_error_message="退出日期不能早于任职日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "training"), _negated=True),
                                    ("certified_on__isnull", True),
                                    _connector="OR",
                                ),
                                name="mediator_in_training_has_no_certificate",
                                violation_error_message="已经发证的，状态请选“在任”。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMediator_fields",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "mediator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.mediator",
                            ),
                        ),
                        (
                            "mediationfield",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.mediationfield",
                            ),
                        ),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="volunteers.historicalmediator",
                            ),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                    ],
                    options={
                        "verbose_name": "HistoricalMediator_fields",
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMediatorTraining",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="培训日期")),
                        (
                            "subject",
                            models.CharField(default="创熟调解员培训", max_length=80, verbose_name="内容"),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=4,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.5")),
                                    django.core.validators.MaxValueValidator(Decimal("200")),
                                ],
                                verbose_name="学时",
                            ),
                        ),
                        (
                            "mediator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.mediator",
                                verbose_name="调解员",
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
                        "verbose_name": "historical 培训",
                        "verbose_name_plural": "historical 调解员培训",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MediatorTraining",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "mediator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="trainings",
                                to="volunteers.mediator",
                                verbose_name="调解员",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="培训日期")),
                        (
                            "subject",
                            models.CharField(default="创熟调解员培训", max_length=80, verbose_name="内容"),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=4,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.5")),
                                    django.core.validators.MaxValueValidator(Decimal("200")),
                                ],
                                verbose_name="学时",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "培训",
                        "verbose_name_plural": "调解员培训",
                        "ordering": ["-on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("mediator", "on", "subject"),
                                name="mediator_training_once",
                                violation_error_message="同一天同一项培训已经登记过。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours__isnull", True),
                                    models.Q(("hours__gt", 0), ("hours__lte", 200)),
                                    _connector="OR",
                                ),
                                name="mediator_training_hours_sane",
                                violation_error_message="学时在 0 到 200 之间。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMediationCase",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="受理日期")),
                        (
                            "parties",
                            models.CharField(
                                help_text="不写姓名、房号和电话，例如：楼上住户与楼下住户。",
                                max_length=60,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="双方",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                blank=True,
                                help_text="不写姓名、房号和电话。",
                                max_length=1000,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="什么事",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("settled", "调解成功"),
                                    ("partly", "部分成功"),
                                    ("failed", "未成"),
                                    ("passed_on", "移交"),
                                ],
                                help_text="不填就是还在调解。",
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "passed_to",
                            models.CharField(
                                blank=True,
                                help_text="例如：街道司法所、派出所。",
                                max_length=60,
                                verbose_name="移交给谁",
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="结案日期")),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=4,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.1")),
                                    django.core.validators.MaxValueValidator(Decimal("500")),
                                ],
                                verbose_name="用时（小时）",
                            ),
                        ),
                        (
                            "sensitive",
                            models.BooleanField(
                                default=False,
                                help_text="勾选后，只有经办的工作人员和街道管理员看得到。",
                                verbose_name="敏感",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="记录时间"),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "mediator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.mediator",
                                verbose_name="调解员",
                            ),
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
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.mediationfield",
                                verbose_name="类别",
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
                        "verbose_name": "historical 调解记录",
                        "verbose_name_plural": "historical 调解记录",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MediationCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "mediator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="volunteers.mediator",
                                verbose_name="调解员",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mediation_cases",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="volunteers.mediationfield",
                                verbose_name="类别",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="受理日期")),
                        (
                            "parties",
                            models.CharField(
                                help_text="不写姓名、房号和电话，例如：楼上住户与楼下住户。",
                                max_length=60,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="双方",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                blank=True,
                                help_text="不写姓名、房号和电话。",
                                max_length=1000,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="什么事",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("settled", "调解成功"),
                                    ("partly", "部分成功"),
                                    ("failed", "未成"),
                                    ("passed_on", "移交"),
                                ],
                                help_text="不填就是还在调解。",
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "passed_to",
                            models.CharField(
                                blank=True,
                                help_text="例如：街道司法所、派出所。",
                                max_length=60,
                                verbose_name="移交给谁",
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="结案日期")),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=4,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.1")),
                                    django.core.validators.MaxValueValidator(Decimal("500")),
                                ],
                                verbose_name="用时（小时）",
                            ),
                        ),
                        (
                            "sensitive",
                            models.BooleanField(
                                default=False,
                                help_text="勾选后，只有经办的工作人员和街道管理员看得到。",
                                verbose_name="敏感",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="记录时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "调解记录",
                        "verbose_name_plural": "调解记录",
                        "ordering": ["-on", "-pk"],
                        "indexes": [
                            models.Index(fields=["-on", "-id"], name="mediation_newest"),
                            models.Index(fields=["community", "-on", "-id"], name="mediation_newest_here"),
                            models.Index(fields=["mediator", "-on"], name="mediation_of_mediator"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("result", "")),
                                    models.Q(
                                        models.Q(("result", ""), _negated=True), ("closed_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="mediation_closed_with_a_result",
                                violation_error_message="有结果的要有结案日期，没有结果的不能有。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    ("closed_on__gte", models.F("on")),
                                    _connector="OR",
                                ),
                                name="mediation_closed_after_it_began",
                                violation_error_message="结案日期不能早于受理日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("result", "passed_on"), _negated=True),
                                    models.Q(("passed_to", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="mediation_passed_on_to_somebody",
                                violation_error_message="移交的请写明移交给谁。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours__isnull", True),
                                    models.Q(("hours__gt", 0), ("hours__lte", 500)),
                                    _connector="OR",
                                ),
                                name="mediation_hours_sane",
                                violation_error_message="用时在 0 到 500 小时之间。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHeadMessage",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=500, verbose_name="留言")),
                        (
                            "created_at",
                            models.DateTimeField(
                                blank=True, db_index=True, editable=False, verbose_name="收到时间"
                            ),
                        ),
                        ("handled", models.BooleanField(default=False, verbose_name="已处理")),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="处理情况")),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.place",
                                verbose_name="楼巷街",
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
                        "verbose_name": "historical 给楼长的留言",
                        "verbose_name_plural": "historical 给楼长（巷长、街长）的留言",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HeadMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="messages",
                                to="communities.place",
                                verbose_name="楼巷街",
                            ),
                        ),
                        ("text", models.TextField(max_length=500, verbose_name="留言")),
                        (
                            "phone",
                            guicheng.privacy.fields.SealedField(
                                blank=True, default="", verbose_name="联系电话"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="收到时间"),
                        ),
                        ("handled", models.BooleanField(default=False, verbose_name="已处理")),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="处理情况")),
                    ],
                    options={
                        "verbose_name": "给楼长的留言",
                        "verbose_name_plural": "给楼长（巷长、街长）的留言",
                        "ordering": ["handled", "-created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOffer",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("head", "楼长（巷长、街长）"),
                                    ("mediator", "调解员"),
                                    ("volunteer", "志愿者"),
                                ],
                                max_length=10,
                                verbose_name="想做什么",
                            ),
                        ),
                        ("told_on", models.DateField(verbose_name="告知并同意日期")),
                        (
                            "told_wording",
                            models.TextField(blank=True, max_length=2000, verbose_name="告知的内容"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待联系"),
                                    ("accepted", "已接受"),
                                    ("declined", "已婉拒"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="处理日期")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="婉拒的原因")),
                        (
                            "created_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="收到时间"),
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
                            "volunteer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.volunteer",
                                verbose_name="登记为",
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
                        "verbose_name": "historical 报名",
                        "verbose_name_plural": "historical 我也来出一份力（报名）",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Offer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="offers",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("head", "楼长（巷长、街长）"),
                                    ("mediator", "调解员"),
                                    ("volunteer", "志愿者"),
                                ],
                                max_length=10,
                                verbose_name="想做什么",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="称呼")),
                        (
                            "phone",
                            guicheng.privacy.fields.SealedField(blank=True, default="", verbose_name="电话"),
                        ),
                        (
                            "phone_print",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=64,
                                verbose_name="电话指纹",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="补充")),
                        ("told_on", models.DateField(verbose_name="告知并同意日期")),
                        (
                            "told_wording",
                            models.TextField(blank=True, max_length=2000, verbose_name="告知的内容"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待联系"),
                                    ("accepted", "已接受"),
                                    ("declined", "已婉拒"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="处理日期")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="婉拒的原因")),
                        (
                            "volunteer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="offers",
                                to="volunteers.volunteer",
                                verbose_name="登记为",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="收到时间")),
                    ],
                    options={
                        "verbose_name": "报名",
                        "verbose_name_plural": "我也来出一份力（报名）",
                        "ordering": ["status", "-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_on__isnull", True), ("status", "waiting")),
                                    models.Q(
                                        models.Q(("status", "waiting"), _negated=True),
                                        ("decided_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="offer_settled_on_a_day",
                                violation_error_message="处理过的报名要有处理日期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorthy",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            guicheng.privacy.fields.SealedField(
                                blank=True,
                                default="",
                                help_text="加密保存。居民只看到“陈乡贤”这样的称呼。",
                                verbose_name="姓名",
                            ),
                        ),
                        (
                            "name_print",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=64,
                                verbose_name="姓名指纹",
                            ),
                        ),
                        ("customs", models.BooleanField(default=False, verbose_name="人文风尚")),
                        ("counsel", models.BooleanField(default=False, verbose_name="议事舆情")),
                        ("welfare", models.BooleanField(default=False, verbose_name="乡邻公益")),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="受邀日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明（内部）")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去姓名日期"
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="已经在“人员”里登记的，选这个人；没有登记的，在下面写姓名。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.volunteer",
                                verbose_name="人员",
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
                        "verbose_name": "historical 新乡贤",
                        "verbose_name_plural": "historical 新乡贤",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Worthy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                blank=True,
                                help_text="已经在“人员”里登记的，选这个人；没有登记的，在下面写姓名。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="worthies",
                                to="volunteers.volunteer",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "name",
                            guicheng.privacy.fields.SealedField(
                                blank=True,
                                default="",
                                help_text="加密保存。居民只看到“陈乡贤”这样的称呼。",
                                verbose_name="姓名",
                            ),
                        ),
                        (
                            "name_print",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=64,
                                verbose_name="姓名指纹",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="worthies",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("customs", models.BooleanField(default=False, verbose_name="人文风尚")),
                        ("counsel", models.BooleanField(default=False, verbose_name="议事舆情")),
                        ("welfare", models.BooleanField(default=False, verbose_name="乡邻公益")),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="受邀日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明（内部）")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去姓名日期"
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "新乡贤",
                        "verbose_name_plural": "新乡贤",
                        "ordering": ["community__code", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name_print", ""), ("volunteer__isnull", False)),
                                    models.Q(
                                        ("volunteer__isnull", True),
                                        models.Q(
                                            models.Q(("name_print", ""), _negated=True),
                                            ("erased_on__isnull", False),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="worthy_is_one_person",
                                violation_error_message="请选一个人员，或者写姓名，两样只要一样。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("customs", True), ("counsel", True), ("welfare", True), _connector="OR"
                                ),
                                name="worthy_has_a_role",
                                violation_error_message="人文风尚、议事舆情、乡邻公益，请至少勾选一项。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("volunteer__isnull", False)),
                                fields=("volunteer", "community"),
                                name="worthy_person_once_a_community",
                                violation_error_message="这个人已经登记为本社区的新乡贤。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("name_print", ""), _negated=True),
                                fields=("community", "name_print"),
                                name="worthy_name_once_a_community",
                                violation_error_message="本社区已经有同名的新乡贤。如果是另一个人，请先在“人员”里登记，再选这个人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True),
                                    ("started_on__isnull", True),
                                    ("ended_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="worthy_ends_after_start",
                                violation_error_message="退出日期不能早于受邀日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorthyDeed",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("customs", "人文风尚"),
                                    ("counsel", "议事舆情"),
                                    ("welfare", "乡邻公益"),
                                ],
                                max_length=8,
                                verbose_name="哪一项引领",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "date_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "text",
                            models.CharField(
                                help_text="会显示给居民。不写姓名和电话，例如：牵头修好村口的小桥。",
                                max_length=200,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="做了什么",
                            ),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        (
                            "worthy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="volunteers.worthy",
                                verbose_name="新乡贤",
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
                        "verbose_name": "historical 乡贤事迹",
                        "verbose_name_plural": "historical 乡贤事迹",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WorthyDeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "worthy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deeds",
                                to="volunteers.worthy",
                                verbose_name="新乡贤",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("customs", "人文风尚"),
                                    ("counsel", "议事舆情"),
                                    ("welfare", "乡邻公益"),
                                ],
                                max_length=8,
                                verbose_name="哪一项引领",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "date_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "text",
                            models.CharField(
                                help_text="会显示给居民。不写姓名和电话，例如：牵头修好村口的小桥。",
                                max_length=200,
                                validators=[volunteers.models.texts.no_numbers],
                                verbose_name="做了什么",
                            ),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                    ],
                    options={
                        "verbose_name": "乡贤事迹",
                        "verbose_name_plural": "乡贤事迹",
                        "ordering": ["-on", "-pk"],
                        "indexes": [
                            models.Index(fields=["worthy", "-on"], name="volunteers__worthy__018a49_idx")
                        ],
                    },
                ),
            ]
        )
    ]
