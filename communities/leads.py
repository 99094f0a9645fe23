"""Words that belong somewhere else first: danger to 110, 119, 120; complaints about offices to 12345."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Lead:
    words: re.Pattern[str]
    sentence: str


_LEADS = (
    Lead(
        re.compile(r"着火|起火|火灾|救命|有人受伤|晕倒|煤气泄漏|燃气泄漏|触电|被困|跳楼|持刀|打人|抢劫|家暴"),
        "正在发生危险的，请马上打 110（报警）、119（火警、救援）或 120（急救），不要在这里等。",
    ),
    Lead(
        re.compile(r"信访|上访|投诉|举报|贪污|受贿|12345|110"),
        "信访、投诉、举报请打 12345（举报党员干部违纪违法打 12388）；一件具体的事要人来办，请用“反映问题”。"
        "这里只收想和大家一起商量的议题。",
    ),
)


def lead_for(text: str) -> str:
    """Where these words should go first, as a Chinese sentence, or ""."""
    return next((lead.sentence for lead in _LEADS if lead.words.search(text)), "")
