"""No axe violation on any public page, in light, in dark, in 长者模式; nothing wider than the phone."""

from __future__ import annotations

import pytest

from communities.models import Community
from stations.models import Activity, Station
from tests.e2e import town
from tests.e2e.conftest import DESK, PHONE


def addresses() -> list[str]:
    station = Station.objects.get(name="碧湖花园党群服务站").pk
    stopped = Station.objects.get(name="桂花社区党群服务中心").pk
    code = Community.objects.get(name="桂花社区").code
    return [
        "/",
        "/search/?q=桂花",
        "/search/?q=zzzzzz",
        "/stations/",
        "/stations/?open=1",
        "/stations/nearest/",
        "/stations/nearest/?q=碧湖花园",
        "/stations/nearest/?lat=113.1&lon=23.0",
        "/stations/nearest/?lat=39.9&lon=116.4",
        f"/stations/{station}/",
        f"/stations/{stopped}/",
        f"/stations/{station}/share/",
        f"/stations/{station}/report/",
        f"/stations/{station}/wish/",
        "/activities/",
        "/activities/?when=past",
        f"/activities/{Activity.objects.get().pk}/",
        "/communities/",
        f"/communities/{code}/",
        f"/communities/{code}/wish/",
        "/embed/",
        "/embed/?q=碧湖花园",
        "/about/",
        "/feedback/?path=/",
        "/not-there/",
        "/api/v1/docs",
    ]


@pytest.mark.parametrize(
    "look,viewport", [("light", PHONE), ("light", DESK), ("dark", PHONE), ("elder", PHONE)]
)
def test_every_public_page(open_page, axe, site, look, viewport):
    town.build()
    page = open_page(viewport, color_scheme="dark" if look == "dark" else "light")
    if look == "elder":
        page.goto("/mode/?elder=1&next=/")
    failures = []
    for address in addresses():
        page.goto(address)
        failures += [f"{address} {problem}" for problem in axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > viewport["width"]:
            failures.append(f"{address} is {wide} pixels wide")
    assert not failures, "\n".join(failures)
