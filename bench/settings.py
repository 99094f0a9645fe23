"""The site's own settings, with what only a measurement needs: known answers and an empty page."""

from __future__ import annotations

from guicheng.settings import *  # noqa: F403
from guicheng.settings import MIDDLEWARE as _MIDDLEWARE

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.floor.Instruments", *_MIDDLEWARE]
