import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import casework.models.device
import guicheng.privacy.fields
from guicheng.web.migrating import Together


class Migration(migrations.Migration):
    replaces = [
        ("casework", "0001_initial"),
        ("casework", "0002_phones_of_heads"),
        ("casework", "0003_notices_to_heads"),
        ("casework", "0004_companies"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("communities", "0001_squashed_0012"),
        ("stations", "0001_squashed_0007"),
        ("volunteers", "0001_squashed_0007"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="HistoricalAnswerTemplate",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "text",
                            models.TextField(
                                help_text="可以写〔社区〕和〔社区电话〕，用的时候自动换成实际的内容。",
                                max_length=1000,
                                verbose_name="内容",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="不选就是全街道通用，由街道修改。",
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
                        "verbose_name": "historical 答复模板",
                        "verbose_name_plural": "historical 答复模板",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AnswerTemplate",
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
                                help_text="不选就是全街道通用，由街道修改。",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answer_templates",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("title", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "text",
                            models.TextField(
                                help_text="可以写〔社区〕和〔社区电话〕，用的时候自动换成实际的内容。",
                                max_length=1000,
                                verbose_name="内容",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=10, verbose_name="顺序")),
                    ],
                    options={
                        "verbose_name": "答复模板",
                        "verbose_name_plural": "答复模板",
                        "ordering": ["order", "title", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SignInLink",
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
                                related_name="sign_in_links",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sign_in_links",
                                to="volunteers.volunteer",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "token_print",
                            models.CharField(
                                editable=False, max_length=64, unique=True, verbose_name="链接指纹"
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发出人",
                            ),
                        ),
                        ("issued_at", models.DateTimeField(auto_now_add=True, verbose_name="发出时间")),
                        (
                            "expires_at",
                            models.DateTimeField(
                                default=casework.models.device.link_end, verbose_name="有效到"
                            ),
                        ),
                        ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="使用时间")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="作废时间")),
                    ],
                    options={
                        "verbose_name": "登录链接",
                        "verbose_name_plural": "登录链接（楼长手机）",
                        "ordering": ["-issued_at"],
                    },
                ),
                migrations.CreateModel(
                    name="HeadDevice",
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
                                related_name="head_devices",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="head_devices",
                                to="volunteers.volunteer",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "link",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="device",
                                to="casework.signinlink",
                                verbose_name="由哪个链接登录",
                            ),
                        ),
                        (
                            "key_print",
                            models.CharField(
                                editable=False, max_length=64, unique=True, verbose_name="钥匙指纹"
                            ),
                        ),
                        ("label", models.CharField(blank=True, max_length=40, verbose_name="手机")),
                        ("since", models.DateTimeField(auto_now_add=True, verbose_name="登录时间")),
                        (
                            "seen_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="最近使用"
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                    ],
                    options={
                        "verbose_name": "楼长手机",
                        "verbose_name_plural": "楼长手机",
                        "ordering": ["-since"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=["volunteer"],
                                name="device_in_use",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalResidentRequest",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "summary",
                            models.CharField(
                                blank=True,
                                help_text="给别的居民看的一句话，不写姓名、门牌、电话，例如：3栋楼下路灯不亮。",
                                max_length=60,
                                verbose_name="公开的概要",
                            ),
                        ),
                        (
                            "summary_released",
                            models.BooleanField(
                                default=False,
                                help_text="打勾以后，附近居民反映问题时能看到这一句，免得重复反映。",
                                verbose_name="公开概要",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "网上"),
                                    ("phone", "电话"),
                                    ("counter", "窗口"),
                                    ("hotline", "12345 转来"),
                                ],
                                default="web",
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "hotline_number",
                            models.CharField(blank=True, max_length=40, verbose_name="12345 工单号"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("new", "待受理"),
                                    ("accepted", "已受理"),
                                    ("working", "办理中"),
                                    ("passed", "已转办"),
                                    ("reopened", "重新提出"),
                                    ("answered", "已答复"),
                                    ("closed", "已办结"),
                                    ("refused", "不予受理"),
                                ],
                                default="new",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "assigned_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("head", "楼长、巷长、街长"),
                                    ("station", "党群服务站"),
                                    ("deliberation", "议事协商"),
                                    ("hotline", "12345 热线"),
                                    ("property", "物业"),
                                    ("department", "职能部门"),
                                ],
                                max_length=14,
                                verbose_name="交给",
                            ),
                        ),
                        ("assignee_name", models.CharField(blank=True, max_length=60, verbose_name="交给谁")),
                        ("head_may_call", models.BooleanField(default=False, verbose_name="楼长可以看电话")),
                        (
                            "reported_done_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="楼长报告办好"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="办理期限")),
                        (
                            "rating",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="评分",
                            ),
                        ),
                        (
                            "rated_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="评价时间"
                            ),
                        ),
                        (
                            "reopened_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="重新提出时间"
                            ),
                        ),
                        ("suspicious", models.BooleanField(default=False, verbose_name="可疑")),
                        (
                            "suspicious_why",
                            models.CharField(blank=True, max_length=100, verbose_name="可疑的原因"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="收到时间"
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="办完时间"
                            ),
                        ),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去个人信息日期"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
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
                            "company",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="代表企业提出的，选登记过的企业。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="communities.company",
                                verbose_name="企业",
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
                        "verbose_name": "historical 居民诉求",
                        "verbose_name_plural": "historical 居民诉求",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ResidentRequest",
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
                                related_name="resident_requests",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        (
                            "estate",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="resident_requests",
                                to="communities.estate",
                                verbose_name="小区（村、园区）",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="resident_requests",
                                to="communities.place",
                                verbose_name="楼巷街",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resident_requests",
                                to="volunteers.matterkind",
                                verbose_name="事项类别",
                            ),
                        ),
                        ("where", models.CharField(blank=True, max_length=100, verbose_name="具体位置")),
                        ("text", models.TextField(max_length=1000, verbose_name="居民的话")),
                        (
                            "summary",
                            models.CharField(
                                blank=True,
                                help_text="给别的居民看的一句话，不写姓名、门牌、电话，例如：3栋楼下路灯不亮。",
                                max_length=60,
                                verbose_name="公开的概要",
                            ),
                        ),
                        (
                            "summary_released",
                            models.BooleanField(
                                default=False,
                                help_text="打勾以后，附近居民反映问题时能看到这一句，免得重复反映。",
                                verbose_name="公开概要",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "网上"),
                                    ("phone", "电话"),
                                    ("counter", "窗口"),
                                    ("hotline", "12345 转来"),
                                ],
                                default="web",
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "hotline_number",
                            models.CharField(blank=True, max_length=40, verbose_name="12345 工单号"),
                        ),
                        (
                            "surname",
                            models.CharField(
                                blank=True,
                                help_text="姓就够了，例如：陈女士。",
                                max_length=20,
                                verbose_name="称呼",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                blank=True,
                                help_text="代表企业提出的，选登记过的企业。",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="resident_requests",
                                to="communities.company",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "company_name",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="代表的企业（自己写的）"
                            ),
                        ),
                        (
                            "phone",
                            guicheng.privacy.fields.SealedField(
                                blank=True,
                                default="",
                                help_text="想得到回复才需要。加密保存。",
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
                            "token_print",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=64,
                                null=True,
                                unique=True,
                                verbose_name="链接指纹",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                editable=False, max_length=8, unique=True, verbose_name="查询码"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("new", "待受理"),
                                    ("accepted", "已受理"),
                                    ("working", "办理中"),
                                    ("passed", "已转办"),
                                    ("reopened", "重新提出"),
                                    ("answered", "已答复"),
                                    ("closed", "已办结"),
                                    ("refused", "不予受理"),
                                ],
                                default="new",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "assigned_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("head", "楼长、巷长、街长"),
                                    ("station", "党群服务站"),
                                    ("deliberation", "议事协商"),
                                    ("hotline", "12345 热线"),
                                    ("property", "物业"),
                                    ("department", "职能部门"),
                                ],
                                max_length=14,
                                verbose_name="交给",
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="resident_requests",
                                to="volunteers.appointment",
                                verbose_name="楼长（巷长、街长）",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="resident_requests",
                                to="stations.station",
                                verbose_name="站点",
                            ),
                        ),
                        ("assignee_name", models.CharField(blank=True, max_length=60, verbose_name="交给谁")),
                        ("head_may_call", models.BooleanField(default=False, verbose_name="楼长可以看电话")),
                        (
                            "reported_done_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="楼长报告办好"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="办理期限")),
                        (
                            "public_answer",
                            models.TextField(blank=True, max_length=1000, verbose_name="公开答复"),
                        ),
                        (
                            "rating",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="评分",
                            ),
                        ),
                        ("rating_comment", models.CharField(blank=True, max_length=300, verbose_name="评价")),
                        (
                            "rated_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="评价时间"
                            ),
                        ),
                        (
                            "reopened_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="重新提出时间"
                            ),
                        ),
                        (
                            "reopen_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="重新提出的原因"),
                        ),
                        ("suspicious", models.BooleanField(default=False, verbose_name="可疑")),
                        (
                            "suspicious_why",
                            models.CharField(blank=True, max_length=100, verbose_name="可疑的原因"),
                        ),
                        (
                            "text_print",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=64,
                                verbose_name="内容指纹",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="收到时间"
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="办完时间"
                            ),
                        ),
                        (
                            "erased_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="抹去个人信息日期"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                    ],
                    options={
                        "verbose_name": "居民诉求",
                        "verbose_name_plural": "居民诉求",
                        "ordering": ["-created_at", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["community", "status", "due_on"],
                                name="casework_re_communi_6543b2_idx",
                            ),
                            models.Index(fields=["status", "done_at"], name="casework_re_status_229e1d_idx"),
                            models.Index(fields=["created_at"], name="casework_re_created_012778_idx"),
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
                                name="casework_residentrequest_point_whole",
                                violation_error_message="纬度和经度要么都填，要么都不填，并且要在范围之内。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rating__isnull", True), ("rating__range", (1, 5)), _connector="OR"
                                ),
                                name="request_rating_sane",
                                violation_error_message="评分是 1 到 5 分。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("status__in", ["answered", "closed", "refused"]),
                                    ),
                                    models.Q(
                                        ("done_at__isnull", True),
                                        ("status__in", ["new", "accepted", "working", "passed", "reopened"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="request_done_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RequestStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="casework.residentrequest",
                                verbose_name="居民诉求",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("received", "收到"),
                                    ("accepted", "受理"),
                                    ("assigned", "派办"),
                                    ("passed", "转办"),
                                    ("progress", "办理情况"),
                                    ("head_done", "楼长报告办好"),
                                    ("moved", "转到别的社区"),
                                    ("returned", "退回"),
                                    ("answered", "答复"),
                                    ("closed", "办结"),
                                    ("refused", "不予受理"),
                                    ("rated", "居民评价"),
                                    ("reopened", "居民重新提出"),
                                    ("consent", "居民答复能否提供联系方式"),
                                    ("link", "重新给链接"),
                                    ("cleared", "核对过，不是可疑内容"),
                                ],
                                max_length=10,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                        ("by_label", models.CharField(blank=True, max_length=80, verbose_name="谁")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("new", "待受理"),
                                    ("accepted", "已受理"),
                                    ("working", "办理中"),
                                    ("passed", "已转办"),
                                    ("reopened", "重新提出"),
                                    ("answered", "已答复"),
                                    ("closed", "已办结"),
                                    ("refused", "不予受理"),
                                ],
                                max_length=10,
                                verbose_name="办后状态",
                            ),
                        ),
                        (
                            "public_text",
                            models.TextField(blank=True, max_length=1000, verbose_name="给居民看的话"),
                        ),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="内部备注")),
                    ],
                    options={
                        "verbose_name": "办理经过",
                        "verbose_name_plural": "办理经过",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RequestPhoto",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
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
                            "small",
                            models.FileField(editable=False, upload_to="requests/", verbose_name="小图"),
                        ),
                        (
                            "medium",
                            models.FileField(editable=False, upload_to="requests/", verbose_name="中图"),
                        ),
                        (
                            "large",
                            models.FileField(editable=False, upload_to="requests/", verbose_name="大图"),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="casework.residentrequest",
                                verbose_name="居民诉求",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "诉求照片",
                        "verbose_name_plural": "诉求照片",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="handovers",
                                to="casework.residentrequest",
                                verbose_name="居民诉求",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("hotline", "12345 热线"),
                                    ("property", "物业"),
                                    ("department", "职能部门"),
                                ],
                                max_length=10,
                                verbose_name="转给",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="单位名称")),
                        (
                            "order_number",
                            models.CharField(blank=True, max_length=40, verbose_name="对方单号"),
                        ),
                        ("text", models.TextField(max_length=1200, verbose_name="转交的内容")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="请对方办理到")),
                        (
                            "consent",
                            models.CharField(
                                choices=[
                                    ("none", "匿名转交"),
                                    ("asked", "等居民答复"),
                                    ("agreed", "居民同意提供称呼和电话"),
                                    ("refused", "居民不同意"),
                                ],
                                default="none",
                                editable=False,
                                max_length=8,
                                verbose_name="联系方式",
                            ),
                        ),
                        (
                            "consent_how",
                            models.CharField(
                                blank=True, editable=False, max_length=60, verbose_name="怎样同意的"
                            ),
                        ),
                        (
                            "consent_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="答复时间"
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="转办时间"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经手人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "转办",
                        "verbose_name_plural": "转办",
                        "ordering": ["-made_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHeadNotice",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=40, verbose_name="标题")),
                        (
                            "text",
                            models.CharField(
                                help_text="不要写居民的姓名、房号和电话。",
                                max_length=500,
                                verbose_name="内容",
                            ),
                        ),
                        (
                            "until",
                            models.DateField(
                                blank=True,
                                help_text="不填就一直显示到本人按“知道了”。",
                                null=True,
                                verbose_name="显示到",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="发出时间"
                            ),
                        ),
                        (
                            "community",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="不选就是全街道的楼长、巷长、街长，由街道发。",
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
                        "verbose_name": "historical 给楼长的通知",
                        "verbose_name_plural": "historical 给楼长的通知",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HeadNotice",
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
                                help_text="不选就是全街道的楼长、巷长、街长，由街道发。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="head_notices",
                                to="communities.community",
                                verbose_name="社区",
                            ),
                        ),
                        ("title", models.CharField(max_length=40, verbose_name="标题")),
                        (
                            "text",
                            models.CharField(
                                help_text="不要写居民的姓名、房号和电话。",
                                max_length=500,
                                verbose_name="内容",
                            ),
                        ),
                        (
                            "until",
                            models.DateField(
                                blank=True,
                                help_text="不填就一直显示到本人按“知道了”。",
                                null=True,
                                verbose_name="显示到",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发出人",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="发出时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "给楼长的通知",
                        "verbose_name_plural": "给楼长的通知",
                        "ordering": ["-created_at"],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeRead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reads",
                                to="casework.headnotice",
                                verbose_name="通知",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices_read",
                                to="volunteers.volunteer",
                                verbose_name="人员",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                    ],
                    options={
                        "verbose_name": "已读",
                        "verbose_name_plural": "已读",
                        "ordering": ["at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("notice", "volunteer"), name="one_receipt_a_head")
                        ],
                    },
                ),
            ]
        )
    ]
