"""Communities: the list and one of them with its estates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from communities.models import Community, Estate
from stations.models import Station

from .errors import not_found
from .openapi import answers
from .params import CommunityCode, ListQuery
from .schemas import CommunityDetail, CommunityItem, CommunityPage, EstateItem
from .web import absolute

router = Router(tags=["社区"])

MAX_ESTATES = 500


def _fields(request: HttpRequest, community: Community) -> dict[str, Any]:
    return {
        "code": community.code,
        "name": community.name,
        "kind": community.kind,
        "rural_pilot": community.rural_pilot,
        "certified_on": community.certified_on,
        "phone": community.phone,
        "address": community.address,
        "lat": community.lat,
        "lon": community.lon,
        "url": absolute(request, community.get_absolute_url()),
    }


@router.get(
    "/communities",
    summary="社区列表",
    operation_id="listCommunities",
    **answers(CommunityPage, "一页社区，按区划代码排。"),
)
def community_list(request: HttpRequest, query: Query[ListQuery]) -> CommunityPage:
    """全部社区，一页就够。"""
    communities = Community.objects.public().order_by("code")
    rows = communities[query.offset : query.offset + query.limit]
    return CommunityPage(
        items=[CommunityItem(**_fields(request, row)) for row in rows],
        count=communities.count(),
        limit=query.limit,
        offset=query.offset,
    )


@router.get(
    "/communities/{code}",
    summary="一个社区",
    operation_id="getCommunity",
    **answers(CommunityDetail, "社区的公开资料。", may_miss=True),
)
def community_detail(request: HttpRequest, code: CommunityCode) -> CommunityDetail:
    """一个社区的联系方式和小区（村、园区）。"""
    community = Community.objects.public().filter(code=code).first()
    if community is None:
        raise not_found(f"没有区划代码为 {code} 的社区，社区列表见 /api/v1/communities。")
    estates = Estate.objects.public().filter(community=community)
    return CommunityDetail(
        **_fields(request, community),
        station_count=Station.objects.public().filter(community=community).count(),
        estate_count=estates.count(),
        estates=[
            EstateItem(
                name=row.name,
                aliases=row.alias_list,
                kind=row.kind,
                households=row.households,
                lat=row.lat,
                lon=row.lon,
            )
            for row in estates.order_by("name")[:MAX_ESTATES]
        ],
    )
