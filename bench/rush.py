"""Requests a second under ``wrk``, for the record."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

from bench.nearest_floor import PAGE, STREET
from bench.table import Table


def measure(table: Table, port: int, folder: Path, seconds: int = 8) -> None:
    """Nearest at random places, as a browser asks (gzip), from 8 connections."""
    if shutil.which("wrk") is None:
        print("  wrk is not installed, so requests a second were not measured.")
        return
    south, north, west, east = STREET
    chance = random.Random(3)
    spots = [
        f"?lat={chance.uniform(south, north):.6f}&lon={chance.uniform(west, east):.6f}" for _ in range(500)
    ]
    script = folder / "places.lua"
    quoted = ", ".join(f'"{PAGE}{spot}"' for spot in spots)
    script.write_text(
        f"local places = {{{quoted}}}\nlocal turn = 0\n"
        "request = function() turn = turn % #places + 1 return wrk.format('GET', places[turn]) end\n"
    )
    for name, more in (("nearest page", ["-s", str(script)]), ("empty page", [])):
        address = f"http://127.0.0.1:{port}" + ("/" if more else "/bench/empty/")
        command = [
            "wrk",
            "-t2",
            "-c8",
            f"-d{seconds}s",
            "--latency",
            "-H",
            "Accept-Encoding: gzip",
            *more,
            address,
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rate = re.search(r"Requests/sec:\s*([\d.]+)", said)
        late = re.search(r"99%\s*(\S+)", said)
        wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
        text = f"{rate[1] if rate else '?'} a second, 99 % within {late[1] if late else '?'}"
        table.line(f"{name} under wrk, 8 connections", text + (f", {wrong[1]} failed" if wrong else ""))
