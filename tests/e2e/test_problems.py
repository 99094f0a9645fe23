"""The watch over the browser is itself watched: a silent one would let every page pass."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.problems import Problems

PROVOKED = {
    "console": "console.error('出错了')",
    "script": "setTimeout(() => { throw new Error('出错了') })",
    "CSP": "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
    "answer": "fetch('/static/not-there.css')",
    "other site": "new Image().src = 'http://127.0.0.2:9/pixel.png'",
}


@pytest.mark.parametrize("kind", PROVOKED)
def test_trouble_on_a_page_is_noticed(kind: str, desk: Page, problems: Problems) -> None:
    desk.goto("/admin/login/")
    assert problems.found == []
    desk.evaluate(f"() => {{ {PROVOKED[kind]} }}")
    desk.wait_for_timeout(300)
    assert any(problem.startswith(f"{kind}:") for problem in problems.found), problems.found
    problems.allow(".")
