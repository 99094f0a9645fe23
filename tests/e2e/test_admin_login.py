from __future__ import annotations

import pytest
from playwright.sync_api import Page


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_staff_find_a_clean_chinese_login_page(width: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(width)
    page.goto("/admin/login/")
    assert page.get_by_role("button", name="登录").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
