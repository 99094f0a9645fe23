"""Queries and milliseconds of every public page, and the weight of the nearest page's first visit."""

from __future__ import annotations

import json
import re
import statistics
from urllib.parse import urljoin, urlsplit

from bench.server import Client
from bench.table import Table

HERE = "lat=23.0361&lon=113.15"
MOST_QUERIES = 8


def public_addresses(client: Client) -> list[str]:
    """Every public page and the API's lists, with keys that are in this database."""

    def first(path: str, key: str) -> str:
        return str(json.loads(client.get(f"/api/v1/{path}").body)["items"][0][key])

    station, community = first("stations?limit=1", "id"), first("communities?limit=1", "code")
    activity, service = first("activities?limit=1", "id"), first("services", "slug")
    audience = first("audiences", "slug")
    pages = ["/", "/about/", "/feedback/?path=/", "/search/?q=guiya", "/search/?q=zzzz", "/sitemap.xml"]
    pages += ["/stations/", "/stations/?open=1", f"/stations/?open=1&service={service}&audience={audience}"]
    pages += [f"/stations/?community={community}&level=station", "/stations/?page=2", "/stations/nearest/"]
    pages += [f"/stations/nearest/?{HERE}", f"/stations/nearest/?{HERE}&open=1&service={service}"]
    pages += ["/stations/nearest/?q=guiya", "/stations/nearest/?lat=39.9&lon=116.4"]
    pages += [f"/stations/{station}/{tail}" for tail in ("", "calendar.ics", "qr.svg", "share/", "report/")]
    pages += [
        f"/stations/{station}/wish/",
        "/activities/",
        "/activities/?when=past",
        "/activities/calendar.ics",
    ]
    pages += [f"/activities/{activity}/", "/communities/", f"/communities/{community}/"]
    pages += [f"/communities/{community}/wish/", "/embed/", f"/embed/?{HERE}", "/robots.txt"]
    api = ["stations", "stations?open=1", f"stations/nearest?{HERE}", f"stations/{station}"]
    api += ["stations.geojson", "search?q=guiya", "communities", f"communities/{community}"]
    api += ["activities", "services", "audiences"]
    return pages + [f"/api/v1/{path}" for path in api]


def measure(table: Table, port: int, *, repeats: int = 5) -> None:
    client = Client(port)
    most, most_cold = (0, ""), (0, "")
    slow: list[tuple[float, str]] = []
    for path in public_addresses(client):
        cold = client.get(path, Bench_Count="1", Bench_Cold="1")
        warm = client.get(path, Bench_Count="1")
        if warm.status >= 400:
            raise SystemExit(f"{path} answered {warm.status}")
        most = max(most, (int(warm.headers["bench-queries"]), path))
        most_cold = max(most_cold, (int(cold.headers["bench-queries"]), path))
        spent = statistics.median(client.get(path).milliseconds for _ in range(repeats))
        slow.append((spent, path))
        if int(warm.headers["bench-queries"]) > MOST_QUERIES:
            table.line(
                f"queries on {path}", str(int(warm.headers["bench-queries"])), aim="≤ 8", reached=False
            )
    text = f"{most[0]}  ({most[1][:34]})"
    table.line("most queries on a public page", text, aim="≤ 8", reached=most[0] <= MOST_QUERIES)
    table.line("the same when the process remembers nothing yet", f"{most_cold[0]}  ({most_cold[1][:34]})")
    for spent, path in sorted(slow, reverse=True)[:5]:
        table.line(f"slowest pages: {path[:45]}", f"{spent:.1f} ms")
    client.close()


def weigh(table: Table, port: int, what: str, most: int) -> None:
    """Bytes over the wire of a first visit: the page and whatever it names for a browser to fetch."""
    client = Client(port)
    page = f"/stations/nearest/?{HERE}"
    for encoding in ("gzip", "gzip, deflate, br"):
        total, waiting, parts = 0, [page], []
        seen: set[str] = set()
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            answer = client.get(path, Accept_Encoding=encoding)
            total += len(answer.body)
            parts.append(f"{_kind(path, answer.headers)} {len(answer.body) / 1024:.1f}")
            if path == page:
                plain = client.get(path).body.decode()
                waiting += [urlsplit(urljoin(page, link)).path for link in _fetched(plain)]
        name = "br" if "br" in encoding else "gzip"
        text = f"{total / 1024:.1f} KB ({', '.join(parts)})"
        table.line(f"first visit of the nearest page, {what}, {name}", text, aim=f"≤ {most} KB",
                   reached=total <= most * 1024)  # fmt: skip
    client.close()


def _fetched(html: str) -> list[str]:
    """What a browser fetches by itself: style sheets, icons, scripts and images."""
    links = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', html)
    return links + re.findall(r'<(?:script|img)[^>]* src="([^"]+)"', html)


def _kind(path: str, headers: dict[str, str]) -> str:
    kind = headers.get("content-type", "").split(";")[0].split("/")[-1]
    return {"html": "page", "javascript": path.rsplit("/", 1)[-1].split(".")[0] + ".js"}.get(kind, kind)
