"""The officials' guide says of every figure how it is counted, in the words of the system."""

from __future__ import annotations

from django.conf import settings

from guicheng.dashboard.indicators import indicators

GUIDE = settings.BASE_DIR / "docs" / "officials.md"


def test_the_guide_lists_every_indicator_as_the_system_explains_it() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for indicator in indicators():
        name = indicator.label if indicator.public else f"{indicator.label}（内部）"
        line = f"| {name} | {indicator.unit} | {indicator.counts} |"
        assert line in text, f"add to docs/officials.md: {line}"
