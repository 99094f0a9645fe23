"""Lines of the report: what, aim, measured, reached."""

from __future__ import annotations


class Table:
    def __init__(self) -> None:
        self.missed: list[str] = []

    def line(self, what: str, measured: str, *, aim: str = "", reached: bool | None = None) -> None:
        """``reached`` None: for the record only."""
        verdict = {None: "", True: "yes", False: "NO"}[reached]
        if reached is False:
            self.missed.append(what)
        print(f"  {what:<62} {measured:<42} {aim:<8} {verdict}", flush=True)

    def title(self, text: str) -> None:
        print(f"\n{text}\n  {'what':<62} {'measured':<42} {'aim':<8} reached", flush=True)
