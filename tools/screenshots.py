"""Makes the pictures of the documents from a running site: ``screenshots.py BASE_URL OUT_DIR``.

Starts no site by itself: point it at one that shows the demonstration (``make run``). Needs Chromium. Pages
of the workbench need a street administrator's account, in ``SCREENSHOT_USER`` and ``SCREENSHOT_PASSWORD``,
those of a head's phone a sign-in link, in ``SCREENSHOT_HEAD_LINK``; without them only the public pages are
taken. Each picture is a PNG of at most 128 colours, so that a clone
stays small.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import chromium  # noqa: E402

#: Largest file that may go into the repository, in bytes.
MAX_BYTES = 200 * 1024
#: Colours to try, the most first; a picture takes the first number that fits.
COLOURS = (128, 64, 32)
#: Between and around pictures that stand side by side: pixels and the ground behind them.
GAP, GROUND = 24, "#D9D4CC"
#: Somebody who stands at the street's centre (degrees WGS-84).
HERE = {"lat": "23.0361", "lon": "113.1500"}
DESK, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One page as a visitor sees it first: its address, the window in CSS pixels, the reader's choices."""

    path: str
    size: tuple[int, int]
    elder: bool = False
    dark: bool = False
    #: What is done on the page before the picture: a step of :data:`STEPS`.
    step: str = ""
    staff: bool = False
    #: On the phone of a head.
    head: bool = False


ROSTER = ROOT / "tests" / "exchange" / "rosters" / "seen-01-plain.xlsx"
UPLOAD = "/admin/exchange/importrun/new/heads/"
NEAREST = f"/stations/nearest/?{urlencode(HERE)}"
#: Name of the file → what stands in it, side by side.
PICTURES: dict[str, tuple[Shot, ...]] = {
    "home.png": (Shot("/", DESK),),
    "phone.png": (Shot("/", PHONE), Shot(NEAREST, PHONE), Shot(NEAREST, PHONE, elder=True)),
    "heads.png": (Shot("/my/", PHONE, head=True), Shot("/my/new/", PHONE, head=True)),
    "desk.png": (Shot("/admin/", (1100, 760), staff=True),),
    "import.png": (
        Shot(UPLOAD, (760, 820), staff=True, step="columns"),
        Shot(UPLOAD, (760, 820), staff=True, step="preview"),
    ),
}


def _columns(page: Page) -> None:
    page.set_input_files("#id_file", ROSTER)
    page.click(".exchange input[type=submit]")
    page.wait_for_selector(".exchange .sheet")
    page.evaluate("document.querySelector('.exchange').scrollIntoView()")


def _preview(page: Page) -> None:
    _columns(page)
    page.click(".exchange input[type=submit]")
    page.wait_for_selector(".exchange .tabs")
    page.evaluate("document.querySelector('.exchange').scrollIntoView()")


STEPS: dict[str, Callable[[Page], None]] = {"columns": _columns, "preview": _preview}


def log_in(page: Page) -> None:
    """As the account of the environment. Raises ``RuntimeError`` where it is not let in."""
    page.goto("/admin/login/")
    page.fill("#id_username", os.environ["SCREENSHOT_USER"])
    page.fill("#id_password", os.environ["SCREENSHOT_PASSWORD"])
    page.click("[type=submit]")
    if "/login" in page.url:
        raise RuntimeError("SCREENSHOT_USER 登录不了。")


_phone_of_head: list[Any] = []


def take_over_phone(page: Page) -> None:
    """The link works once: what it left in the browser serves for every picture."""
    if not _phone_of_head:
        page.goto(os.environ["SCREENSHOT_HEAD_LINK"])
        page.click("main [type=submit]")
        page.wait_for_url("**/my/")
        _phone_of_head.extend(page.context.cookies())
    page.context.add_cookies(_phone_of_head)


def take(browser: Browser, base: str, shot: Shot) -> Image.Image:
    """The first screen of a page, once its map is drawn. Raises ``RuntimeError`` for an error page."""
    width, height = shot.size
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": height},
        is_mobile=width < 720,
        has_touch=width < 720,
        color_scheme="dark" if shot.dark else "light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    try:
        page = context.new_page()
        if shot.elder:
            page.goto("/mode/?elder=1")
        if shot.staff:
            log_in(page)
        if shot.head:
            take_over_phone(page)
        response = page.goto(shot.path, wait_until="load")
        if response is None or not response.ok:
            raise RuntimeError(f"{base}{shot.path}: {response.status if response else '—'}")
        if shot.step:
            STEPS[shot.step](page)
        page.evaluate("document.fonts.ready")
        if page.locator("#map").count():
            page.wait_for_selector("#map .leaflet-marker-icon, #map .leaflet-interactive", state="attached")
        return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    finally:
        context.close()


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """The pictures in a row on a quiet ground; one alone stays as it is."""
    if len(pictures) == 1:
        return pictures[0]
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    row = Image.new("RGB", (width, max(picture.height for picture in pictures) + 2 * GAP), GROUND)
    left = GAP
    for picture in pictures:
        row.paste(picture, (left, GAP))
        left += picture.width + GAP
    return row


def small_png(picture: Image.Image) -> bytes:
    """The picture as PNG of at most ``MAX_BYTES``. Raises ``RuntimeError`` when it stays larger."""
    for colours in COLOURS:
        out = io.BytesIO()
        reduced = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        reduced.save(out, "PNG", optimize=True)
        if out.tell() <= MAX_BYTES:
            return out.getvalue()
    raise RuntimeError(f"{out.tell() // 1024} KB 太大，请把窗口改小。")


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("用法：screenshots.py 网址 目录，例如 screenshots.py http://127.0.0.1:8000 docs/images")
    base, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2])
    path = chromium.find()
    if path is None:
        sys.exit(f"没有找到 Chromium，安装：{chromium.HOW_TO_GET}")
    folder.mkdir(parents=True, exist_ok=True)
    # Chromium refuses its sandbox to root.
    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    arguments += ["--disable-component-update", "--disable-quic"]
    arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            staff = "SCREENSHOT_USER" in os.environ
            for name, shots in PICTURES.items():
                if any(shot.staff for shot in shots) and not staff:
                    print(f"{name}：没有设 SCREENSHOT_USER 和 SCREENSHOT_PASSWORD，保留原来的图。")
                    continue
                if any(shot.head for shot in shots) and "SCREENSHOT_HEAD_LINK" not in os.environ:
                    print(f"{name}：没有设 SCREENSHOT_HEAD_LINK，保留原来的图。")
                    continue
                data = small_png(side_by_side([take(browser, base, shot) for shot in shots]))
                (folder / name).write_bytes(data)
                print(f"{folder / name}：{len(data) / 1024:.0f} KB")
        except (Error, RuntimeError) as exc:
            sys.exit(f"没有拍成：{str(exc).splitlines()[0]}")
        finally:
            browser.close()


if __name__ == "__main__":
    main()
