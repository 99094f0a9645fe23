import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import communities.known_figures
import communities.models.consent
import communities.targets
import guicheng.privacy.fields
from guicheng.web.migrating import Together


class Migration(migrations.Migration):
    replaces = [
        ("communities", "0001_initial"),
        ("communities", "0002_historicalcommunity_historicalestate_and_more"),
        ("communities", "0003_co_governance"),
        ("communities", "0004_deliberations"),
        ("communities", "0005_organisation_terms_members_photos"),
        ("communities", "0006_works_and_projects"),
        ("communities", "0007_familiar_three_sync_honours_lessons"),
        ("communities", "0008_certified_as_status"),
        ("communities", "0009_certified_on_gone"),
        ("communities", "0010_organisation_red_precision"),
        ("communities", "0011_lists_in_order"),
        ("communities", "0012_points_of_places_elders_of_estates"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # Small ones first: with all tables of ours there, each of their steps works out hundreds of models.
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("exchange", "0001_runs"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="HistoricalCommunity",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "lat",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="纬度",
                            ),
                        ),
                        (
                            "lon",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                                verbose_name="经度",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                db_index=True,
                                max_length=12,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^\\d{12}$", "区划代码是 12 位数字。"
                                    )
                                ],
                                verbose_name="统计用区划代码",
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=30, verbose_name="社区名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("urban", "城市社区"), ("rural", "农村社区")],
                                max_length=10,
                                verbose_name="类型",
                            ),
                        ),
                        ("rural_pilot", models.BooleanField(default=False, verbose_name="农村创熟试点")),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(1\\d{10}|0\\d{2,3}-?\\d{7,8}(-\\d{1,6})?|400-?\\d{3}-?\\d{4}|\\d{5,8})$",
                                        "电话请写成 0757-86123456、13812345678 或 12345 的样子。",
                                    )
                                ],
                                verbose_name="联系电话",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="办公地址")),
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
                        "verbose_name": "historical 社区",
                        "verbose_name_plural": "historical 社区",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Community",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lat",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="纬度",
                            ),
                        ),
                        (
                            "lon",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                                verbose_name="经度",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=12,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^\\d{12}$", "区划代码是 12 位数字。"
                                    )
                                ],
                                verbose_name="统计用区划代码",
                            ),
                        ),
                        ("name", models.CharField(max_length=30, unique=True, verbose_name="社区名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("urban", "城市社区"), ("rural", "农村社区")],
                                max_length=10,
                                verbose_name="类型",
                            ),
                        ),
                        ("rural_pilot", models.BooleanField(default=False, verbose_name="农村创熟试点")),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(1\\d{10}|0\\d{2,3}-?\\d{7,8}(-\\d{1,6})?|400-?\\d{3}-?\\d{4}|\\d{5,8})$",
                                        "电话请写成 0757-86123456、13812345678 或 12345 的样子。",
                                    )
                                ],
                                verbose_name="联系电话",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="办公地址")),
                    ],
                    options={
                        "verbose_name": "社区",
                        "verbose_name_plural": "社区",
                        "ordering": ["code"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lat__isnull", True), ("lon__isnull", True)),
                                    models.Q(
                                        ("lat__gte", -90),
                                        ("lat__lte", 90),
                                        ("lon__gte", -180),
                                        ("lon__lte", 180),
                                    ),
                                    _connector="OR",
                                ),
                                name="communities_community_point_whole",
                                violation_error_message="纬度和经度要么都填，要么都不填，并且要在范围之内。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("code__regex", "^\\d{12}$")),
                                name="community_code_12_digits",
                                violation_error_message="区划代码是 12 位数字。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMembership",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
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
                        "verbose_name": "historical 所属社区",
                        "verbose_name_plural": "historical 所属社区",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "所属社区",
                        "verbose_name_plural": "所属社区",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "community"),
                                name="one_membership_a_community",
                                violation_error_message="这个账号已经属于这个社区。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEstate",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "lat",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="纬度",
                            ),
                        ),
                        (
                            "lon",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                                verbose_name="经度",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "aliases",
                            models.CharField(
                                blank=True,
                                help_text="居民常用的其他叫法，用顿号或逗号隔开。",
                                max_length=200,
                                verbose_name="别名",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("estate", "小区"),
                                    ("village", "自然村"),
                                    ("urban_village", "城中村"),
                                    ("park", "园区"),
                                    ("street", "街区"),
                                ],
                                default="estate",
                                max_length=13,
                                verbose_name="类型",
                            ),
                        ),
                        (
                            "households",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="户数"),
                        ),
                        (
                            "elders",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="人数，只填总数。选址时可以按老人数来算。",
                                null=True,
                                verbose_name="60 岁以上老人",
                            ),
                        ),
                        (
                            "industry_community",
                            models.CharField(
                                blank=True,
                                help_text="园区填写，例如：怡海湖鲲鹏科创产业社区。",
                                max_length=40,
                                verbose_name="所属城市主题产业社区",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
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
                        "verbose_name": "historical 小区（村、园区）",
                        "verbose_name_plural": "historical 小区（村、园区）",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Estate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lat",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="纬度",
                            ),
                        ),
                        (
                            "lon",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                                verbose_name="经度",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="estates",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "aliases",
                            models.CharField(
                                blank=True,
                                help_text="居民常用的其他叫法，用顿号或逗号隔开。",
                                max_length=200,
                                verbose_name="别名",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("estate", "小区"),
                                    ("village", "自然村"),
                                    ("urban_village", "城中村"),
                                    ("park", "园区"),
                                    ("street", "街区"),
                                ],
                                default="estate",
                                max_length=13,
                                verbose_name="类型",
                            ),
                        ),
                        (
                            "households",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="户数"),
                        ),
                        (
                            "elders",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="人数，只填总数。选址时可以按老人数来算。",
                                null=True,
                                verbose_name="60 岁以上老人",
                            ),
                        ),
                        (
                            "industry_community",
                            models.CharField(
                                blank=True,
                                help_text="园区填写，例如：怡海湖鲲鹏科创产业社区。",
                                max_length=40,
                                verbose_name="所属城市主题产业社区",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "小区（村、园区）",
                        "verbose_name_plural": "小区（村、园区）",
                        "ordering": ["community__code", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lat__isnull", True), ("lon__isnull", True)),
                                    models.Q(
                                        ("lat__gte", -90),
                                        ("lat__lte", 90),
                                        ("lon__gte", -180),
                                        ("lon__lte", 180),
                                    ),
                                    _connector="OR",
                                ),
                                name="communities_estate_point_whole",
                                violation_error_message="纬度和经度要么都填，要么都不填，并且要在范围之内。",
                            ),
                            models.UniqueConstraint(
                                fields=("community", "name"),
                                name="estate_name_once_a_community",
                                violation_error_message="这个社区已经有同名的小区（村、园区）。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCompany",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="企业名称")),
                        ("industry", models.CharField(blank=True, max_length=40, verbose_name="行业")),
                        (
                            "size",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("large", "大型"),
                                    ("medium", "中型"),
                                    ("small", "小型"),
                                    ("micro", "微型"),
                                ],
                                max_length=8,
                                verbose_name="规模",
                            ),
                        ),
                        (
                            "employees",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="职工人数"),
                        ),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="迁出日期")),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
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
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.estate",
                                verbose_name="园区（楼宇、小区）",
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
                        "verbose_name": "historical 企业",
                        "verbose_name_plural": "historical 企业",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Company",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="companies",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="companies",
                                to="communities.estate",
                                verbose_name="园区（楼宇、小区）",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="企业名称")),
                        ("industry", models.CharField(blank=True, max_length=40, verbose_name="行业")),
                        (
                            "size",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("large", "大型"),
                                    ("medium", "中型"),
                                    ("small", "小型"),
                                    ("micro", "微型"),
                                ],
                                max_length=8,
                                verbose_name="规模",
                            ),
                        ),
                        (
                            "employees",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="职工人数"),
                        ),
                        (
                            "contact_role",
                            models.CharField(
                                blank=True,
                                help_text="例如：行政部陈经理。",
                                max_length=30,
                                verbose_name="联系人（职务）",
                            ),
                        ),
                        (
                            "contact_phone",
                            guicheng.privacy.fields.SealedField(
                                blank=True,
                                default="",
                                help_text="只给工作人员看，加密保存。",
                                verbose_name="联系电话",
                            ),
                        ),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="迁出日期")),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                    ],
                    options={
                        "verbose_name": "企业",
                        "verbose_name_plural": "企业",
                        "ordering": ["community__code", "name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("community", "name"),
                                name="company_once_a_community",
                                violation_error_message="这个社区已经登记过同名的企业。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStudyVisit",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("title", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "by",
                            models.CharField(
                                blank=True,
                                help_text="写单位和岗位。",
                                max_length=200,
                                verbose_name="参加人员",
                            ),
                        ),
                        ("theme", models.TextField(blank=True, max_length=1000, verbose_name="主题")),
                        ("learnt", models.TextField(blank=True, max_length=4000, verbose_name="学到了什么")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
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
                        "verbose_name": "historical 外出考察",
                        "verbose_name_plural": "historical 外出考察",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StudyVisit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("title", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "by",
                            models.CharField(
                                blank=True,
                                help_text="写单位和岗位。",
                                max_length=200,
                                verbose_name="参加人员",
                            ),
                        ),
                        ("theme", models.TextField(blank=True, max_length=1000, verbose_name="主题")),
                        ("learnt", models.TextField(blank=True, max_length=4000, verbose_name="学到了什么")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "外出考察",
                        "verbose_name_plural": "外出考察",
                        "ordering": ["-on"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStudySite",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="考察点")),
                        ("town", models.CharField(blank=True, max_length=30, verbose_name="所在镇街")),
                        ("facts", models.TextField(blank=True, max_length=1000, verbose_name="情况和荣誉")),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        (
                            "study_visit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.studyvisit",
                                verbose_name="考察",
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
                        "verbose_name": "historical 考察点",
                        "verbose_name_plural": "historical 考察点",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StudySite",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "study_visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sites",
                                to="communities.studyvisit",
                                verbose_name="考察",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="考察点")),
                        ("town", models.CharField(blank=True, max_length=30, verbose_name="所在镇街")),
                        ("facts", models.TextField(blank=True, max_length=1000, verbose_name="情况和荣誉")),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                    ],
                    options={
                        "verbose_name": "考察点",
                        "verbose_name_plural": "考察点",
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSiteFigure",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(max_length=40, verbose_name="指标")),
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
                        ("unit", models.CharField(max_length=10, verbose_name="单位")),
                        ("as_of", models.DateField(blank=True, null=True, verbose_name="截至")),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.studysite",
                                verbose_name="考察点",
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
                        "verbose_name": "historical 考察点数据",
                        "verbose_name_plural": "historical 考察点数据",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SiteFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="communities.studysite",
                                verbose_name="考察点",
                            ),
                        ),
                        ("label", models.CharField(max_length=40, verbose_name="指标")),
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
                        ("unit", models.CharField(max_length=10, verbose_name="单位")),
                        ("as_of", models.DateField(blank=True, null=True, verbose_name="截至")),
                    ],
                    options={
                        "verbose_name": "考察点数据",
                        "verbose_name_plural": "考察点数据",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalConference",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        ("text", models.TextField(blank=True, max_length=4000, verbose_name="内容")),
                        ("public", models.BooleanField(default=False, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
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
                        "verbose_name": "historical 大会",
                        "verbose_name_plural": "historical 大会",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Conference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        ("text", models.TextField(blank=True, max_length=4000, verbose_name="内容")),
                        ("public", models.BooleanField(default=False, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "大会",
                        "verbose_name_plural": "大会",
                        "ordering": ["-on"],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organisations",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                help_text="整个社区的组织不用选。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organisations",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                help_text="例如：小区党支部的上级是社区党委，党小组的上级是小区党支部。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="communities.organisation",
                                verbose_name="上级组织",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("party_committee", "社区党委"),
                                    ("party_branch", "小区党支部"),
                                    ("party_group", "党小组"),
                                    ("owners_committee", "业委会"),
                                    ("property", "物业公司"),
                                    ("partner", "共建单位"),
                                    ("familiar_team", "创熟团队"),
                                    ("collective", "经济社（村民小组）"),
                                    ("autonomy_group", "自治小组"),
                                    ("neighbours", "街坊会"),
                                    ("social", "社团组织"),
                                    ("volunteers", "志愿服务队"),
                                ],
                                max_length=20,
                                verbose_name="类型",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "筹备中"),
                                    ("active", "运作中"),
                                    ("dissolved", "已终止"),
                                ],
                                default="active",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("founded_on", models.DateField(blank=True, null=True, verbose_name="成立日期")),
                        (
                            "founded_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="成立日期精确到",
                            ),
                        ),
                        ("dissolved_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "red_since",
                            models.DateField(
                                blank=True,
                                help_text="只有业委会可以填写；填了就算红色业委会。",
                                null=True,
                                verbose_name="成为红色业委会的日期",
                            ),
                        ),
                        (
                            "red_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="该日期精确到",
                            ),
                        ),
                        (
                            "members_count",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="成员人数"),
                        ),
                        (
                            "party_members_count",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="其中党员人数"),
                        ),
                        ("does", models.TextField(blank=True, max_length=2000, verbose_name="做什么")),
                        (
                            "contact_role",
                            models.CharField(
                                blank=True,
                                help_text="只写姓氏和职务，例如：陈会长。会公开。",
                                max_length=30,
                                verbose_name="联系人（职务）",
                            ),
                        ),
                        (
                            "public_phone",
                            models.CharField(
                                blank=True,
                                help_text="办公电话；会显示给居民。不要填个人手机号。",
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(1\\d{10}|0\\d{2,3}-?\\d{7,8}(-\\d{1,6})?|400-?\\d{3}-?\\d{4}|\\d{5,8})$",
                                        "电话请写成 0757-86123456、13812345678 或 12345 的样子。",
                                    )
                                ],
                                verbose_name="公开的电话",
                            ),
                        ),
                        (
                            "contact_phone",
                            guicheng.privacy.fields.SealedField(
                                blank=True,
                                default="",
                                help_text="只给工作人员看，加密保存。",
                                verbose_name="内部联系电话",
                            ),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "组织",
                        "verbose_name_plural": "组织",
                        "ordering": ["community__code", "kind", "name"],
                        "indexes": [
                            models.Index(fields=["kind", "status"], name="communities_kind_5054c9_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("community", "kind", "name"),
                                name="organisation_once_a_community",
                                violation_error_message="这个社区已经登记过同类同名的组织。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("dissolved_on__isnull", True),
                                    ("estate__isnull", False),
                                    ("kind", "owners_committee"),
                                ),
                                fields=("estate",),
                                name="one_owners_committee_an_estate",
                                violation_error_message="这个小区已经有一个业委会（红色业委会也算）。请修改原来的记录；已经换届终止的，先填终止日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("members_count__isnull", True),
                                    ("party_members_count__isnull", True),
                                    ("party_members_count__lte", models.F("members_count")),
                                    _connector="OR",
                                ),
                                name="organisation_party_members_among_members",
                                violation_error_message="党员人数不能多于成员人数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("red_since__isnull", True), ("kind", "owners_committee"), _connector="OR"
                                ),
                                name="organisation_red_only_of_owners",
                                violation_error_message="只有业委会可以填“成为红色业委会的日期”。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("dissolved_on__isnull", True),
                                    ("founded_on__isnull", True),
                                    ("dissolved_on__gte", models.F("founded_on")),
                                    _connector="OR",
                                ),
                                name="organisation_ends_after_start",
                                violation_error_message="终止日期不能早于成立日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("dissolved_on__isnull", False), ("status", "dissolved")),
                                    models.Q(
                                        models.Q(("status", "dissolved"), _negated=True),
                                        ("dissolved_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="organisation_dissolved_on_a_day",
                                violation_error_message="“已终止”的组织要填终止日期；没有终止的不要填。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisation",
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
                                    ("party_committee", "社区党委"),
                                    ("party_branch", "小区党支部"),
                                    ("party_group", "党小组"),
                                    ("owners_committee", "业委会"),
                                    ("property", "物业公司"),
                                    ("partner", "共建单位"),
                                    ("familiar_team", "创熟团队"),
                                    ("collective", "经济社（村民小组）"),
                                    ("autonomy_group", "自治小组"),
                                    ("neighbours", "街坊会"),
                                    ("social", "社团组织"),
                                    ("volunteers", "志愿服务队"),
                                ],
                                max_length=20,
                                verbose_name="类型",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "筹备中"),
                                    ("active", "运作中"),
                                    ("dissolved", "已终止"),
                                ],
                                default="active",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("founded_on", models.DateField(blank=True, null=True, verbose_name="成立日期")),
                        (
                            "founded_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="成立日期精确到",
                            ),
                        ),
                        ("dissolved_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "red_since",
                            models.DateField(
                                blank=True,
                                help_text="只有业委会可以填写；填了就算红色业委会。",
                                null=True,
                                verbose_name="成为红色业委会的日期",
                            ),
                        ),
                        (
                            "red_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="该日期精确到",
                            ),
                        ),
                        (
                            "members_count",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="成员人数"),
                        ),
                        (
                            "party_members_count",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="其中党员人数"),
                        ),
                        ("does", models.TextField(blank=True, max_length=2000, verbose_name="做什么")),
                        (
                            "contact_role",
                            models.CharField(
                                blank=True,
                                help_text="只写姓氏和职务，例如：陈会长。会公开。",
                                max_length=30,
                                verbose_name="联系人（职务）",
                            ),
                        ),
                        (
                            "public_phone",
                            models.CharField(
                                blank=True,
                                help_text="办公电话；会显示给居民。不要填个人手机号。",
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(1\\d{10}|0\\d{2,3}-?\\d{7,8}(-\\d{1,6})?|400-?\\d{3}-?\\d{4}|\\d{5,8})$",
                                        "电话请写成 0757-86123456、13812345678 或 12345 的样子。",
                                    )
                                ],
                                verbose_name="公开的电话",
                            ),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
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
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="整个社区的组织不用选。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="例如：小区党支部的上级是社区党委，党小组的上级是小区党支部。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="上级组织",
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
                        "verbose_name": "historical 组织",
                        "verbose_name_plural": "historical 组织",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlace",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "lat",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="纬度",
                            ),
                        ),
                        (
                            "lon",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                                verbose_name="经度",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("building", "楼"), ("lane", "巷"), ("street", "街")],
                                default="building",
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="照门牌写，例如：3栋、A座、12幢2单元、上九街。",
                                max_length=40,
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "households",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="户数"),
                        ),
                        (
                            "closed_on",
                            models.DateField(
                                blank=True,
                                help_text="拆除或合并以后填写；以前的任职记录都会保留。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
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
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="巷和街可以不属于任何小区。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
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
                        "verbose_name": "historical 楼巷街",
                        "verbose_name_plural": "historical 楼巷街",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lat",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="纬度",
                            ),
                        ),
                        (
                            "lon",
                            models.FloatField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                                verbose_name="经度",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                help_text="巷和街可以不属于任何小区。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("building", "楼"), ("lane", "巷"), ("street", "街")],
                                default="building",
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="照门牌写，例如：3栋、A座、12幢2单元、上九街。",
                                max_length=40,
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "households",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="户数"),
                        ),
                        (
                            "closed_on",
                            models.DateField(
                                blank=True,
                                help_text="拆除或合并以后填写；以前的任职记录都会保留。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                    ],
                    options={
                        "verbose_name": "楼巷街",
                        "verbose_name_plural": "楼巷街",
                        "ordering": ["community__code", "estate__name", "kind", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lat__isnull", True), ("lon__isnull", True)),
                                    models.Q(
                                        ("lat__gte", -90),
                                        ("lat__lte", 90),
                                        ("lon__gte", -180),
                                        ("lon__lte", 180),
                                    ),
                                    _connector="OR",
                                ),
                                name="communities_place_point_whole",
                                violation_error_message="纬度和经度要么都填，要么都不填，并且要在范围之内。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("estate__isnull", False)),
                                fields=("estate", "kind", "name"),
                                name="place_once_an_estate",
                                violation_error_message="这个小区已经登记过同名的楼（巷、街）。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("estate__isnull", True)),
                                fields=("community", "kind", "name"),
                                name="place_once_a_community",
                                violation_error_message="这个社区已经登记过同名的楼（巷、街）。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorks",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                blank=True,
                                help_text="例如：2单元。整个小区的事不填。",
                                max_length=40,
                                verbose_name="单元（幢）",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lift", "加装电梯"),
                                    ("renovation", "老旧小区改造"),
                                    ("property", "选聘物业"),
                                    ("fund", "使用维修资金"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                help_text="例如：俊雅花园3栋2单元加装电梯。",
                                max_length=80,
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("intent", "意向"),
                                    ("consent", "征求意见与表决"),
                                    ("notice", "公示"),
                                    ("permit", "报建"),
                                    ("building", "施工"),
                                    ("done", "竣工验收与使用登记"),
                                    ("stopped", "已中止"),
                                ],
                                default="intent",
                                editable=False,
                                max_length=10,
                                verbose_name="阶段",
                            ),
                        ),
                        (
                            "stage_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="进入这个阶段"
                            ),
                        ),
                        (
                            "stage_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                editable=False,
                                max_length=5,
                            ),
                        ),
                        (
                            "led_by",
                            models.CharField(
                                blank=True,
                                help_text="写单位或岗位，例如：社区居委会、3栋楼长、业委会主任。不写全名；会公开。",
                                max_length=60,
                                verbose_name="牵头人（岗位）",
                            ),
                        ),
                        (
                            "about",
                            models.TextField(
                                blank=True,
                                help_text="做什么、惠及多少户。会公开。",
                                max_length=2000,
                                verbose_name="介绍",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="内部备注")),
                        (
                            "started_on",
                            models.DateField(
                                blank=True,
                                help_text="不填就取第一个阶段的日期。",
                                null=True,
                                verbose_name="开始日期",
                            ),
                        ),
                        (
                            "finished_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="完成日期"),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
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
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="地图上的位置就是小区的位置。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
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
                                verbose_name="楼",
                            ),
                        ),
                        (
                            "led_by_organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="牵头的组织",
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
                        "verbose_name": "historical 改造与物业事项",
                        "verbose_name_plural": "historical 改造与物业事项",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Works",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="works",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                help_text="地图上的位置就是小区的位置。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="works",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="works",
                                to="communities.place",
                                verbose_name="楼",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                blank=True,
                                help_text="例如：2单元。整个小区的事不填。",
                                max_length=40,
                                verbose_name="单元（幢）",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lift", "加装电梯"),
                                    ("renovation", "老旧小区改造"),
                                    ("property", "选聘物业"),
                                    ("fund", "使用维修资金"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                help_text="例如：俊雅花园3栋2单元加装电梯。",
                                max_length=80,
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("intent", "意向"),
                                    ("consent", "征求意见与表决"),
                                    ("notice", "公示"),
                                    ("permit", "报建"),
                                    ("building", "施工"),
                                    ("done", "竣工验收与使用登记"),
                                    ("stopped", "已中止"),
                                ],
                                default="intent",
                                editable=False,
                                max_length=10,
                                verbose_name="阶段",
                            ),
                        ),
                        (
                            "stage_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="进入这个阶段"
                            ),
                        ),
                        (
                            "stage_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                editable=False,
                                max_length=5,
                            ),
                        ),
                        (
                            "led_by_organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="works",
                                to="communities.organisation",
                                verbose_name="牵头的组织",
                            ),
                        ),
                        (
                            "led_by",
                            models.CharField(
                                blank=True,
                                help_text="写单位或岗位，例如：社区居委会、3栋楼长、业委会主任。不写全名；会公开。",
                                max_length=60,
                                verbose_name="牵头人（岗位）",
                            ),
                        ),
                        (
                            "about",
                            models.TextField(
                                blank=True,
                                help_text="做什么、惠及多少户。会公开。",
                                max_length=2000,
                                verbose_name="介绍",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="内部备注")),
                        (
                            "started_on",
                            models.DateField(
                                blank=True,
                                help_text="不填就取第一个阶段的日期。",
                                null=True,
                                verbose_name="开始日期",
                            ),
                        ),
                        (
                            "finished_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="完成日期"),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "改造与物业事项",
                        "verbose_name_plural": "改造与物业事项",
                        "ordering": ["-stage_on", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["public", "-stage_on", "-id"], name="communities_public_0feb34_idx"
                            ),
                            models.Index(
                                fields=["community", "stage"], name="communities_communi_fc35d8_idx"
                            ),
                            models.Index(fields=["stage", "kind"], name="communities_stage_dd12df_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("community", "title"),
                                name="works_title_once_a_community",
                                violation_error_message="这个社区已经登记过同名的事项。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finished_on__isnull", True),
                                    ("started_on__isnull", True),
                                    ("finished_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="works_ends_after_start",
                                violation_error_message="完成日期不能早于开始日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorksStage",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("intent", "意向"),
                                    ("consent", "征求意见与表决"),
                                    ("notice", "公示"),
                                    ("permit", "报建"),
                                    ("building", "施工"),
                                    ("done", "竣工验收与使用登记"),
                                    ("stopped", "已中止"),
                                ],
                                max_length=10,
                                verbose_name="阶段",
                            ),
                        ),
                        ("on", models.DateField(help_text="只知道年月时填当月 1 日。", verbose_name="日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="精确到",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("public", models.BooleanField(default=True, verbose_name="公开说明")),
                        (
                            "works",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.works",
                                verbose_name="事项",
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
                        "verbose_name": "historical 阶段",
                        "verbose_name_plural": "historical 阶段",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WorksStage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "works",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stages",
                                to="communities.works",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("intent", "意向"),
                                    ("consent", "征求意见与表决"),
                                    ("notice", "公示"),
                                    ("permit", "报建"),
                                    ("building", "施工"),
                                    ("done", "竣工验收与使用登记"),
                                    ("stopped", "已中止"),
                                ],
                                max_length=10,
                                verbose_name="阶段",
                            ),
                        ),
                        ("on", models.DateField(help_text="只知道年月时填当月 1 日。", verbose_name="日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="精确到",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("public", models.BooleanField(default=True, verbose_name="公开说明")),
                    ],
                    options={
                        "verbose_name": "阶段",
                        "verbose_name_plural": "阶段",
                        "ordering": ["on", "pk"],
                        "indexes": [models.Index(fields=["on"], name="communities_on_6a8fa9_idx")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("works", "stage"),
                                name="works_stage_once",
                                violation_error_message="同一个阶段只登记一次，请改原来的一行。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalConsultationNote",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "text",
                            models.CharField(
                                help_text="人名只写姓氏和身份，例如：3栋陈楼长。",
                                max_length=500,
                                verbose_name="征求意见的情况",
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="公开")),
                        (
                            "works",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.works",
                                verbose_name="事项",
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
                        "verbose_name": "historical 征求意见记录",
                        "verbose_name_plural": "historical 征求意见记录",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ConsultationNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "works",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consultations",
                                to="communities.works",
                                verbose_name="事项",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "text",
                            models.CharField(
                                help_text="人名只写姓氏和身份，例如：3栋陈楼长。",
                                max_length=500,
                                verbose_name="征求意见的情况",
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="公开")),
                    ],
                    options={
                        "verbose_name": "征求意见记录",
                        "verbose_name_plural": "征求意见记录",
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorksPhoto",
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
                        ("public", models.BooleanField(default=False, verbose_name="公开")),
                        (
                            "works",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.works",
                                verbose_name="事项",
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
                        "verbose_name": "historical 照片",
                        "verbose_name_plural": "historical 照片",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WorksPhoto",
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
                            "works",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="communities.works",
                                verbose_name="事项",
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="公开")),
                    ],
                    options={
                        "verbose_name": "照片",
                        "verbose_name_plural": "照片",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalConsentRule",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "matter",
                            models.CharField(
                                choices=[
                                    ("lift", "加装电梯"),
                                    ("renovation", "老旧小区改造"),
                                    ("property", "选聘物业"),
                                    ("fund", "使用维修资金"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="哪类事项",
                            ),
                        ),
                        (
                            "effective_from",
                            models.DateField(
                                help_text="这一天以后的表决按这一条算。", verbose_name="从哪天起"
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[("unit", "按单元（幢）表决"), ("estate", "按整个小区表决")],
                                max_length=8,
                                verbose_name="表决范围",
                            ),
                        ),
                        (
                            "taking_households",
                            communities.models.consent.FractionField(
                                help_text="写分数，例如 2/3。",
                                max_length=7,
                                verbose_name="参与表决的户数占比",
                            ),
                        ),
                        (
                            "taking_area",
                            communities.models.consent.FractionField(
                                max_length=7, verbose_name="参与表决的面积占比"
                            ),
                        ),
                        (
                            "agreeing_households",
                            communities.models.consent.FractionField(
                                max_length=7, verbose_name="同意的户数占参与的比例"
                            ),
                        ),
                        (
                            "agreeing_area",
                            communities.models.consent.FractionField(
                                max_length=7, verbose_name="同意的面积占参与的比例"
                            ),
                        ),
                        (
                            "agreeing_more_than",
                            models.BooleanField(
                                default=False,
                                help_text="“过半数”不含正好一半，打勾；“四分之三以上”含正好四分之三，不打勾。",
                                verbose_name="同意要超过这个比例",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                help_text="会公开，例如：《民法典》第二百七十八条。",
                                max_length=300,
                                verbose_name="依据",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
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
                        "verbose_name": "historical 表决门槛",
                        "verbose_name_plural": "historical 表决门槛",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ConsentRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "matter",
                            models.CharField(
                                choices=[
                                    ("lift", "加装电梯"),
                                    ("renovation", "老旧小区改造"),
                                    ("property", "选聘物业"),
                                    ("fund", "使用维修资金"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="哪类事项",
                            ),
                        ),
                        (
                            "effective_from",
                            models.DateField(
                                help_text="这一天以后的表决按这一条算。", verbose_name="从哪天起"
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[("unit", "按单元（幢）表决"), ("estate", "按整个小区表决")],
                                max_length=8,
                                verbose_name="表决范围",
                            ),
                        ),
                        (
                            "taking_households",
                            communities.models.consent.FractionField(
                                help_text="写分数，例如 2/3。",
                                max_length=7,
                                verbose_name="参与表决的户数占比",
                            ),
                        ),
                        (
                            "taking_area",
                            communities.models.consent.FractionField(
                                max_length=7, verbose_name="参与表决的面积占比"
                            ),
                        ),
                        (
                            "agreeing_households",
                            communities.models.consent.FractionField(
                                max_length=7, verbose_name="同意的户数占参与的比例"
                            ),
                        ),
                        (
                            "agreeing_area",
                            communities.models.consent.FractionField(
                                max_length=7, verbose_name="同意的面积占参与的比例"
                            ),
                        ),
                        (
                            "agreeing_more_than",
                            models.BooleanField(
                                default=False,
                                help_text="“过半数”不含正好一半，打勾；“四分之三以上”含正好四分之三，不打勾。",
                                verbose_name="同意要超过这个比例",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                help_text="会公开，例如：《民法典》第二百七十八条。",
                                max_length=300,
                                verbose_name="依据",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                    ],
                    options={
                        "verbose_name": "表决门槛",
                        "verbose_name_plural": "表决门槛",
                        "ordering": ["matter", "-effective_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("matter", "effective_from"),
                                name="consent_rule_once_a_day",
                                violation_error_message="这类事项从这一天起已经有一条门槛。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreeing_area__regex", "^[1-9]\\d{0,2}/[1-9]\\d{0,2}$"),
                                    ("agreeing_households__regex", "^[1-9]\\d{0,2}/[1-9]\\d{0,2}$"),
                                    ("taking_area__regex", "^[1-9]\\d{0,2}/[1-9]\\d{0,2}$"),
                                    ("taking_households__regex", "^[1-9]\\d{0,2}/[1-9]\\d{0,2}$"),
                                ),
                                name="consent_rule_in_fractions",
                                violation_error_message="比例请写成分数，例如 2/3。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalConsentVote",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                help_text="按单元（幢）表决的写明哪一个；整个小区一起表决的不填。",
                                max_length=40,
                                verbose_name="单元（幢）",
                            ),
                        ),
                        ("asked_on", models.DateField(verbose_name="表决日期")),
                        ("eligible_households", models.PositiveIntegerField(verbose_name="应参与户数")),
                        (
                            "eligible_area",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="应参与面积（平方米）"
                            ),
                        ),
                        ("taking_households", models.PositiveIntegerField(verbose_name="参与户数")),
                        (
                            "taking_area",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="参与面积（平方米）"
                            ),
                        ),
                        ("agreeing_households", models.PositiveIntegerField(verbose_name="同意户数")),
                        (
                            "agreeing_area",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="同意面积（平方米）"
                            ),
                        ),
                        (
                            "public",
                            models.BooleanField(
                                default=True,
                                help_text="只公开比例，不公开户数和面积。",
                                verbose_name="公开结果",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明（内部）")),
                        (
                            "works",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.works",
                                verbose_name="事项",
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
                        "verbose_name": "historical 表决",
                        "verbose_name_plural": "historical 表决",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ConsentVote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "works",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="votes",
                                to="communities.works",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                help_text="按单元（幢）表决的写明哪一个；整个小区一起表决的不填。",
                                max_length=40,
                                verbose_name="单元（幢）",
                            ),
                        ),
                        ("asked_on", models.DateField(verbose_name="表决日期")),
                        ("eligible_households", models.PositiveIntegerField(verbose_name="应参与户数")),
                        (
                            "eligible_area",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="应参与面积（平方米）"
                            ),
                        ),
                        ("taking_households", models.PositiveIntegerField(verbose_name="参与户数")),
                        (
                            "taking_area",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="参与面积（平方米）"
                            ),
                        ),
                        ("agreeing_households", models.PositiveIntegerField(verbose_name="同意户数")),
                        (
                            "agreeing_area",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="同意面积（平方米）"
                            ),
                        ),
                        (
                            "public",
                            models.BooleanField(
                                default=True,
                                help_text="只公开比例，不公开户数和面积。",
                                verbose_name="公开结果",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明（内部）")),
                    ],
                    options={
                        "verbose_name": "表决",
                        "verbose_name_plural": "表决",
                        "ordering": ["-asked_on", "unit", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("works", "unit", "asked_on"),
                                name="consent_vote_once_a_day",
                                violation_error_message="这一天这个单元（幢）的表决已经登记过。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("eligible_households__gt", 0),
                                    ("taking_households__lte", models.F("eligible_households")),
                                    ("agreeing_households__lte", models.F("taking_households")),
                                ),
                                name="consent_households_in_order",
                                violation_error_message="户数不对：同意的不能多于参与的，参与的不能多于应参与的。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreeing_area__gte", 0),
                                    ("eligible_area__gt", 0),
                                    ("taking_area__gte", 0),
                                    ("taking_area__lte", models.F("eligible_area")),
                                    ("agreeing_area__lte", models.F("taking_area")),
                                ),
                                name="consent_area_in_order",
                                violation_error_message="面积不对：同意的不能多于参与的，参与的不能多于应参与的。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDeliberation",
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
                                    ("forum", "城市论坛"),
                                    ("joint", "多方联席会议"),
                                    ("exchange", "创熟交流会"),
                                    ("tea", "乡贤茶话会"),
                                    ("renovation", "改造座谈会"),
                                    ("residents", "居民议事会"),
                                ],
                                default="forum",
                                max_length=12,
                                verbose_name="形式",
                            ),
                        ),
                        ("topic", models.CharField(max_length=80, verbose_name="议题")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "筹备中（不公开）"),
                                    ("announced", "已预告"),
                                    ("held", "已召开"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        (
                            "date_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="时间精确到",
                            ),
                        ),
                        ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        ("where", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                        ("agenda", models.TextField(blank=True, max_length=4000, verbose_name="议程")),
                        (
                            "minutes",
                            models.TextField(blank=True, max_length=20000, verbose_name="会议记录（内部）"),
                        ),
                        (
                            "public_minutes",
                            models.TextField(
                                blank=True,
                                help_text="会显示给居民。人名只写姓氏和身份，例如：陈楼长、物业李经理。",
                                max_length=8000,
                                verbose_name="公开的纪要",
                            ),
                        ),
                        (
                            "minutes_published_on",
                            models.DateField(blank=True, null=True, verbose_name="纪要公开日期"),
                        ),
                        (
                            "attendance",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="到场人数"),
                        ),
                        (
                            "cancelled_because",
                            models.CharField(
                                blank=True,
                                help_text="会显示给居民，例如：台风预警，改期另行通知。",
                                max_length=200,
                                verbose_name="取消的原因",
                            ),
                        ),
                        ("sign_up_open", models.BooleanField(default=False, verbose_name="接受网上报名")),
                        (
                            "capacity",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="网上报名最多收多少人；不填就是不限。",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="座位数",
                            ),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="不选社区就是街道组织的。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
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
                        "verbose_name": "historical 议事协商",
                        "verbose_name_plural": "historical 议事协商",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Deliberation",
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
                                help_text="不选社区就是街道组织的。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliberations",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliberations",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("forum", "城市论坛"),
                                    ("joint", "多方联席会议"),
                                    ("exchange", "创熟交流会"),
                                    ("tea", "乡贤茶话会"),
                                    ("renovation", "改造座谈会"),
                                    ("residents", "居民议事会"),
                                ],
                                default="forum",
                                max_length=12,
                                verbose_name="形式",
                            ),
                        ),
                        ("topic", models.CharField(max_length=80, verbose_name="议题")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "筹备中（不公开）"),
                                    ("announced", "已预告"),
                                    ("held", "已召开"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        (
                            "date_precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="时间精确到",
                            ),
                        ),
                        ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        ("where", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                        ("agenda", models.TextField(blank=True, max_length=4000, verbose_name="议程")),
                        (
                            "minutes",
                            models.TextField(blank=True, max_length=20000, verbose_name="会议记录（内部）"),
                        ),
                        (
                            "public_minutes",
                            models.TextField(
                                blank=True,
                                help_text="会显示给居民。人名只写姓氏和身份，例如：陈楼长、物业李经理。",
                                max_length=8000,
                                verbose_name="公开的纪要",
                            ),
                        ),
                        (
                            "minutes_published_on",
                            models.DateField(blank=True, null=True, verbose_name="纪要公开日期"),
                        ),
                        (
                            "attendance",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="到场人数"),
                        ),
                        (
                            "cancelled_because",
                            models.CharField(
                                blank=True,
                                help_text="会显示给居民，例如：台风预警，改期另行通知。",
                                max_length=200,
                                verbose_name="取消的原因",
                            ),
                        ),
                        ("sign_up_open", models.BooleanField(default=False, verbose_name="接受网上报名")),
                        (
                            "capacity",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="网上报名最多收多少人；不填就是不限。",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="座位数",
                            ),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "议事协商",
                        "verbose_name_plural": "议事协商",
                        "ordering": ["-starts_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["community", "-starts_at"], name="communities_communi_3ae3d6_idx"
                            ),
                            models.Index(fields=["status"], name="communities_status_7bbc67_idx"),
                            models.Index(fields=["-starts_at", "-id"], name="communities_starts__870c47_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", True),
                                    ("ends_at__gt", models.F("starts_at")),
                                    _connector="OR",
                                ),
                                name="deliberation_ends_after_start",
                                violation_error_message="结束时间必须晚于开始时间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes_published_on__isnull", True),
                                    models.Q(("public_minutes", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="deliberation_publishes_written_minutes",
                                violation_error_message="纪要已经公开，不能清空；请先撤回公开。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDeliberationParty",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "stands_for",
                            models.CharField(
                                choices=[
                                    ("residents", "居民代表"),
                                    ("owners", "业委会"),
                                    ("property", "物业"),
                                    ("community", "社区"),
                                    ("department", "部门"),
                                    ("expert", "专家"),
                                    ("other", "其他"),
                                ],
                                default="residents",
                                max_length=10,
                                verbose_name="代表哪一方",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True,
                                help_text="会公开。人名只写姓氏和身份，例如：3栋陈楼长。",
                                max_length=60,
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "people",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="人数",
                            ),
                        ),
                        ("invited", models.BooleanField(default=True, verbose_name="邀请了")),
                        ("present", models.BooleanField(default=False, verbose_name="到场了")),
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
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="组织",
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
                        "verbose_name": "historical 参加方",
                        "verbose_name_plural": "historical 参加方",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="DeliberationParty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parties",
                                to="communities.deliberation",
                                verbose_name="议事协商",
                            ),
                        ),
                        (
                            "stands_for",
                            models.CharField(
                                choices=[
                                    ("residents", "居民代表"),
                                    ("owners", "业委会"),
                                    ("property", "物业"),
                                    ("community", "社区"),
                                    ("department", "部门"),
                                    ("expert", "专家"),
                                    ("other", "其他"),
                                ],
                                default="residents",
                                max_length=10,
                                verbose_name="代表哪一方",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliberations",
                                to="communities.organisation",
                                verbose_name="组织",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True,
                                help_text="会公开。人名只写姓氏和身份，例如：3栋陈楼长。",
                                max_length=60,
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "people",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="人数",
                            ),
                        ),
                        ("invited", models.BooleanField(default=True, verbose_name="邀请了")),
                        ("present", models.BooleanField(default=False, verbose_name="到场了")),
                    ],
                    options={
                        "verbose_name": "参加方",
                        "verbose_name_plural": "参加方",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    ("organisation__isnull", False),
                                    _connector="OR",
                                ),
                                name="party_is_somebody",
                                violation_error_message="请选一个组织，或者写上名称。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("people__gte", 1)),
                                name="party_of_people",
                                violation_error_message="人数至少是 1。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDeliberationPhoto",
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
                        ("public", models.BooleanField(default=False, verbose_name="公开")),
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
                        "verbose_name": "historical 议事照片",
                        "verbose_name_plural": "historical 议事照片",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="DeliberationPhoto",
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
                            "deliberation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="communities.deliberation",
                                verbose_name="议事协商",
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="公开")),
                    ],
                    options={
                        "verbose_name": "议事照片",
                        "verbose_name_plural": "议事照片",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DeliberationSignUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_ups",
                                to="communities.deliberation",
                                verbose_name="议事协商",
                            ),
                        ),
                        (
                            "surname",
                            models.CharField(blank=True, editable=False, max_length=10, verbose_name="姓氏"),
                        ),
                        (
                            "phone",
                            guicheng.privacy.fields.SealedField(
                                blank=True, default="", editable=False, verbose_name="电话"
                            ),
                        ),
                        (
                            "phone_print",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="电话指纹"
                            ),
                        ),
                        (
                            "people",
                            models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="人数"),
                        ),
                        (
                            "token_hash",
                            models.CharField(
                                editable=False, max_length=64, null=True, unique=True, verbose_name="链接指纹"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="报名时间")),
                        (
                            "cancelled_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="取消时间"
                            ),
                        ),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去个人信息日期"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "议事报名",
                        "verbose_name_plural": "议事报名",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["phone_print"], name="communities_phone_p_c547d6_idx"),
                            models.Index(
                                fields=["erased_on", "deliberation"], name="communities_erased__8f3479_idx"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("phone_print", ""), _negated=True),
                                    ("cancelled_at__isnull", True),
                                ),
                                fields=("deliberation", "phone_print"),
                                name="one_deliberation_sign_up_a_phone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("people__gte", 1), ("people__lte", 5)),
                                name="deliberation_sign_up_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliberationPresence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="presences",
                                to="communities.deliberation",
                                verbose_name="议事协商",
                            ),
                        ),
                        (
                            "device_print",
                            models.CharField(editable=False, max_length=64, verbose_name="手机指纹"),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                    ],
                    options={
                        "verbose_name": "扫码到场",
                        "verbose_name_plural": "扫码到场",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("deliberation", "device_print"), name="one_presence_a_device"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStreetDocument",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="标题")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="小写英文字母、数字和横线，例如 12345。",
                                max_length=40,
                                verbose_name="网址里的名称",
                            ),
                        ),
                        ("version_on", models.DateField(verbose_name="版本日期")),
                        ("intro", models.TextField(blank=True, max_length=2000, verbose_name="引言")),
                        ("public", models.BooleanField(default=False, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
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
                        "verbose_name": "historical 街道文件",
                        "verbose_name_plural": "historical 街道文件",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StreetDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="标题")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="小写英文字母、数字和横线，例如 12345。",
                                max_length=40,
                                unique=True,
                                verbose_name="网址里的名称",
                            ),
                        ),
                        ("version_on", models.DateField(verbose_name="版本日期")),
                        ("intro", models.TextField(blank=True, max_length=2000, verbose_name="引言")),
                        ("public", models.BooleanField(default=False, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "街道文件",
                        "verbose_name_plural": "街道文件",
                        "ordering": ["title"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDocumentPart",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("heading", models.CharField(max_length=80, verbose_name="小标题")),
                        ("text", models.TextField(blank=True, max_length=4000, verbose_name="内容")),
                        (
                            "link_to",
                            models.CharField(
                                blank=True,
                                choices=communities.targets.target_choices,
                                help_text="阅读时会显示这类记录现在有多少，点一下可以打开。",
                                max_length=20,
                                verbose_name="对应的记录",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.streetdocument",
                                verbose_name="文件",
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
                        "verbose_name": "historical 文件的部分",
                        "verbose_name_plural": "historical 文件的各部分",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="DocumentPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="communities.streetdocument",
                                verbose_name="文件",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("heading", models.CharField(max_length=80, verbose_name="小标题")),
                        ("text", models.TextField(blank=True, max_length=4000, verbose_name="内容")),
                        (
                            "link_to",
                            models.CharField(
                                blank=True,
                                choices=communities.targets.target_choices,
                                help_text="阅读时会显示这类记录现在有多少，点一下可以打开。",
                                max_length=20,
                                verbose_name="对应的记录",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文件的部分",
                        "verbose_name_plural": "文件的各部分",
                        "ordering": ["number", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("document", "number"),
                                name="document_part_number_once",
                                violation_error_message="这份文件里已经有这个序号。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEstateEvent",
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
                                    ("property", "选聘物业"),
                                    ("election", "换届"),
                                    ("renewal", "改造"),
                                    ("handover", "交付"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=10,
                                verbose_name="类型",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(help_text="不写个人全名。", max_length=80, verbose_name="事件"),
                        ),
                        ("text", models.TextField(blank=True, max_length=2000, verbose_name="经过")),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
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
                        "verbose_name": "historical 小区大事",
                        "verbose_name_plural": "historical 小区大事",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="EstateEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("property", "选聘物业"),
                                    ("election", "换届"),
                                    ("renewal", "改造"),
                                    ("handover", "交付"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=10,
                                verbose_name="类型",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(help_text="不写个人全名。", max_length=80, verbose_name="事件"),
                        ),
                        ("text", models.TextField(blank=True, max_length=2000, verbose_name="经过")),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "小区大事",
                        "verbose_name_plural": "小区大事",
                        "ordering": ["-on", "-pk"],
                        "indexes": [
                            models.Index(fields=["estate", "-on"], name="communities_estate__8ff9ef_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("estate", "on", "title"),
                                name="estate_event_once_a_day",
                                violation_error_message="这个小区这一天已经登记过同样的事。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFamiliarStatus",
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
                                choices=[
                                    ("not_started", "未启动"),
                                    ("started", "已启动"),
                                    ("building", "创建中"),
                                    ("self_assessed", "自评"),
                                    ("inspection", "待验收"),
                                    ("certified", "达标"),
                                    ("recheck", "到期复评"),
                                    ("failed", "未通过"),
                                ],
                                max_length=13,
                                verbose_name="状态",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="只有“达标”可以填；没有期限的不填。",
                                null=True,
                                verbose_name="有效期至",
                            ),
                        ),
                        (
                            "by",
                            models.CharField(
                                blank=True,
                                help_text="例如：南海区民政局。",
                                max_length=60,
                                verbose_name="认定（登记）单位",
                            ),
                        ),
                        (
                            "document",
                            models.CharField(
                                blank=True, help_text="文件名称或文号。", max_length=120, verbose_name="文件"
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
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
                        "verbose_name": "historical 创熟状态",
                        "verbose_name_plural": "historical 创熟状态",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FamiliarStatus",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="familiar_statuses",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("not_started", "未启动"),
                                    ("started", "已启动"),
                                    ("building", "创建中"),
                                    ("self_assessed", "自评"),
                                    ("inspection", "待验收"),
                                    ("certified", "达标"),
                                    ("recheck", "到期复评"),
                                    ("failed", "未通过"),
                                ],
                                max_length=13,
                                verbose_name="状态",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "expires_on",
                            models.DateField(
                                blank=True,
                                help_text="只有“达标”可以填；没有期限的不填。",
                                null=True,
                                verbose_name="有效期至",
                            ),
                        ),
                        (
                            "by",
                            models.CharField(
                                blank=True,
                                help_text="例如：南海区民政局。",
                                max_length=60,
                                verbose_name="认定（登记）单位",
                            ),
                        ),
                        (
                            "document",
                            models.CharField(
                                blank=True, help_text="文件名称或文号。", max_length=120, verbose_name="文件"
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "创熟状态",
                        "verbose_name_plural": "创熟状态",
                        "ordering": ["community__code", "-on", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["community", "-on", "-id"], name="communities_communi_abab90_idx"
                            ),
                            models.Index(fields=["status", "on"], name="communities_status_02855f_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on__isnull", True),
                                    ("expires_on__gt", models.F("on")),
                                    _connector="OR",
                                ),
                                name="familiar_expires_after_start",
                                violation_error_message="有效期不能早于达标的日期，也不能是同一天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on__isnull", True), ("status", "certified"), _connector="OR"
                                ),
                                name="familiar_only_certificates_expire",
                                violation_error_message="只有“达标”可以填有效期。",
                            ),
                            models.UniqueConstraint(
                                fields=("community", "status", "on"),
                                name="familiar_status_once_a_day",
                                violation_error_message="这个社区这一天已经登记过同样的状态。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFamiliarCriterion",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=60, verbose_name="标准")),
                        (
                            "explanation",
                            models.CharField(blank=True, max_length=300, verbose_name="怎样算做到"),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="分值",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        ("active", models.BooleanField(default=True, verbose_name="使用中")),
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
                        "verbose_name": "historical 创熟标准",
                        "verbose_name_plural": "historical 创熟标准",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FamiliarCriterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, unique=True, verbose_name="标准")),
                        (
                            "explanation",
                            models.CharField(blank=True, max_length=300, verbose_name="怎样算做到"),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="分值",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        ("active", models.BooleanField(default=True, verbose_name="使用中")),
                    ],
                    options={
                        "verbose_name": "创熟标准",
                        "verbose_name_plural": "创熟标准",
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", 1), ("weight__lte", 100)),
                                name="familiar_criterion_weight_1_to_100",
                                violation_error_message="分值在 1 到 100 之间。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSelfAssessment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="年度",
                            ),
                        ),
                        (
                            "submitted_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="提交日期"),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
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
                        "verbose_name": "historical 创熟自评",
                        "verbose_name_plural": "historical 创熟自评",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SelfAssessment",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="self_assessments",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="年度",
                            ),
                        ),
                        (
                            "submitted_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="提交日期"),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                    ],
                    options={
                        "verbose_name": "创熟自评",
                        "verbose_name_plural": "创熟自评",
                        "ordering": ["-year", "community__code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("community", "year"),
                                name="self_assessment_once_a_year",
                                violation_error_message="这个社区这一年已经有自评，请打开原来的继续填。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAssessmentLine",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("weight", models.PositiveSmallIntegerField(editable=False, verbose_name="分值")),
                        (
                            "met",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "是"), ("partly", "部分"), ("no", "否")],
                                max_length=6,
                                verbose_name="做到了吗",
                            ),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=500, verbose_name="依据")),
                        (
                            "assessment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.selfassessment",
                                verbose_name="自评",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.familiarcriterion",
                                verbose_name="标准",
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
                        "verbose_name": "historical 自评项",
                        "verbose_name_plural": "historical 自评项",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AssessmentLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="communities.selfassessment",
                                verbose_name="自评",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="communities.familiarcriterion",
                                verbose_name="标准",
                            ),
                        ),
                        ("weight", models.PositiveSmallIntegerField(editable=False, verbose_name="分值")),
                        (
                            "met",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "是"), ("partly", "部分"), ("no", "否")],
                                max_length=6,
                                verbose_name="做到了吗",
                            ),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=500, verbose_name="依据")),
                    ],
                    options={
                        "verbose_name": "自评项",
                        "verbose_name_plural": "自评项",
                        "ordering": ["criterion__order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assessment", "criterion"),
                                name="assessment_line_once",
                                violation_error_message="这条标准已经在自评里。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProject",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="年度",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="项目名称")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "计划中"),
                                    ("running", "进行中"),
                                    ("finished", "已结项"),
                                    ("stopped", "已中止"),
                                ],
                                default="running",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "problem",
                            models.TextField(blank=True, max_length=2000, verbose_name="要解决的问题"),
                        ),
                        (
                            "partners",
                            models.CharField(
                                blank=True, help_text="用顿号隔开。", max_length=300, verbose_name="共建单位"
                            ),
                        ),
                        (
                            "budget",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="预算（元）",
                            ),
                        ),
                        ("budget_public", models.BooleanField(default=False, verbose_name="公开预算")),
                        ("results", models.TextField(blank=True, max_length=4000, verbose_name="成效")),
                        ("lessons", models.TextField(blank=True, max_length=4000, verbose_name="经验和教训")),
                        (
                            "presented_on",
                            models.DateField(blank=True, null=True, verbose_name="在大会上交流的日期"),
                        ),
                        ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="年终评审日期")),
                        (
                            "review",
                            models.TextField(blank=True, max_length=2000, verbose_name="评审意见（内部）"),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
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
                        "verbose_name": "historical 书记项目",
                        "verbose_name_plural": "historical 书记项目",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Project",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="年度",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="项目名称")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "计划中"),
                                    ("running", "进行中"),
                                    ("finished", "已结项"),
                                    ("stopped", "已中止"),
                                ],
                                default="running",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "problem",
                            models.TextField(blank=True, max_length=2000, verbose_name="要解决的问题"),
                        ),
                        (
                            "partners",
                            models.CharField(
                                blank=True, help_text="用顿号隔开。", max_length=300, verbose_name="共建单位"
                            ),
                        ),
                        (
                            "budget",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="预算（元）",
                            ),
                        ),
                        ("budget_public", models.BooleanField(default=False, verbose_name="公开预算")),
                        ("results", models.TextField(blank=True, max_length=4000, verbose_name="成效")),
                        ("lessons", models.TextField(blank=True, max_length=4000, verbose_name="经验和教训")),
                        (
                            "presented_on",
                            models.DateField(blank=True, null=True, verbose_name="在大会上交流的日期"),
                        ),
                        ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="年终评审日期")),
                        (
                            "review",
                            models.TextField(blank=True, max_length=2000, verbose_name="评审意见（内部）"),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "estates",
                            models.ManyToManyField(
                                blank=True,
                                related_name="projects",
                                to="communities.estate",
                                verbose_name="涉及的小区（村、园区）",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "书记项目",
                        "verbose_name_plural": "书记项目",
                        "ordering": ["-year", "community__code", "title"],
                        "indexes": [models.Index(fields=["year"], name="communities_year_616269_idx")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("community", "year", "title"),
                                name="project_once_a_year",
                                violation_error_message="这个社区今年已经登记过同名的书记项目。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("budget__isnull", True), ("budget__gte", 0), _connector="OR"
                                ),
                                name="project_budget_not_negative",
                                violation_error_message="预算不能是负数。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProject_estates",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.project",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.estate",
                            ),
                        ),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="communities.historicalproject",
                            ),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                    ],
                    options={
                        "verbose_name": "HistoricalProject_estates",
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHonour",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="荣誉名称")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("nation", "国家级"),
                                    ("province", "省级"),
                                    ("city", "市级"),
                                    ("district", "区级"),
                                    ("street", "街道级"),
                                ],
                                max_length=8,
                                verbose_name="级别",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="获得日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "given_by",
                            models.CharField(blank=True, max_length=80, verbose_name="颁发（申报）单位"),
                        ),
                        (
                            "for_words",
                            models.CharField(
                                blank=True,
                                help_text="没有对应的社区、组织或项目时写在这里。不写个人全名。",
                                max_length=80,
                                verbose_name="授予对象",
                            ),
                        ),
                        (
                            "document",
                            models.CharField(
                                blank=True, help_text="文件名称或文号。", max_length=120, verbose_name="文件"
                            ),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="不选社区就是整个街道的荣誉。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="获奖组织",
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
                                verbose_name="获奖项目",
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
                        "verbose_name": "historical 荣誉",
                        "verbose_name_plural": "historical 荣誉",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Honour",
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
                                help_text="不选社区就是整个街道的荣誉。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="honours",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="honours",
                                to="communities.organisation",
                                verbose_name="获奖组织",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="honours",
                                to="communities.project",
                                verbose_name="获奖项目",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="荣誉名称")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("nation", "国家级"),
                                    ("province", "省级"),
                                    ("city", "市级"),
                                    ("district", "区级"),
                                    ("street", "街道级"),
                                ],
                                max_length=8,
                                verbose_name="级别",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="获得日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "given_by",
                            models.CharField(blank=True, max_length=80, verbose_name="颁发（申报）单位"),
                        ),
                        (
                            "for_words",
                            models.CharField(
                                blank=True,
                                help_text="没有对应的社区、组织或项目时写在这里。不写个人全名。",
                                max_length=80,
                                verbose_name="授予对象",
                            ),
                        ),
                        (
                            "document",
                            models.CharField(
                                blank=True, help_text="文件名称或文号。", max_length=120, verbose_name="文件"
                            ),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "荣誉",
                        "verbose_name_plural": "荣誉",
                        "ordering": ["-on", "title"],
                        "indexes": [
                            models.Index(fields=["community", "-on"], name="communities_communi_a096ef_idx"),
                            models.Index(fields=["on"], name="communities_on_59759b_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organisation__isnull", True),
                                    ("community__isnull", False),
                                    _connector="OR",
                                ),
                                name="honour_organisation_of_a_community",
                                violation_error_message="组织的荣誉要选社区。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("project__isnull", True), ("community__isnull", False), _connector="OR"
                                ),
                                name="honour_project_of_a_community",
                                violation_error_message="项目的荣誉要选社区。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHonourPicture",
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
                            "honour",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.honour",
                                verbose_name="荣誉",
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
                        "verbose_name": "historical 证书照片",
                        "verbose_name_plural": "historical 证书、牌匾照片（会公开）",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HonourPicture",
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
                            "honour",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pictures",
                                to="communities.honour",
                                verbose_name="荣誉",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "证书照片",
                        "verbose_name_plural": "证书、牌匾照片（会公开）",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Boundary",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                        ("geometry", models.JSONField(verbose_name="图形")),
                        (
                            "attribution",
                            models.CharField(blank=True, max_length=200, verbose_name="来源与许可"),
                        ),
                        ("loaded_at", models.DateTimeField(auto_now=True, verbose_name="载入时间")),
                    ],
                    options={
                        "verbose_name": "边界",
                        "verbose_name_plural": "边界",
                    },
                ),
                migrations.CreateModel(
                    name="Installation",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("is_demonstration", models.BooleanField(default=False, verbose_name="演示数据库")),
                        (
                            "demonstration_scale",
                            models.PositiveIntegerField(default=1, verbose_name="演示规模"),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                    ],
                    options={
                        "verbose_name": "本系统",
                        "verbose_name_plural": "本系统",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="installation_is_one_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLesson",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("urban_village", "城中村治理"),
                                    ("heads", "三长队伍"),
                                    ("deliberation", "议事协商"),
                                    ("neighbours", "邻里互助"),
                                    ("newcomers", "新市民融合"),
                                    ("worthies", "乡贤引领"),
                                    ("party", "党建引领"),
                                    ("other", "其他"),
                                ],
                                max_length=14,
                                verbose_name="主题",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="题目")),
                        (
                            "text",
                            models.TextField(
                                help_text="写清怎样做、要注意什么。不写个人全名。",
                                max_length=8000,
                                verbose_name="做法",
                            ),
                        ),
                        (
                            "published_on",
                            models.DateField(
                                blank=True,
                                help_text="发布以后，各社区的工作人员都能看到。",
                                null=True,
                                verbose_name="发布日期",
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="也向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="不选就是街道总结的。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="来自哪个社区",
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
                        "verbose_name": "historical 经验做法",
                        "verbose_name_plural": "historical 经验做法",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Lesson",
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
                                help_text="不选就是街道总结的。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="communities.community",
                                verbose_name="来自哪个社区",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("urban_village", "城中村治理"),
                                    ("heads", "三长队伍"),
                                    ("deliberation", "议事协商"),
                                    ("neighbours", "邻里互助"),
                                    ("newcomers", "新市民融合"),
                                    ("worthies", "乡贤引领"),
                                    ("party", "党建引领"),
                                    ("other", "其他"),
                                ],
                                max_length=14,
                                verbose_name="主题",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="题目")),
                        (
                            "text",
                            models.TextField(
                                help_text="写清怎样做、要注意什么。不写个人全名。",
                                max_length=8000,
                                verbose_name="做法",
                            ),
                        ),
                        (
                            "published_on",
                            models.DateField(
                                blank=True,
                                help_text="发布以后，各社区的工作人员都能看到。",
                                null=True,
                                verbose_name="发布日期",
                            ),
                        ),
                        ("public", models.BooleanField(default=False, verbose_name="也向居民公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "经验做法",
                        "verbose_name_plural": "经验做法",
                        "ordering": ["-published_on", "title"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("public", False), ("published_on__isnull", False), _connector="OR"
                                ),
                                name="lesson_public_once_published",
                                violation_error_message="向居民公开的，要先填发布日期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLessonFollow",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="开始日期")),
                        (
                            "adapted",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="结合本社区作了哪些调整"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("trying", "正在试"),
                                    ("works", "有成效"),
                                    ("stopped", "不合适，已停"),
                                ],
                                default="trying",
                                max_length=8,
                                verbose_name="情况",
                            ),
                        ),
                        ("result", models.TextField(blank=True, max_length=2000, verbose_name="效果")),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.lesson",
                                verbose_name="经验做法",
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
                        "verbose_name": "historical 学习借鉴",
                        "verbose_name_plural": "historical 学习借鉴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LessonFollow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follows",
                                to="communities.lesson",
                                verbose_name="经验做法",
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons_followed",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="开始日期")),
                        (
                            "adapted",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="结合本社区作了哪些调整"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("trying", "正在试"),
                                    ("works", "有成效"),
                                    ("stopped", "不合适，已停"),
                                ],
                                default="trying",
                                max_length=8,
                                verbose_name="情况",
                            ),
                        ),
                        ("result", models.TextField(blank=True, max_length=2000, verbose_name="效果")),
                    ],
                    options={
                        "verbose_name": "学习借鉴",
                        "verbose_name_plural": "学习借鉴",
                        "ordering": ["-since", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("lesson", "community"),
                                name="lesson_followed_once",
                                violation_error_message="这个社区已经登记过学习这条做法，请修改原来的记录。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisationPhoto",
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
                            "public",
                            models.BooleanField(
                                default=False,
                                help_text="照片里的人同意以后才公开；不公开的只给工作人员看。",
                                verbose_name="公开",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="组织",
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
                        "verbose_name": "historical 组织照片",
                        "verbose_name_plural": "historical 照片",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OrganisationPhoto",
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="communities.organisation",
                                verbose_name="组织",
                            ),
                        ),
                        (
                            "public",
                            models.BooleanField(
                                default=False,
                                help_text="照片里的人同意以后才公开；不公开的只给工作人员看。",
                                verbose_name="公开",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "组织照片",
                        "verbose_name_plural": "照片",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisationTerm",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                help_text="第几届，只填数字。",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="届次",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="任期开始")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="没有规定任期的不填。提前换届的，改为实际结束的日期。",
                                null=True,
                                verbose_name="任期届满",
                            ),
                        ),
                        (
                            "elected_on",
                            models.DateField(blank=True, null=True, verbose_name="选举（产生）日期"),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("elected", "选举"),
                                    ("recommended", "协商推选"),
                                    ("owners", "业主大会表决"),
                                    ("appointed", "上级批复（任命）"),
                                    ("other", "其他"),
                                ],
                                default="elected",
                                max_length=12,
                                verbose_name="产生方式",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="组织",
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
                        "verbose_name": "historical 届次",
                        "verbose_name_plural": "historical 届次（换届）",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OrganisationTerm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="communities.organisation",
                                verbose_name="组织",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                help_text="第几届，只填数字。",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="届次",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="任期开始")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="没有规定任期的不填。提前换届的，改为实际结束的日期。",
                                null=True,
                                verbose_name="任期届满",
                            ),
                        ),
                        (
                            "elected_on",
                            models.DateField(blank=True, null=True, verbose_name="选举（产生）日期"),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("elected", "选举"),
                                    ("recommended", "协商推选"),
                                    ("owners", "业主大会表决"),
                                    ("appointed", "上级批复（任命）"),
                                    ("other", "其他"),
                                ],
                                default="elected",
                                max_length=12,
                                verbose_name="产生方式",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                    ],
                    options={
                        "verbose_name": "届次",
                        "verbose_name_plural": "届次（换届）",
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "number"),
                                name="organisation_term_number_once",
                                violation_error_message="这一届已经登记过。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gt", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="organisation_term_ends_after_start",
                                violation_error_message="任期届满要晚于任期开始。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("elected_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("elected_on__lte", models.F("ends_on")),
                                    _connector="OR",
                                ),
                                name="organisation_term_elected_before_end",
                                violation_error_message="选举日期不能晚于任期届满。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisationMember",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("position", models.CharField(default="成员", max_length=20, verbose_name="职务")),
                        ("party_member", models.BooleanField(default=False, verbose_name="党员")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="离开日期")),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="组织",
                            ),
                        ),
                        (
                            "term",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisationterm",
                                verbose_name="届次",
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
                        "verbose_name": "historical 成员",
                        "verbose_name_plural": "historical 成员（不公开）",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OrganisationMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="communities.organisation",
                                verbose_name="组织",
                            ),
                        ),
                        (
                            "term",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="communities.organisationterm",
                                verbose_name="届次",
                            ),
                        ),
                        (
                            "name",
                            guicheng.privacy.fields.SealedField(
                                blank=True, default="", help_text="加密保存，不公开。", verbose_name="姓名"
                            ),
                        ),
                        ("position", models.CharField(default="成员", max_length=20, verbose_name="职务")),
                        ("party_member", models.BooleanField(default=False, verbose_name="党员")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="离开日期")),
                    ],
                    options={
                        "verbose_name": "成员",
                        "verbose_name_plural": "成员（不公开）",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProjectMeasure",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=200, verbose_name="措施")),
                        (
                            "goal",
                            models.CharField(
                                choices=[("at_least", "不少于"), ("at_most", "不多于")],
                                default="at_least",
                                max_length=10,
                                verbose_name="目标是",
                            ),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="目标数值",
                            ),
                        ),
                        (
                            "result",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="结果数值",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=10, verbose_name="单位")),
                        (
                            "target_text",
                            models.CharField(
                                blank=True,
                                help_text="说不成数字的目标写在这里。",
                                max_length=200,
                                verbose_name="目标（文字）",
                            ),
                        ),
                        (
                            "result_text",
                            models.CharField(blank=True, max_length=300, verbose_name="结果（文字）"),
                        ),
                        (
                            "met",
                            models.BooleanField(
                                blank=True,
                                help_text="目标和结果都有数字时自动判断；文字目标由人判断。",
                                null=True,
                                verbose_name="达到目标",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
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
                        "verbose_name": "historical 措施和目标",
                        "verbose_name_plural": "historical 措施和目标",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ProjectMeasure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measures",
                                to="communities.project",
                                verbose_name="书记项目",
                            ),
                        ),
                        ("text", models.CharField(max_length=200, verbose_name="措施")),
                        (
                            "goal",
                            models.CharField(
                                choices=[("at_least", "不少于"), ("at_most", "不多于")],
                                default="at_least",
                                max_length=10,
                                verbose_name="目标是",
                            ),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="目标数值",
                            ),
                        ),
                        (
                            "result",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="结果数值",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=10, verbose_name="单位")),
                        (
                            "target_text",
                            models.CharField(
                                blank=True,
                                help_text="说不成数字的目标写在这里。",
                                max_length=200,
                                verbose_name="目标（文字）",
                            ),
                        ),
                        (
                            "result_text",
                            models.CharField(blank=True, max_length=300, verbose_name="结果（文字）"),
                        ),
                        (
                            "met",
                            models.BooleanField(
                                blank=True,
                                help_text="目标和结果都有数字时自动判断；文字目标由人判断。",
                                null=True,
                                verbose_name="达到目标",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                    ],
                    options={
                        "verbose_name": "措施和目标",
                        "verbose_name_plural": "措施和目标",
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProjectNote",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("text", models.CharField(max_length=500, verbose_name="进展")),
                        ("public", models.BooleanField(default=True, verbose_name="公开")),
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
                        "verbose_name": "historical 项目进展",
                        "verbose_name_plural": "historical 项目进展",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ProjectNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="communities.project",
                                verbose_name="书记项目",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("text", models.CharField(max_length=500, verbose_name="进展")),
                        ("public", models.BooleanField(default=True, verbose_name="公开")),
                    ],
                    options={
                        "verbose_name": "项目进展",
                        "verbose_name_plural": "项目进展",
                        "ordering": ["on", "pk"],
                        "indexes": [
                            models.Index(fields=["project", "on"], name="communities_project_155664_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProjectPhoto",
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
                        ("taken_on", models.DateField(blank=True, null=True, verbose_name="拍摄日期")),
                        ("public", models.BooleanField(default=False, verbose_name="公开")),
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
                        "verbose_name": "historical 项目照片",
                        "verbose_name_plural": "historical 项目照片",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ProjectPhoto",
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
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="communities.project",
                                verbose_name="书记项目",
                            ),
                        ),
                        ("taken_on", models.DateField(blank=True, null=True, verbose_name="拍摄日期")),
                        ("public", models.BooleanField(default=False, verbose_name="公开")),
                    ],
                    options={
                        "verbose_name": "项目照片",
                        "verbose_name_plural": "项目照片",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalThreeSync",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("handover_on", models.DateField(verbose_name="交付日期")),
                        ("branch_on", models.DateField(blank=True, null=True, verbose_name="党支部成立日期")),
                        (
                            "branch_evidence",
                            models.CharField(
                                blank=True,
                                help_text="批复文号等。",
                                max_length=200,
                                verbose_name="党支部依据",
                            ),
                        ),
                        ("team_on", models.DateField(blank=True, null=True, verbose_name="创熟团队成立日期")),
                        (
                            "team_evidence",
                            models.CharField(blank=True, max_length=200, verbose_name="创熟团队依据"),
                        ),
                        (
                            "station_on",
                            models.DateField(blank=True, null=True, verbose_name="党群阵地启用日期"),
                        ),
                        (
                            "station_evidence",
                            models.CharField(
                                blank=True,
                                help_text="站点名称、启用通知等。",
                                max_length=200,
                                verbose_name="党群阵地依据",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                error_messages={"unique": "这个小区已经登记过三同步，请修改原来的记录。"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.estate",
                                verbose_name="小区",
                            ),
                        ),
                        (
                            "branch",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="已经登记为组织的，在这里选；成立日期会自动带出来。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="党支部",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="创熟团队",
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
                        "verbose_name": "historical 新小区三同步",
                        "verbose_name_plural": "historical 新小区三同步",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ThreeSync",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "estate",
                            models.OneToOneField(
                                error_messages={"unique": "这个小区已经登记过三同步，请修改原来的记录。"},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="three_sync",
                                to="communities.estate",
                                verbose_name="小区",
                            ),
                        ),
                        ("handover_on", models.DateField(verbose_name="交付日期")),
                        ("branch_on", models.DateField(blank=True, null=True, verbose_name="党支部成立日期")),
                        (
                            "branch",
                            models.ForeignKey(
                                blank=True,
                                help_text="已经登记为组织的，在这里选；成立日期会自动带出来。",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="党支部",
                            ),
                        ),
                        (
                            "branch_evidence",
                            models.CharField(
                                blank=True,
                                help_text="批复文号等。",
                                max_length=200,
                                verbose_name="党支部依据",
                            ),
                        ),
                        ("team_on", models.DateField(blank=True, null=True, verbose_name="创熟团队成立日期")),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="communities.organisation",
                                verbose_name="创熟团队",
                            ),
                        ),
                        (
                            "team_evidence",
                            models.CharField(blank=True, max_length=200, verbose_name="创熟团队依据"),
                        ),
                        (
                            "station_on",
                            models.DateField(blank=True, null=True, verbose_name="党群阵地启用日期"),
                        ),
                        (
                            "station_evidence",
                            models.CharField(
                                blank=True,
                                help_text="站点名称、启用通知等。",
                                max_length=200,
                                verbose_name="党群阵地依据",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "新小区三同步",
                        "verbose_name_plural": "新小区三同步",
                        "ordering": ["-handover_on", "estate__name"],
                        "indexes": [
                            models.Index(fields=["handover_on"], name="communities_handove_ff6bc0_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTopic",
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
                                choices=[
                                    ("waiting", "待处理"),
                                    ("open", "征集附议"),
                                    ("declined", "没有采纳"),
                                    ("taken", "已列入议事"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "public_title",
                            models.CharField(
                                blank=True,
                                help_text="会显示给居民。不写人名、电话和门牌。",
                                max_length=60,
                                verbose_name="公开的题目",
                            ),
                        ),
                        (
                            "public_text",
                            models.TextField(
                                blank=True,
                                help_text="会显示给居民。用自己的话概括，不照抄居民写的个人情况。",
                                max_length=1000,
                                verbose_name="公开的说明",
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True,
                                help_text="会公开；没有采纳的，写清原因。",
                                max_length=1000,
                                verbose_name="给居民的答复",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="提出时间"),
                        ),
                        ("released_on", models.DateField(blank=True, null=True, verbose_name="公开日期")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="处理日期")),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去原文日期"
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
                            "deliberation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.deliberation",
                                verbose_name="列入的议事",
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
                        "verbose_name": "historical 居民提出的议题",
                        "verbose_name_plural": "historical 居民提出的议题",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Topic",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="topics",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=60, verbose_name="居民写的题目")),
                        ("text", models.TextField(blank=True, max_length=1000, verbose_name="居民写的内容")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "待处理"),
                                    ("open", "征集附议"),
                                    ("declined", "没有采纳"),
                                    ("taken", "已列入议事"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "public_title",
                            models.CharField(
                                blank=True,
                                help_text="会显示给居民。不写人名、电话和门牌。",
                                max_length=60,
                                verbose_name="公开的题目",
                            ),
                        ),
                        (
                            "public_text",
                            models.TextField(
                                blank=True,
                                help_text="会显示给居民。用自己的话概括，不照抄居民写的个人情况。",
                                max_length=1000,
                                verbose_name="公开的说明",
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True,
                                help_text="会公开；没有采纳的，写清原因。",
                                max_length=1000,
                                verbose_name="给居民的答复",
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="topics",
                                to="communities.deliberation",
                                verbose_name="列入的议事",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="提出时间")),
                        ("released_on", models.DateField(blank=True, null=True, verbose_name="公开日期")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="处理日期")),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去原文日期"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "居民提出的议题",
                        "verbose_name_plural": "居民提出的议题",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["community", "status"], name="communities_communi_8f942d_idx"
                            ),
                            models.Index(fields=["released_on"], name="communities_release_1dd4ec_idx"),
                            models.Index(
                                fields=["-created_at", "-id"], name="communities_created_077a5e_idx"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("released_on__isnull", True),
                                    models.Q(("public_title", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="topic_released_in_words",
                                violation_error_message="公开的议题要有公开的题目。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "open"), _negated=True),
                                    ("released_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="topic_open_is_released",
                                violation_error_message="征集附议的议题要先公开。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="topic_declined_with_a_reason",
                                violation_error_message="没有采纳的，请写清原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("deliberation__isnull", False), ("status", "taken")),
                                    models.Q(
                                        models.Q(("status", "taken"), _negated=True),
                                        ("deliberation__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="topic_taken_somewhere",
                                violation_error_message="列入议事的，请选是哪一次议事。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TopicSecond",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seconds",
                                to="communities.topic",
                                verbose_name="议题",
                            ),
                        ),
                        (
                            "device_print",
                            models.CharField(editable=False, max_length=64, verbose_name="手机指纹"),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="附议时间")),
                    ],
                    options={
                        "verbose_name": "附议",
                        "verbose_name_plural": "附议",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("topic", "device_print"), name="one_second_a_device"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalVisit",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="走访日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "by",
                            models.CharField(
                                help_text="写单位或岗位，例如：街道党群服务中心。",
                                max_length=80,
                                verbose_name="走访单位（人）",
                            ),
                        ),
                        ("topic", models.CharField(blank=True, max_length=120, verbose_name="走访内容")),
                        ("found", models.TextField(blank=True, max_length=4000, verbose_name="了解到的情况")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
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
                        "verbose_name": "historical 走访调研",
                        "verbose_name_plural": "historical 走访调研",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Visit",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="走访日期")),
                        (
                            "precision",
                            models.CharField(
                                choices=[("day", "到日"), ("month", "只到月"), ("year", "只到年")],
                                default="day",
                                max_length=5,
                                verbose_name="日期精确到",
                            ),
                        ),
                        (
                            "by",
                            models.CharField(
                                help_text="写单位或岗位，例如：街道党群服务中心。",
                                max_length=80,
                                verbose_name="走访单位（人）",
                            ),
                        ),
                        ("topic", models.CharField(blank=True, max_length=120, verbose_name="走访内容")),
                        ("found", models.TextField(blank=True, max_length=4000, verbose_name="了解到的情况")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                    ],
                    options={
                        "verbose_name": "走访调研",
                        "verbose_name_plural": "走访调研",
                        "ordering": ["-on", "-pk"],
                        "indexes": [
                            models.Index(fields=["community", "on"], name="communities_communi_ecb9e3_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalUndertaking",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="要做什么")),
                        (
                            "owner",
                            models.CharField(
                                help_text="写单位、组织或岗位，例如：社区居委会、物业公司、陈楼长。不写全名。",
                                max_length=60,
                                verbose_name="责任单位（岗位）",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="完成期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "进行中"), ("done", "已完成"), ("failed", "没有做到")],
                                default="open",
                                max_length=6,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="完成（终止）日期"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                help_text="做成了什么；没有做到的，写清原因。会公开。",
                                max_length=500,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "indicator",
                            models.CharField(
                                blank=True,
                                help_text="指标的英文代号，例如 mediators。大会承诺用。",
                                max_length=40,
                                validators=[communities.known_figures.check_figure],
                                verbose_name="对应的指标",
                            ),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="目标数值",
                            ),
                        ),
                        ("internal", models.BooleanField(default=False, verbose_name="只给工作人员看")),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="由哪个社区落实；街道自己落实的不选。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
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
                        (
                            "visit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.visit",
                                verbose_name="走访调研",
                            ),
                        ),
                        (
                            "study_visit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.studyvisit",
                                verbose_name="外出考察",
                            ),
                        ),
                        (
                            "conference",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.conference",
                                verbose_name="大会",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="到期前会提醒这个账号；不选就提醒整个社区。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="跟进的账号",
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
                        "verbose_name": "historical 要落实的事",
                        "verbose_name_plural": "historical 要落实的事",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Undertaking",
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
                                help_text="由哪个社区落实；街道自己落实的不选。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="undertakings",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resolutions",
                                to="communities.deliberation",
                                verbose_name="议事协商",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="communities.project",
                                verbose_name="书记项目",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="communities.visit",
                                verbose_name="走访调研",
                            ),
                        ),
                        (
                            "study_visit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to="communities.studyvisit",
                                verbose_name="外出考察",
                            ),
                        ),
                        (
                            "conference",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="communities.conference",
                                verbose_name="大会",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="要做什么")),
                        (
                            "owner",
                            models.CharField(
                                help_text="写单位、组织或岗位，例如：社区居委会、物业公司、陈楼长。不写全名。",
                                max_length=60,
                                verbose_name="责任单位（岗位）",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                blank=True,
                                help_text="到期前会提醒这个账号；不选就提醒整个社区。",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="undertakings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="跟进的账号",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="完成期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "进行中"), ("done", "已完成"), ("failed", "没有做到")],
                                default="open",
                                max_length=6,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="完成（终止）日期"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                help_text="做成了什么；没有做到的，写清原因。会公开。",
                                max_length=500,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "indicator",
                            models.CharField(
                                blank=True,
                                help_text="指标的英文代号，例如 mediators。大会承诺用。",
                                max_length=40,
                                validators=[communities.known_figures.check_figure],
                                verbose_name="对应的指标",
                            ),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="目标数值",
                            ),
                        ),
                        ("internal", models.BooleanField(default=False, verbose_name="只给工作人员看")),
                    ],
                    options={
                        "verbose_name": "要落实的事",
                        "verbose_name_plural": "要落实的事",
                        "ordering": ["due_on", "pk"],
                        "indexes": [
                            models.Index(fields=["state", "due_on"], name="communities_state_f3ec17_idx"),
                            models.Index(
                                fields=["community", "state", "due_on"], name="communities_communi_4b3aa9_idx"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("conference__isnull", True),
                                        ("deliberation__isnull", False),
                                        ("project__isnull", True),
                                        ("study_visit__isnull", True),
                                        ("visit__isnull", True),
                                    ),
                                    models.Q(
                                        ("conference__isnull", True),
                                        ("deliberation__isnull", True),
                                        ("project__isnull", False),
                                        ("study_visit__isnull", True),
                                        ("visit__isnull", True),
                                    ),
                                    models.Q(
                                        ("conference__isnull", True),
                                        ("deliberation__isnull", True),
                                        ("project__isnull", True),
                                        ("study_visit__isnull", True),
                                        ("visit__isnull", False),
                                    ),
                                    models.Q(
                                        ("conference__isnull", True),
                                        ("deliberation__isnull", True),
                                        ("project__isnull", True),
                                        ("study_visit__isnull", False),
                                        ("visit__isnull", True),
                                    ),
                                    models.Q(
                                        ("conference__isnull", False),
                                        ("deliberation__isnull", True),
                                        ("project__isnull", True),
                                        ("study_visit__isnull", True),
                                        ("visit__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="undertaking_of_one_parent",
                                violation_error_message="一件事只能出自一次议事、一个项目、一次走访、一次考察或一次大会。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("closed_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="undertaking_closed_on_a_day",
                                violation_error_message="“已完成”和“没有做到”的要填日期；进行中的不要填。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "failed"), _negated=True),
                                    models.Q(("outcome", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="undertaking_failed_with_a_reason",
                                violation_error_message="没有做到的，请在“结果”里写清原因。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProgressNote",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("text", models.CharField(max_length=500, verbose_name="进展")),
                        ("internal", models.BooleanField(default=False, verbose_name="只给工作人员看")),
                        (
                            "undertaking",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.undertaking",
                                verbose_name="要落实的事",
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
                        "verbose_name": "historical 进展",
                        "verbose_name_plural": "historical 进展",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ProgressNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "undertaking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="progress",
                                to="communities.undertaking",
                                verbose_name="要落实的事",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("text", models.CharField(max_length=500, verbose_name="进展")),
                        ("internal", models.BooleanField(default=False, verbose_name="只给工作人员看")),
                    ],
                    options={
                        "verbose_name": "进展",
                        "verbose_name_plural": "进展",
                        "ordering": ["on", "pk"],
                    },
                ),
            ]
        )
    ]
