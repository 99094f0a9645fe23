import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import guicheng.accounts.models
import guicheng.privacy.fields
from guicheng.web.migrating import Together


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_historicaluser_securityevent"),
        ("accounts", "0003_sign_in_authenticator_recovery_code"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                error_messages={"unique": "A user with that username already exists."},
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                unique=True,
                                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                                verbose_name="username",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="date joined"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=40, verbose_name="姓名")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("street_admin", "街道管理员"),
                                    ("community_worker", "社区工作人员"),
                                    ("specialist", "创熟专干"),
                                    ("department", "职能部门经办人"),
                                    ("street_leader", "街道领导（只读）"),
                                    ("head", "楼长／巷长／街长"),
                                ],
                                default="community_worker",
                                max_length=20,
                                verbose_name="角色",
                            ),
                        ),
                        (
                            "must_change_password",
                            models.BooleanField(
                                default=False,
                                help_text="新账号和重置密码后打开，本人改过密码后自动关闭。",
                                verbose_name="下次登录须改密码",
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "账号",
                        "verbose_name_plural": "账号",
                        "ordering": ["username"],
                    },
                    managers=[
                        ("objects", django.contrib.auth.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="HistoricalUser",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                db_index=True,
                                error_messages={"unique": "A user with that username already exists."},
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                                verbose_name="username",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="date joined"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=40, verbose_name="姓名")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("street_admin", "街道管理员"),
                                    ("community_worker", "社区工作人员"),
                                    ("specialist", "创熟专干"),
                                    ("department", "职能部门经办人"),
                                    ("street_leader", "街道领导（只读）"),
                                    ("head", "楼长／巷长／街长"),
                                ],
                                default="community_worker",
                                max_length=20,
                                verbose_name="角色",
                            ),
                        ),
                        (
                            "must_change_password",
                            models.BooleanField(
                                default=False,
                                help_text="新账号和重置密码后打开，本人改过密码后自动关闭。",
                                verbose_name="下次登录须改密码",
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
                        "verbose_name": "historical 账号",
                        "verbose_name_plural": "historical 账号",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SecurityEvent",
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
                                    ("login", "登录"),
                                    ("login_failed", "登录失败"),
                                    ("locked", "登录被锁定"),
                                    ("logout", "退出"),
                                    ("password", "改密码"),
                                    ("second_factor", "动态验证码"),
                                    ("session_ended", "结束登录"),
                                    ("account", "账号变动"),
                                    ("reveal", "查看电话"),
                                    ("export", "导出"),
                                    ("import", "导入"),
                                    ("undo", "撤销导入"),
                                    ("merge", "合并人员"),
                                    ("erase", "抹去个人信息"),
                                    ("restore", "恢复记录"),
                                ],
                                max_length=20,
                                verbose_name="事项",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="时间")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                        ("username", models.CharField(blank=True, max_length=150, verbose_name="用户名")),
                        (
                            "address",
                            models.GenericIPAddressField(blank=True, null=True, verbose_name="来源地址"),
                        ),
                        ("what", models.CharField(blank=True, max_length=200, verbose_name="内容")),
                        ("count", models.PositiveIntegerField(blank=True, null=True, verbose_name="条数")),
                    ],
                    options={
                        "verbose_name": "安全日志",
                        "verbose_name_plural": "安全日志",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["kind", "at"], name="accounts_se_kind_fd4ddc_idx"),
                            models.Index(fields=["user", "at"], name="accounts_se_user_id_991540_idx"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignIn",
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
                                related_name="sign_ins",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                        ("session_key", models.CharField(max_length=40, unique=True, verbose_name="会话")),
                        (
                            "address",
                            models.GenericIPAddressField(blank=True, null=True, verbose_name="来源地址"),
                        ),
                        ("device", models.CharField(blank=True, max_length=60, verbose_name="设备")),
                        (
                            "created",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="登录时间"),
                        ),
                        (
                            "last_seen",
                            models.DateTimeField(
                                db_index=True, default=django.utils.timezone.now, verbose_name="最近使用"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登录",
                        "verbose_name_plural": "登录",
                        "ordering": ["-last_seen", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Authenticator",
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
                                help_text="The user that this device belongs to.",
                                on_delete=django.db.models.deletion.CASCADE,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="The human-readable name of this device.", max_length=64
                            ),
                        ),
                        (
                            "confirmed",
                            models.BooleanField(default=True, help_text="Is this device ready for use?"),
                        ),
                        (
                            "throttling_failure_timestamp",
                            models.DateTimeField(
                                blank=True,
                                default=None,
                                help_text="A timestamp of the last failed verification attempt. Null if last attempt succeeded.",
                                null=True,
                            ),
                        ),
                        (
                            "throttling_failure_count",
                            models.PositiveIntegerField(
                                default=0, help_text="Number of successive failed attempts."
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                auto_now_add=True,
                                help_text="The date and time when this device was initially created in the system.",
                                null=True,
                            ),
                        ),
                        (
                            "last_used_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="The most recent date and time this device was used.",
                                null=True,
                            ),
                        ),
                        (
                            "key",
                            guicheng.privacy.fields.SealedField(
                                default=guicheng.accounts.models.new_key, editable=False, verbose_name="密钥"
                            ),
                        ),
                        ("last_t", models.BigIntegerField(default=-1, verbose_name="最近用过的时段")),
                    ],
                    options={
                        "verbose_name": "动态验证码",
                        "verbose_name_plural": "动态验证码",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("confirmed", True)),
                                fields=("user",),
                                name="one_authenticator_a_user",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
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
                                related_name="recovery_codes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                        ("mark", models.CharField(max_length=64, verbose_name="指纹")),
                    ],
                    options={
                        "verbose_name": "备用码",
                        "verbose_name_plural": "备用码",
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "mark"), name="recovery_code_once")
                        ],
                    },
                ),
            ]
        )
    ]
