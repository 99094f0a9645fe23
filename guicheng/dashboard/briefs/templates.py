"""The templates that come with the system; the street's own changes to them stay."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from ..models import BriefTemplate

FOLDER = Path(__file__).with_name("delivered")
#: What is made each month unless another one is asked for.
WORK = "work"


def load_templates() -> int:
    """Add the delivered templates that are not there yet; how many."""
    made = 0
    with transaction.atomic():
        for path in sorted(FOLDER.glob("*.txt")):
            name, text = path.read_text(encoding="utf-8").split("\n", 1)
            _, new = BriefTemplate.objects.get_or_create(name=name, defaults={"text": text.strip()})
            made += new
    return made


def delivered_name(which: str) -> str:
    """The name under which a delivered template was added."""
    return (FOLDER / f"{which}.txt").read_text(encoding="utf-8").split("\n", 1)[0]
