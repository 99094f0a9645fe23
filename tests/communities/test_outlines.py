"""Where a point can lie: inside the outlines that are loaded, not in the water, near its community."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import call_command

from communities.models import Boundary, Community
from communities.outlines import Outline, known_outlines
from tests.factories import make_community

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
REAL = settings.BASE_DIR.parent / "shared" / "data" / "guicheng_boundary.geojson"
#: Around the communities of these tests, whose centre is 23.0371, 113.1506.
SQUARE = [[113.1, 23.0], [113.2, 23.0], [113.2, 23.1], [113.1, 23.1], [113.1, 23.0]]


def _boundary(name: str, ring: list[list[float]]) -> Boundary:
    geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
    return Boundary.objects.create(name=name, geometry=geometry)


def _why(lat: float, lon: float, community: Community) -> str:
    return known_outlines().wrong(lat, lon, community.pk)


def test_a_point_outside_the_street_or_in_the_water_is_told() -> None:
    community = make_community()
    assert _why(23.05, 113.13, community) == ""
    _boundary(settings.STREET_NAME, SQUARE)
    assert "边界以外" in _why(23.05, 113.09, community) and _why(23.05, 113.13, community) == ""
    _boundary(Boundary.WATER, [[113.12, 23.04], [113.14, 23.04], [113.14, 23.06], [113.12, 23.04]])
    assert "河涌" in _why(23.045, 113.135, community)


def test_a_community_s_own_outline_goes_before_its_distance() -> None:
    community = make_community()
    assert "公里" in _why(23.2, 113.15, community)
    _boundary(
        community.name, [[113.14, 23.03], [113.16, 23.03], [113.16, 23.05], [113.14, 23.05], [113.14, 23.03]]
    )
    assert "本社区边界以外" in _why(23.06, 113.15, community)
    assert _why(23.04, 113.15, community) == ""


def test_without_an_outline_and_a_centre_nothing_is_said() -> None:
    community = make_community("桂花社区", lat=None, lon=None)
    assert _why(40.0, 116.0, community) == ""


def test_water_is_not_drawn_as_an_outline() -> None:
    _boundary(Boundary.WATER, SQUARE)
    assert not Boundary.objects.public().exists()


def test_a_hole_of_an_outline_is_outside() -> None:
    hole = [[113.14, 23.04], [113.16, 23.04], [113.16, 23.06], [113.14, 23.06], [113.14, 23.04]]
    shape = Outline({"coordinates": [[SQUARE, hole]]})
    assert shape.holds(23.02, 113.12) and not shape.holds(23.05, 113.15) and not shape.holds(23.2, 113.15)


@pytest.mark.skipif(not REAL.exists(), reason="the real outline is not in this checkout's shared/data")
def test_the_real_outline_holds_the_middle_of_the_street() -> None:
    call_command("load_boundary", str(REAL))
    outline = known_outlines().street
    assert outline is not None
    assert outline.holds(*settings.STREET_CENTRE) and not outline.holds(23.1291, 113.2644)
