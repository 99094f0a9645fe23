"""The settings of the tests: the real ones, with nothing of this checkout's own data touched."""

from __future__ import annotations

import os
import tempfile

# Kept in a name: the folder is removed when the process ends.
_var = tempfile.TemporaryDirectory(prefix="guicheng-tests-")
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_redis = os.environ.get("TEST_REDIS_URL", "").rstrip("/")

os.environ.update(
    VAR_DIR=_var.name,
    TASK_QUEUE="immediate",
    SECRET_KEY="only-for-the-tests-of-this-suite-0123456789",
    # Plain static files: the manifest of hashed names exists only after collectstatic.
    STATICFILES_STORAGE="django.contrib.staticfiles.storage.StaticFilesStorage",
    # Each process empties its cache before every test, so each has a Redis database of its own.
    CACHE_URL=f"{_redis}/{8 + _worker}" if _redis else "locmemcache://",
)
# An engine of the developer's own would rank what the tests expect by the straight line.
os.environ.pop("VALHALLA_URL", None)
os.environ.pop("DATABASE_URL", None)
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from guicheng.settings import *  # noqa: E402, F403

# WhiteNoise warns in every test about a folder that is not there.
STATIC_ROOT.mkdir()  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
