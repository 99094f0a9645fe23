import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import guicheng.privacy.fields
from guicheng.web.migrating import Together


class Migration(migrations.Migration):
    replaces = [
        ("stations", "0001_initial"),
        ("stations", "0002_historicalactivity_historicalaudience_and_more"),
        ("stations", "0003_list_colours"),
        ("stations", "0004_activity_photos"),
        ("stations", "0005_sign_ups"),
        ("stations", "0006_scenes"),
        ("stations", "0007_walks_and_sites"),
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
                    name="Timetable",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("week", models.CharField(max_length=400, verbose_name="每周时段")),
                        (
                            "open_on_holidays",
                            models.BooleanField(default=False, verbose_name="法定节假日开放"),
                        ),
                    ],
                    options={
                        "verbose_name": "开放时间表",
                        "verbose_name_plural": "开放时间表",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("week", "open_on_holidays"), name="timetable_is_a_value"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStation",
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
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("centre", "党群服务中心"),
                                    ("station", "党群服务站"),
                                    ("point", "党群服务点"),
                                ],
                                default="station",
                                max_length=10,
                                verbose_name="级别",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "规划中"),
                                    ("building", "建设中"),
                                    ("open", "已启用"),
                                    ("suspended", "暂停服务"),
                                    ("closed", "已撤销"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                        (
                            "point_source",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("surveyed", "现场定位"),
                                    ("picked", "地图上点选"),
                                    ("address", "由地址推算"),
                                    ("estimated", "大致位置"),
                                ],
                                max_length=10,
                                verbose_name="位置来源",
                            ),
                        ),
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
                                verbose_name="电话",
                            ),
                        ),
                        ("description", models.TextField(blank=True, max_length=2000, verbose_name="简介")),
                        (
                            "step_free",
                            models.CharField(
                                choices=[("yes", "有"), ("no", "没有"), ("unknown", "未登记")],
                                default="unknown",
                                max_length=7,
                                verbose_name="无障碍通道",
                            ),
                        ),
                        (
                            "toilet",
                            models.CharField(
                                choices=[("yes", "有"), ("no", "没有"), ("unknown", "未登记")],
                                default="unknown",
                                max_length=7,
                                verbose_name="无障碍卫生间",
                            ),
                        ),
                        (
                            "parking",
                            models.CharField(
                                choices=[("yes", "有"), ("no", "没有"), ("unknown", "未登记")],
                                default="unknown",
                                max_length=7,
                                verbose_name="停车位",
                            ),
                        ),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="启用日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "confirmed_on",
                            models.DateField(
                                blank=True,
                                help_text="最近一次有人核对过地址、电话和开放时间的日期。",
                                null=True,
                                verbose_name="最近核对日期",
                            ),
                        ),
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
                        (
                            "timetable",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.timetable",
                                verbose_name="开放时间",
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
                        "verbose_name": "historical 党群服务站",
                        "verbose_name_plural": "historical 党群服务站",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Station",
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
                                related_name="stations",
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
                                related_name="stations",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("centre", "党群服务中心"),
                                    ("station", "党群服务站"),
                                    ("point", "党群服务点"),
                                ],
                                default="station",
                                max_length=10,
                                verbose_name="级别",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "规划中"),
                                    ("building", "建设中"),
                                    ("open", "已启用"),
                                    ("suspended", "暂停服务"),
                                    ("closed", "已撤销"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                        (
                            "point_source",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("surveyed", "现场定位"),
                                    ("picked", "地图上点选"),
                                    ("address", "由地址推算"),
                                    ("estimated", "大致位置"),
                                ],
                                max_length=10,
                                verbose_name="位置来源",
                            ),
                        ),
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
                                verbose_name="电话",
                            ),
                        ),
                        ("description", models.TextField(blank=True, max_length=2000, verbose_name="简介")),
                        (
                            "step_free",
                            models.CharField(
                                choices=[("yes", "有"), ("no", "没有"), ("unknown", "未登记")],
                                default="unknown",
                                max_length=7,
                                verbose_name="无障碍通道",
                            ),
                        ),
                        (
                            "toilet",
                            models.CharField(
                                choices=[("yes", "有"), ("no", "没有"), ("unknown", "未登记")],
                                default="unknown",
                                max_length=7,
                                verbose_name="无障碍卫生间",
                            ),
                        ),
                        (
                            "parking",
                            models.CharField(
                                choices=[("yes", "有"), ("no", "没有"), ("unknown", "未登记")],
                                default="unknown",
                                max_length=7,
                                verbose_name="停车位",
                            ),
                        ),
                        (
                            "timetable",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stations",
                                to="stations.timetable",
                                verbose_name="开放时间",
                            ),
                        ),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="启用日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "confirmed_on",
                            models.DateField(
                                blank=True,
                                help_text="最近一次有人核对过地址、电话和开放时间的日期。",
                                null=True,
                                verbose_name="最近核对日期",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="资料来源")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "党群服务站",
                        "verbose_name_plural": "党群服务站",
                        "ordering": ["community__code", "level", "name"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["lat", "lon"],
                                name="station_serving_point",
                            )
                        ],
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
                                name="stations_station_point_whole",
                                violation_error_message="纬度和经度要么都填，要么都不填，并且要在范围之内。",
                            ),
                            models.UniqueConstraint(
                                fields=("community", "name"),
                                name="station_name_once_a_community",
                                violation_error_message="这个社区已经有同名的站点。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    ("opened_on__isnull", True),
                                    ("closed_on__gte", models.F("opened_on")),
                                    _connector="OR",
                                ),
                                name="station_closes_after_opening",
                                violation_error_message="撤销日期不能早于启用日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAudience",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=30, verbose_name="名称")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="只用字母、数字和连字符。", max_length=40, verbose_name="网址用名"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="顺序")),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("grey", "灰"),
                                    ("red", "红"),
                                    ("orange", "橙"),
                                    ("gold", "金"),
                                    ("green", "绿"),
                                    ("teal", "青"),
                                    ("blue", "蓝"),
                                    ("purple", "紫"),
                                ],
                                default="grey",
                                max_length=10,
                                verbose_name="颜色",
                            ),
                        ),
                        (
                            "active",
                            models.BooleanField(
                                default=True,
                                help_text="不再使用时取消勾选，不必删除。",
                                verbose_name="使用中",
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
                        "verbose_name": "historical 服务人群",
                        "verbose_name_plural": "historical 服务人群",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Audience",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="只用字母、数字和连字符。",
                                max_length=40,
                                unique=True,
                                verbose_name="网址用名",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="顺序")),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("grey", "灰"),
                                    ("red", "红"),
                                    ("orange", "橙"),
                                    ("gold", "金"),
                                    ("green", "绿"),
                                    ("teal", "青"),
                                    ("blue", "蓝"),
                                    ("purple", "紫"),
                                ],
                                default="grey",
                                max_length=10,
                                verbose_name="颜色",
                            ),
                        ),
                        (
                            "active",
                            models.BooleanField(
                                default=True,
                                help_text="不再使用时取消勾选，不必删除。",
                                verbose_name="使用中",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "服务人群",
                        "verbose_name_plural": "服务人群",
                        "ordering": ["order", "name"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalService",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=30, verbose_name="名称")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="只用字母、数字和连字符。", max_length=40, verbose_name="网址用名"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="顺序")),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("grey", "灰"),
                                    ("red", "红"),
                                    ("orange", "橙"),
                                    ("gold", "金"),
                                    ("green", "绿"),
                                    ("teal", "青"),
                                    ("blue", "蓝"),
                                    ("purple", "紫"),
                                ],
                                default="grey",
                                max_length=10,
                                verbose_name="颜色",
                            ),
                        ),
                        (
                            "active",
                            models.BooleanField(
                                default=True,
                                help_text="不再使用时取消勾选，不必删除。",
                                verbose_name="使用中",
                            ),
                        ),
                        ("description", models.CharField(blank=True, max_length=200, verbose_name="说明")),
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
                        "verbose_name": "historical 服务事项",
                        "verbose_name_plural": "historical 服务事项",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Service",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="只用字母、数字和连字符。",
                                max_length=40,
                                unique=True,
                                verbose_name="网址用名",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="顺序")),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("grey", "灰"),
                                    ("red", "红"),
                                    ("orange", "橙"),
                                    ("gold", "金"),
                                    ("green", "绿"),
                                    ("teal", "青"),
                                    ("blue", "蓝"),
                                    ("purple", "紫"),
                                ],
                                default="grey",
                                max_length=10,
                                verbose_name="颜色",
                            ),
                        ),
                        (
                            "active",
                            models.BooleanField(
                                default=True,
                                help_text="不再使用时取消勾选，不必删除。",
                                verbose_name="使用中",
                            ),
                        ),
                        ("description", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "audiences",
                            models.ManyToManyField(
                                blank=True,
                                related_name="services",
                                to="stations.audience",
                                verbose_name="服务人群",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "服务事项",
                        "verbose_name_plural": "服务事项",
                        "ordering": ["order", "name"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalService_audiences",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.service",
                            ),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.audience",
                            ),
                        ),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="stations.historicalservice",
                            ),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                    ],
                    options={
                        "verbose_name": "HistoricalService_audiences",
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOffering",
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
                                blank=True,
                                help_text="例如：每周三上午，需预约。",
                                max_length=60,
                                verbose_name="时间或说明",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.service",
                                verbose_name="服务事项",
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
                        "verbose_name": "historical 站点服务",
                        "verbose_name_plural": "historical 站点服务",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Offering",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="offerings",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offerings",
                                to="stations.service",
                                verbose_name="服务事项",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="例如：每周三上午，需预约。",
                                max_length=60,
                                verbose_name="时间或说明",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "站点服务",
                        "verbose_name_plural": "站点服务",
                        "ordering": ["service__order", "service__name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("service", "station"),
                                name="service_once_a_station",
                                violation_error_message="这个站点已经有这项服务。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivitySeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="名称")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                    ],
                    options={
                        "verbose_name": "系列活动",
                        "verbose_name_plural": "系列活动",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalActivity",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("party", "党建学习"),
                                    ("volunteer", "志愿服务"),
                                    ("culture", "文体活动"),
                                    ("children", "亲子与青少年"),
                                    ("elders", "长者关爱"),
                                    ("health", "健康义诊"),
                                    ("law", "法律与政策"),
                                    ("governance", "议事协商"),
                                    ("training", "就业与培训"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=12,
                                verbose_name="类型",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("planned", "如期举行"), ("cancelled", "已取消")],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        ("ends_at", models.DateTimeField(verbose_name="结束时间")),
                        (
                            "place",
                            models.CharField(
                                blank=True, help_text="不填就是在站点内。", max_length=80, verbose_name="地点"
                            ),
                        ),
                        ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="名额")),
                        ("sign_up_open", models.BooleanField(default=False, verbose_name="接受网上报名")),
                        (
                            "sign_up_closes_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="不填就是活动开始时截止。",
                                null=True,
                                verbose_name="报名截止时间",
                            ),
                        ),
                        (
                            "attendance",
                            models.PositiveIntegerField(
                                blank=True, help_text="活动结束后填写。", null=True, verbose_name="参与人次"
                            ),
                        ),
                        (
                            "walk_ins",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="没报名直接来的人数"
                            ),
                        ),
                        ("description", models.TextField(blank=True, max_length=2000, verbose_name="介绍")),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.activityseries",
                                verbose_name="所属系列",
                            ),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="不选就是面向所有居民。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.audience",
                                verbose_name="面向人群",
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
                        "verbose_name": "historical 党群服务活动",
                        "verbose_name_plural": "historical 党群服务活动",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="activities",
                                to="stations.activityseries",
                                verbose_name="所属系列",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("party", "党建学习"),
                                    ("volunteer", "志愿服务"),
                                    ("culture", "文体活动"),
                                    ("children", "亲子与青少年"),
                                    ("elders", "长者关爱"),
                                    ("health", "健康义诊"),
                                    ("law", "法律与政策"),
                                    ("governance", "议事协商"),
                                    ("training", "就业与培训"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=12,
                                verbose_name="类型",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("planned", "如期举行"), ("cancelled", "已取消")],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        ("ends_at", models.DateTimeField(verbose_name="结束时间")),
                        (
                            "place",
                            models.CharField(
                                blank=True, help_text="不填就是在站点内。", max_length=80, verbose_name="地点"
                            ),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                blank=True,
                                help_text="不选就是面向所有居民。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="stations.audience",
                                verbose_name="面向人群",
                            ),
                        ),
                        ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="名额")),
                        ("sign_up_open", models.BooleanField(default=False, verbose_name="接受网上报名")),
                        (
                            "sign_up_closes_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="不填就是活动开始时截止。",
                                null=True,
                                verbose_name="报名截止时间",
                            ),
                        ),
                        (
                            "attendance",
                            models.PositiveIntegerField(
                                blank=True, help_text="活动结束后填写。", null=True, verbose_name="参与人次"
                            ),
                        ),
                        (
                            "walk_ins",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="没报名直接来的人数"
                            ),
                        ),
                        ("description", models.TextField(blank=True, max_length=2000, verbose_name="介绍")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "党群服务活动",
                        "verbose_name_plural": "党群服务活动",
                        "ordering": ["-starts_at"],
                        "indexes": [
                            models.Index(
                                fields=["ends_at", "starts_at"], name="stations_ac_ends_at_0a9140_idx"
                            ),
                            models.Index(
                                fields=["station", "starts_at"], name="stations_ac_station_2d32ae_idx"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="activity_ends_after_start",
                                violation_error_message="结束时间必须晚于开始时间。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOpeningException",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("date", models.DateField(verbose_name="日期")),
                        (
                            "spans",
                            models.CharField(
                                blank=True, editable=False, max_length=120, verbose_name="当天时段"
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=60, verbose_name="原因")),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.station",
                                verbose_name="站点",
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
                        "verbose_name": "historical 特殊日期",
                        "verbose_name_plural": "historical 特殊日期",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OpeningException",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exceptions",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        ("date", models.DateField(verbose_name="日期")),
                        (
                            "spans",
                            models.CharField(
                                blank=True, editable=False, max_length=120, verbose_name="当天时段"
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=60, verbose_name="原因")),
                    ],
                    options={
                        "verbose_name": "特殊日期",
                        "verbose_name_plural": "特殊日期",
                        "ordering": ["date"],
                        "indexes": [
                            models.Index(fields=["date", "station"], name="stations_op_date_200be3_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("station", "date"),
                                name="one_exception_a_date",
                                violation_error_message="这一天已经有一条特殊安排，请直接修改它。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalNotice",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="标题")),
                        ("body", models.TextField(blank=True, max_length=2000, verbose_name="内容")),
                        (
                            "closes",
                            models.BooleanField(
                                default=False,
                                help_text="勾选后，公告有效期内相关站点显示为“临时停止服务”。",
                                verbose_name="临时停止服务",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        (
                            "ends_at",
                            models.DateTimeField(
                                blank=True, help_text="不填就一直有效。", null=True, verbose_name="结束时间"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="不选社区就是全街道的公告。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="只关于一个站点时选择。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.station",
                                verbose_name="站点",
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
                        "verbose_name": "historical 公告",
                        "verbose_name_plural": "historical 公告",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                help_text="不选社区就是全街道的公告。",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                help_text="只关于一个站点时选择。",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="标题")),
                        ("body", models.TextField(blank=True, max_length=2000, verbose_name="内容")),
                        (
                            "closes",
                            models.BooleanField(
                                default=False,
                                help_text="勾选后，公告有效期内相关站点显示为“临时停止服务”。",
                                verbose_name="临时停止服务",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        (
                            "ends_at",
                            models.DateTimeField(
                                blank=True, help_text="不填就一直有效。", null=True, verbose_name="结束时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公告",
                        "verbose_name_plural": "公告",
                        "ordering": ["-closes", "-starts_at"],
                        "indexes": [
                            models.Index(
                                fields=["ends_at", "starts_at"], name="stations_no_ends_at_36589c_idx"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", True),
                                    ("ends_at__gt", models.F("starts_at")),
                                    _connector="OR",
                                ),
                                name="notice_ends_after_start",
                                violation_error_message="结束时间必须晚于开始时间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("station__isnull", True), ("community__isnull", False), _connector="OR"
                                ),
                                name="notice_of_a_station_names_its_community",
                                violation_error_message="选了站点，也要选它所在的社区。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPhoto",
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
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.station",
                                verbose_name="站点",
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
                    name="Photo",
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
                            "station",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "照片",
                        "verbose_name_plural": "照片",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalActivityPhoto",
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
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
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
                        "verbose_name": "historical 活动照片",
                        "verbose_name_plural": "historical 活动照片",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ActivityPhoto",
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
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="stations.activity",
                                verbose_name="活动",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "活动照片",
                        "verbose_name_plural": "活动照片",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStationReport",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="收到时间"),
                        ),
                        ("handled", models.BooleanField(default=False, verbose_name="已处理")),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="处理情况")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("place", "地图位置不对"),
                                    ("address", "地址不对"),
                                    ("hours", "开放时间不对"),
                                    ("phone", "电话打不通"),
                                    ("service", "服务事项不对"),
                                    ("other", "其他"),
                                ],
                                max_length=10,
                                verbose_name="哪里不对",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="应该是怎样")),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.station",
                                verbose_name="站点",
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
                        "verbose_name": "historical 信息有误的反映",
                        "verbose_name_plural": "historical 信息有误的反映",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StationReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="收到时间")),
                        ("handled", models.BooleanField(default=False, verbose_name="已处理")),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="处理情况")),
                        (
                            "station",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("place", "地图位置不对"),
                                    ("address", "地址不对"),
                                    ("hours", "开放时间不对"),
                                    ("phone", "电话打不通"),
                                    ("service", "服务事项不对"),
                                    ("other", "其他"),
                                ],
                                max_length=10,
                                verbose_name="哪里不对",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="应该是怎样")),
                    ],
                    options={
                        "verbose_name": "信息有误的反映",
                        "verbose_name_plural": "信息有误的反映",
                        "ordering": ["handled", "-created_at"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalServiceWish",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="收到时间"),
                        ),
                        ("handled", models.BooleanField(default=False, verbose_name="已处理")),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="处理情况")),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="希望有什么服务")),
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
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.service",
                                verbose_name="服务事项",
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
                        "verbose_name": "historical 服务需求",
                        "verbose_name_plural": "historical 服务需求",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ServiceWish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="收到时间")),
                        ("handled", models.BooleanField(default=False, verbose_name="已处理")),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="处理情况")),
                        (
                            "community",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wishes",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wishes",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="wishes",
                                to="stations.service",
                                verbose_name="服务事项",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="希望有什么服务")),
                    ],
                    options={
                        "verbose_name": "服务需求",
                        "verbose_name_plural": "服务需求",
                        "ordering": ["handled", "-created_at"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalScene",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "schedule",
                            models.CharField(
                                help_text="例如：上学日放学后，寒暑假全天。",
                                max_length=80,
                                verbose_name="什么时候",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "每周一"),
                                    (1, "每周二"),
                                    (2, "每周三"),
                                    (3, "每周四"),
                                    (4, "每周五"),
                                    (5, "每周六"),
                                    (6, "每周日"),
                                ],
                                help_text="固定在一天的才选。",
                                null=True,
                                verbose_name="每周哪天",
                            ),
                        ),
                        ("starts", models.TimeField(blank=True, null=True, verbose_name="开始")),
                        ("ends", models.TimeField(blank=True, null=True, verbose_name="结束")),
                        ("description", models.TextField(blank=True, max_length=1000, verbose_name="介绍")),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("since", models.DateField(blank=True, null=True, verbose_name="从哪天起")),
                        (
                            "until",
                            models.DateField(
                                blank=True, help_text="不填就是长期。", null=True, verbose_name="到哪天止"
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="更新时间"),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.audience",
                                verbose_name="服务人群",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.station",
                                verbose_name="站点",
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
                        "verbose_name": "historical 特色服务场景",
                        "verbose_name_plural": "historical 特色服务场景",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Scene",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "audience",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scenes",
                                to="stations.audience",
                                verbose_name="服务人群",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scenes",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        (
                            "schedule",
                            models.CharField(
                                help_text="例如：上学日放学后，寒暑假全天。",
                                max_length=80,
                                verbose_name="什么时候",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "每周一"),
                                    (1, "每周二"),
                                    (2, "每周三"),
                                    (3, "每周四"),
                                    (4, "每周五"),
                                    (5, "每周六"),
                                    (6, "每周日"),
                                ],
                                help_text="固定在一天的才选。",
                                null=True,
                                verbose_name="每周哪天",
                            ),
                        ),
                        ("starts", models.TimeField(blank=True, null=True, verbose_name="开始")),
                        ("ends", models.TimeField(blank=True, null=True, verbose_name="结束")),
                        ("description", models.TextField(blank=True, max_length=1000, verbose_name="介绍")),
                        ("public", models.BooleanField(default=True, verbose_name="向居民公开")),
                        ("since", models.DateField(blank=True, null=True, verbose_name="从哪天起")),
                        (
                            "until",
                            models.DateField(
                                blank=True, help_text="不填就是长期。", null=True, verbose_name="到哪天止"
                            ),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "services",
                            models.ManyToManyField(
                                blank=True,
                                related_name="scenes",
                                to="stations.service",
                                verbose_name="服务事项",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "特色服务场景",
                        "verbose_name_plural": "特色服务场景",
                        "ordering": ["audience__order", "title", "pk"],
                        "indexes": [
                            models.Index(fields=["audience", "public"], name="stations_sc_audienc_4e2b02_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("station", "title"),
                                name="scene_title_once_a_station",
                                violation_error_message="这个站点已经有同名的场景。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends__isnull", True),
                                    models.Q(("ends__gt", models.F("starts")), ("starts__isnull", False)),
                                    _connector="OR",
                                ),
                                name="scene_ends_after_it_starts",
                                violation_error_message="结束时间必须晚于开始时间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True),
                                    ("since__isnull", True),
                                    ("until__gte", models.F("since")),
                                    _connector="OR",
                                ),
                                name="scene_until_not_before_since",
                                violation_error_message="“到哪天止”不能早于“从哪天起”。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalScene_services",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "scene",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.scene",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.service",
                            ),
                        ),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="stations.historicalscene",
                            ),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                    ],
                    options={
                        "verbose_name": "HistoricalScene_services",
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SignUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_ups",
                                to="stations.activity",
                                verbose_name="活动",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("booked", "已报上"), ("waiting", "候补"), ("cancelled", "已取消")],
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
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
                            "phone_tail",
                            models.CharField(
                                blank=True, editable=False, max_length=4, verbose_name="电话后四位"
                            ),
                        ),
                        (
                            "people",
                            models.PositiveSmallIntegerField(
                                default=1,
                                editable=False,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="人数",
                            ),
                        ),
                        (
                            "child_born",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="孩子出生年份"
                            ),
                        ),
                        (
                            "guardian_agreed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="监护人同意时间"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[("web", "网上"), ("staff", "工作人员代报")],
                                default="web",
                                editable=False,
                                max_length=5,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "token_hash",
                            models.CharField(
                                editable=False, max_length=64, null=True, unique=True, verbose_name="链接指纹"
                            ),
                        ),
                        (
                            "knows_state",
                            models.CharField(editable=False, max_length=10, verbose_name="知道的状态"),
                        ),
                        ("knows_starts_at", models.DateTimeField(editable=False, verbose_name="知道的时间")),
                        (
                            "knows_where",
                            models.CharField(editable=False, max_length=80, verbose_name="知道的地点"),
                        ),
                        (
                            "arrived",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="到场人数"
                            ),
                        ),
                        (
                            "arrived_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="签到时间"
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
                        "verbose_name": "活动报名",
                        "verbose_name_plural": "活动报名",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["activity", "state"], name="stations_si_activit_a5e195_idx"),
                            models.Index(fields=["phone_print"], name="stations_si_phone_p_c6cfc4_idx"),
                            models.Index(
                                fields=["erased_on", "activity"], name="stations_si_erased__25f1d8_idx"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("phone_print", ""), _negated=True),
                                    ("state__in", ["booked", "waiting"]),
                                ),
                                fields=("activity", "phone_print"),
                                name="one_sign_up_a_phone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("people__gte", 1), ("people__lte", 5)),
                                name="sign_up_brings_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("child_born__isnull", True),
                                    ("guardian_agreed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="guardian_agreed_to_child",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCandidateSite",
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
                            "name",
                            models.CharField(
                                help_text="例如：文化路旧供销社。", max_length=60, verbose_name="名称"
                            ),
                        ),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                help_text="不知道就空着。选址时可以限定总投入。",
                                max_digits=8,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(10000)],
                                verbose_name="预计投入（万元）",
                            ),
                        ),
                        (
                            "excluded",
                            models.BooleanField(
                                default=False, help_text="勾选以后选址不再考虑这里。", verbose_name="不考虑"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="例如：产权、面积、能用的时间。",
                                max_length=200,
                                verbose_name="说明",
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
                        "verbose_name": "historical 候选地点",
                        "verbose_name_plural": "historical 候选地点",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CandidateSite",
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
                                related_name="candidate_sites",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="例如：文化路旧供销社。", max_length=60, verbose_name="名称"
                            ),
                        ),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                help_text="不知道就空着。选址时可以限定总投入。",
                                max_digits=8,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(10000)],
                                verbose_name="预计投入（万元）",
                            ),
                        ),
                        (
                            "excluded",
                            models.BooleanField(
                                default=False, help_text="勾选以后选址不再考虑这里。", verbose_name="不考虑"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="例如：产权、面积、能用的时间。",
                                max_length=200,
                                verbose_name="说明",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "候选地点",
                        "verbose_name_plural": "候选地点",
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
                                name="stations_candidatesite_point_whole",
                                violation_error_message="纬度和经度要么都填，要么都不填，并且要在范围之内。",
                            ),
                            models.UniqueConstraint(
                                fields=("community", "name"),
                                name="site_name_once_a_community",
                                violation_error_message="这个社区已经有同名的候选地点。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cost__isnull", True), ("cost__gte", 0), _connector="OR"),
                                name="site_cost_not_negative",
                                violation_error_message="预计投入不能是负数。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SitingRun",
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
                                help_text="空的是全街道。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="siting_runs",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "goal",
                            models.CharField(
                                choices=[
                                    ("most", "增加最多住户"),
                                    ("fewest", "最少的站点达到比例"),
                                    ("walk", "平均步行最短"),
                                ],
                                max_length=6,
                                verbose_name="目标",
                            ),
                        ),
                        ("asked", models.JSONField(verbose_name="条件")),
                        ("answer", models.JSONField(verbose_name="结果")),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="siting_runs",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁算的",
                            ),
                        ),
                        ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="什么时候")),
                    ],
                    options={
                        "verbose_name": "选址结果",
                        "verbose_name_plural": "选址结果",
                        "ordering": ["-made_at", "-pk"],
                        "indexes": [models.Index(fields=["-made_at", "-id"], name="siting_newest_first")],
                    },
                ),
                migrations.CreateModel(
                    name="KeptWalks",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("estate", "小区（村、园区）"), ("place", "楼")],
                                max_length=8,
                                verbose_name="起点类别",
                            ),
                        ),
                        ("origin_id", models.BigIntegerField(verbose_name="起点")),
                        (
                            "toward",
                            models.CharField(
                                choices=[("stations", "站点"), ("sites", "候选地点")],
                                max_length=8,
                                verbose_name="终点类别",
                            ),
                        ),
                        ("lat", models.FloatField(verbose_name="纬度")),
                        ("lon", models.FloatField(verbose_name="经度")),
                        ("snap", models.FloatField(null=True, verbose_name="离最近的路（米）")),
                        ("radius", models.FloatField(verbose_name="算到多远（米）")),
                        ("network", models.CharField(max_length=80, verbose_name="路网")),
                        ("inputs", models.CharField(max_length=40, verbose_name="依据")),
                        ("walks", models.BinaryField(verbose_name="步行结果")),
                        ("measured_at", models.DateTimeField(auto_now=True, verbose_name="计算时间")),
                    ],
                    options={
                        "verbose_name": "步行计算结果",
                        "verbose_name_plural": "步行计算结果",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("toward", "origin", "origin_id"), name="walks_once_an_origin"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptIsochrones",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="isochrones",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        (
                            "pace",
                            models.CharField(
                                choices=[("norm", "norm"), ("adult", "adult"), ("elder", "elder")],
                                max_length=5,
                                verbose_name="步速",
                            ),
                        ),
                        ("lat", models.FloatField(verbose_name="纬度")),
                        ("lon", models.FloatField(verbose_name="经度")),
                        ("network", models.CharField(max_length=80, verbose_name="路网")),
                        ("areas", models.JSONField(verbose_name="范围")),
                        ("measured_at", models.DateTimeField(auto_now=True, verbose_name="计算时间")),
                    ],
                    options={
                        "verbose_name": "步行范围",
                        "verbose_name_plural": "步行范围",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("station", "pace"), name="isochrones_once_a_station_and_pace"
                            )
                        ],
                    },
                ),
            ]
        )
    ]
