"""What an operator copies from deploy/ and reads in docs/operators.md agrees with the code."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "guicheng" / "settings.py").read_text()
VARIABLES = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', SETTINGS))


def test_the_manual_explains_every_setting_and_no_other() -> None:
    manual = (ROOT / "docs" / "operators.md").read_text()
    table = manual[manual.index("## 七、全部设置") :]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == VARIABLES


def test_the_example_environment_sets_real_settings() -> None:
    example = (ROOT / "deploy" / "guicheng.env.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) <= VARIABLES


def test_logs_of_both_servers_leave_out_query_and_referer() -> None:
    nginx = (ROOT / "deploy" / "nginx.conf").read_text()
    nginx_format = re.search(r"log_format .*", nginx)[0]
    assert "$uri" in nginx_format
    assert not re.search(r"\$(request\b|request_uri|args|query_string|http_referer)", nginx_format)
    gunicorn = (ROOT / "guicheng" / "gunicorn.py").read_text()
    gunicorn_format = re.search(r'access_log_format = "(.*)"', gunicorn)[1]
    assert "%(U)s" in gunicorn_format
    assert not re.search(r"%\((r|q|f)\)s", gunicorn_format)


def test_no_list_of_libraries_names_a_registry_or_lacks_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        pins = re.split(r"^(?=[\w.-]+(?:\[.*?\])?==)", text, flags=re.MULTILINE)[1:]
        assert len(pins) > 20
        assert all("--hash=sha256:" in pin for pin in pins)
