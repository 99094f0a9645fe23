"""Where the Chromium for the browser tests is."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET = "sudo apt-get install chromium fonts-noto-cjk"


def find() -> str | None:
    """The path of a Chromium: what ``CHROMIUM`` names, else the first of the usual names on the PATH."""
    given = os.environ.get("CHROMIUM")
    if given:
        return shutil.which(given)
    return next((path for path in map(shutil.which, NAMES) if path), None)
