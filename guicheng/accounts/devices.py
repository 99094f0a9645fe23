"""Which device a browser runs on, in words that its owner recognises."""

from __future__ import annotations

# The first that is found counts: later names stand in the signatures of earlier ones, too.
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙手机"),
    ("OpenHarmony", "鸿蒙手机"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux 电脑"),
)
_BROWSERS = (
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ 浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("UCBrowser", "UC 浏览器"),
    ("Quark", "夸克浏览器"),
    ("360SE", "360 浏览器"),
    ("QihooBrowser", "360 浏览器"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_words(agent: str) -> str:
    """``agent`` is a User-Agent header: “Windows 电脑上的 Chrome”; nothing known is “未知设备”."""
    system = next((words for mark, words in _SYSTEMS if mark in agent), "")
    browser = next((words for mark, words in _BROWSERS if mark in agent), "")
    if system and browser:
        return f"{system}上的 {browser}"
    return system or browser or "未知设备"
