"""Settings, each from the environment with a safe default. Nothing else reads the environment."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from guicheng.street import STREET_CENTRE as STREET_CENTRE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _own_key(file: str, given: str) -> str:
    """A key of this installation: from the environment, else made once and kept with mode 600."""
    if given:
        return given
    path = VAR_DIR / file
    try:
        handle = path.open("x")
    except FileExistsError:
        return path.read_text().strip()
    with handle:
        path.chmod(0o600)
        key = secrets.token_urlsafe(50)
        handle.write(key)
    return key


SECRET_KEY = _own_key("secret_key", env("SECRET_KEY", default=""))
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address under which residents reach the site, for links in QR codes, feeds and the sitemap.
SITE_URL: str = env("SITE_URL", default="").rstrip("/")

INSTALLED_APPS = [
    # Before our own, so that we can take back what they put into the admin.
    "django_tasks",
    "django_tasks_db",
    "guicheng.accounts",
    "guicheng.search",
    "guicheng.exchange",
    "communities",
    "stations",
    "volunteers",
    "casework",
    "guicheng.dashboard",
    "guicheng.pages",
    "guicheng.api",
    "guicheng.demo",
    "guicheng.accounts.admin_config.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "axes",
    "django_filters",
    "js_lib_leaflet",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "guicheng.accounts.doorway.Doorway",
    "guicheng.accounts.own_password.MustChangePassword",
    "guicheng.accounts.doorway.MustHaveSecondFactor",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "guicheng.urls"
WSGI_APPLICATION = "guicheng.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guicheng.pages.context.site",
            ],
        },
    }
]

# --- Database -----------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'guicheng.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Several processes share the file: write-ahead log, patience, and the write lock taken at BEGIN,
    # since a read that turns into a write fails at once when another process wrote meanwhile.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;"
        ),
    }
else:
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttles count in the cache, so every worker must see the same one: files by default, Redis by setting.
_cache_dir = VAR_DIR / "cache"
CACHES = {
    "default": env.cache_url("CACHE_URL", default=f"filecache://{_cache_dir}?max_entries=20000"),
}
# Counting in files is not atomic: under a rush a few requests more than the limit pass. Redis is exact.
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001"]
RATELIMIT_VIEW = "guicheng.web.errors.too_many"
RATELIMIT_IP_META_KEY = "guicheng.accounts.network.client_ip"
# How many proxies of our own stand in front (nginx = 1); 0 trusts no X-Forwarded-For at all.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/admin/login/"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
# Minutes without a request after which the back office asks for the password again.
IDLE_MINUTES = max(env.int("IDLE_MINUTES", default=30), 2)
# Roles that must use a second factor, as in accounts.models.Role, and "superuser".
SECOND_FACTOR_ROLES: list[str] = env.list("SECOND_FACTOR_ROLES", default=[])

# Failures until one account is locked at one address, one account at any address that it is new to, and
# how many accounts may fail at one address until it is locked for accounts that are new to it.
LOCK_PAIR_FAILURES = max(env.int("LOCK_PAIR_FAILURES", default=5), 1)
LOCK_ACCOUNT_FAILURES = max(env.int("LOCK_ACCOUNT_FAILURES", default=20), 1)
LOCK_ADDRESS_ACCOUNTS = max(env.int("LOCK_ADDRESS_ACCOUNTS", default=50), 1)
LOCK_MINUTES = max(env.int("LOCK_MINUTES", default=20), 1)
AUTHENTICATION_BACKENDS = [
    "guicheng.accounts.lockout.LockedOutBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "guicheng.accounts.lockout.LockOut"
AXES_COOLOFF_TIME = timedelta(minutes=LOCK_MINUTES)
AXES_CLIENT_IP_CALLABLE = "guicheng.accounts.lockout.counted_address"
AXES_LOCKOUT_CALLABLE = "guicheng.accounts.lockout.locked_page"
# Trying on while locked does not lengthen the lock.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# The security log is ours; axes counts and keeps nothing else.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- Personal data ------------------------------------------------------------------------------
# Telephones are sealed with the last key; earlier ones still open what they sealed. Lost keys, lost numbers.
DATA_KEYS: list[str] = [
    *env.list("DATA_KEYS_OLD", default=[]),
    _own_key("data_key", env("DATA_KEY", default="")),
]
DATA_CIPHER: str = env("DATA_CIPHER", default="aes")  # aes or sm4
AREA_CODE: str = env("AREA_CODE", default="0757")

# --- Long work ----------------------------------------------------------------------------------
# A queue in the same database; gunicorn starts its worker. "immediate" does the work inside the request.
TASKS = {
    "default": {
        "BACKEND": {
            "database": "django_tasks_db.DatabaseBackend",
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
        }[env("TASK_QUEUE", default="database")],
    }
}
# Excel files on their way in, sealed, until they are done with.
IMPORT_DIR = VAR_DIR / "imports"
# Days that the rows of a finished import and its file can be looked at.
KEEP_IMPORT_DAYS = env.int("KEEP_IMPORT_DAYS", default=30)
# Years after their last term that people are kept; then staff are reminded to erase them.
KEEP_FORMER_YEARS = max(env.int("KEEP_FORMER_YEARS", default=3), 1)
# Days that the security log is kept; the law asks for six months at least (网络安全法 第二十一条).
KEEP_SECURITY_LOG_DAYS = max(env.int("KEEP_SECURITY_LOG_DAYS", default=400), 183)
# Days after a resident's request is settled that name, telephone, words and photos are kept; days that the
# resident may bring it up again.
KEEP_REQUESTS_DAYS = max(env.int("KEEP_REQUESTS_DAYS", default=180), 1)
REOPEN_REQUEST_DAYS = max(env.int("REOPEN_REQUEST_DAYS", default=15), 1)

# --- Stations -----------------------------------------------------------------------------------
# Days after which a station's address, telephone and hours count as unconfirmed.
CONFIRM_DAYS = max(env.int("CONFIRM_DAYS", default=90), 1)

# --- E-mail -------------------------------------------------------------------------------------
# For the weekly digest, such as smtp+tls://name:password@mail.example.cn:587; without it nothing is sent.
_email = env.email("EMAIL_URL", default="dummymail://")
EMAIL_BACKEND: str = _email["EMAIL_BACKEND"]
EMAIL_HOST: str = _email["EMAIL_HOST"] or "localhost"
EMAIL_PORT: int = _email["EMAIL_PORT"] or 25
EMAIL_HOST_USER: str = _email["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD: str = _email["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS: bool = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL: str = env("EMAIL_FROM", default="noreply@localhost")
# --- Co-governance ------------------------------------------------------------------------------
# 新小区三同步: days after the handover by which each of the three must be there.
THREE_SYNC_BRANCH_DAYS = max(env.int("THREE_SYNC_BRANCH_DAYS", default=90), 0)
THREE_SYNC_TEAM_DAYS = max(env.int("THREE_SYNC_TEAM_DAYS", default=90), 0)
THREE_SYNC_STATION_DAYS = max(env.int("THREE_SYNC_STATION_DAYS", default=180), 0)
# Days before its end that a certificate (熟人社区达标) is brought to mind.
FAMILIAR_EXPIRING_DAYS = max(env.int("FAMILIAR_EXPIRING_DAYS", default=90), 1)

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env(
            "STATICFILES_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
# Behind nginx uploads are handed over by X-Accel-Redirect under this internal prefix; empty: by Django.
ACCEL_REDIRECT_PREFIX: str = env("ACCEL_REDIRECT_PREFIX", default="")

# --- Security -----------------------------------------------------------------------------------
# HTTPS=on once a certificate is there: secure cookies, redirect, HSTS.
HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "guicheng.web.errors.csrf_failure"

# --- Map ----------------------------------------------------------------------------------------
# none, tianditu, amap or osm; 天地图 needs MAP_TILES_KEY. Each source has its datum in stations.maps.
MAP_TILES: str = env("MAP_TILES", default="none")
MAP_TILES_KEY: str = env("MAP_TILES_KEY", default="")
# 审图号 of the public map. Without it a live site shows lists and distances but no map to the public.
MAP_APPROVAL_NUMBER: str = env("MAP_APPROVAL_NUMBER", default="")
MAP_TILE_HOSTS = {
    "none": [],
    "tianditu": [f"https://t{n}.tianditu.gov.cn" for n in range(8)],
    "amap": [f"https://webrd0{n}.is.autonavi.com" for n in range(1, 5)],
    "osm": ["https://tile.openstreetmap.org"],
}

# Address of the walking engine (make walking), such as http://127.0.0.1:8002; empty: walks are estimated.
VALHALLA_URL: str = env("VALHALLA_URL", default="")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MAP_TILE_HOSTS.get(MAP_TILES, [])],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Sites that may show /embed/ in a frame; * is any.
EMBED_ANCESTORS: list[str] = env.list("EMBED_ANCESTORS", default=["*"])

# --- The street's own words ---------------------------------------------------------------------
STREET_NAME = env("STREET_NAME", default="桂城街道")
CITY_PREFIX = env("CITY_PREFIX", default="广东省佛山市南海区")
STREET_PHONE: str = env("STREET_PHONE", default="")
# From farther than this (metres) nothing is near: offer the search by community instead.
FAR_AWAY_METRES = 20_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "guicheng.web.hidden.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Failed log-ins stand in the security log, where fewer people read.
    "loggers": {"axes": {"level": "CRITICAL"}},
}
