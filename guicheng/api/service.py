"""The API itself: its name, its parts and how it writes JSON."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from communities.installation import is_demonstration

from . import activities, communities, errors, figures, lists, nearest, search, stations
from .docs import DocsPage
from .openapi import answers
from .params import QueryParser
from .schemas import Index
from .stations import GEOJSON_TYPE
from .web import absolute

VERSION = "1.0.0"

DESCRIPTION = """\
只读的开放数据：站点、最近的站点、搜索、社区、活动。不需要账号，不含个人信息。

- 所有列表都是 `{"items": […], "count": 总数, "limit": …, "offset": …}`，用 `limit` 和 `offset` 翻页。
- 返回的经纬度都是 WGS-84（GPS）度；在高德、腾讯或百度地图上使用前要换算。
- 时间都是北京时间，写成 `2025-03-03T17:30:00+08:00`。
- 出错时都是 `{"error": {"code": …, "message": …, "field": …}}`，`message` 说明怎么改。
- 支持 `ETag` 和 `If-None-Match`，没有变化时回答 304。网页可以跨域读取。
"""


class ReadableJSON(JSONRenderer):
    """Chinese as it is, and never NaN, which is not JSON."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False, "allow_nan": False}


class OpenData(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """As described by the routes, put together once."""
        return self._described(path_prefix or self.get_root_path(path_params or {}))

    @cache  # noqa: B019 – there is one API in a process, and it stays
    def _described(self, path_prefix: str) -> OpenAPISchema:
        """GeoJSON stands under its own content type (RFC 7946)."""
        schema = super().get_openapi_schema(path_prefix=path_prefix)
        for path, methods in schema["paths"].items():
            if path.endswith(".geojson"):
                content = methods["get"]["responses"][200]["content"]
                content[GEOJSON_TYPE] = content.pop("application/json")
        return schema


api = OpenData(
    title=f"{settings.STREET_NAME}党群服务中心开放接口",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    renderer=ReadableJSON(),
    parser=QueryParser(),
    docs=DocsPage(),
)
errors.install(api)


@api.get(
    "/",
    tags=["关于接口"],
    summary="接口首页",
    operation_id="index",
    **answers(Index, "接口的名称和地址。"),
)
def index(request: HttpRequest) -> Index:
    """有哪些地址，数据是不是演示数据。"""
    root = absolute(request, request.path)
    names = ["stations", "stations/{station_id}", "stations/nearest", "stations.geojson", "search"]
    names += ["communities", "communities/{code}", "activities", "services", "audiences", "figures"]
    return Index(
        name=f"{settings.STREET_NAME}党群服务中心",
        version=VERSION,
        demonstration=is_demonstration(),
        datum="wgs84",
        docs=f"{root}docs",
        openapi=f"{root}openapi.json",
        endpoints=[root + name for name in names],
    )


# nearest goes before stations: "nearest" would be taken for a station's number.
api.add_router("", nearest.router)
api.add_router("", stations.router)
api.add_router("", search.router)
api.add_router("", communities.router)
api.add_router("", activities.router)
api.add_router("", lists.router)
api.add_router("", figures.router)
