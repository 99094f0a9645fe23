from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from communities.installation import mark_demonstration
from tests.pages.town import Town, build


@pytest.fixture
def town(db: None, settings: Settings, tmp_path: Path) -> Town:
    """Three stations in a demonstration, whose pages carry the map."""
    settings.MEDIA_ROOT = tmp_path
    mark_demonstration()
    return build()
