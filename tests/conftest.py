from __future__ import annotations

import os

# Plain static files: the manifest of hashed names exists only after collectstatic.
os.environ["STATICFILES_STORAGE"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
os.environ.setdefault("CACHE_URL", "locmemcache://")
os.environ.setdefault("SECRET_KEY", "only-for-the-tests-of-this-suite-0123456789")
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

import pytest


@pytest.fixture(autouse=True)
def _fresh_process_memory() -> None:
    """What a process keeps in memory about the database is forgotten between tests."""
    from django.core.cache import cache

    from communities import installation

    installation.forget()
    cache.clear()
