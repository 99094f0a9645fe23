"""What may be asked: query parameters as types with bounds, and how a query string is read."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja import P, Path
from ninja.parser import Parser
from pydantic import BaseModel, BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema, WithJsonSchema

from communities.coords import Datum
from communities.models import Community
from stations.lists import choices
from stations.models import Audience, Station
from stations.walking import Pace

from .errors import ApiError, unknown_value

MAX_LIMIT = 100
MAX_GEOJSON = 5000
MAX_OFFSET = 10_000_000
#: What a primary key can hold on either database.
MAX_ID = 2**63 - 1
MAX_QUERY = 100
MAX_SERVICES = 10
MAX_DAYS = 366
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


class QueryParser(Parser):
    """Empty values count as not given, as a plain form sends them."""

    def parse_querydict(
        self, data: MultiValueDict, list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for key in data:
            values = [value for value in data.getlist(key) if value != ""]
            if values:
                given[key] = values if key in list_fields else values[-1]
        return given


def _read_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
        raise ValueError("日期请写成 2025-03-01 的样子。")
    try:
        day = date.fromisoformat(value)
    except ValueError as exc:
        raise ValueError("没有这一天，请检查月份和日子。") from exc
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise ValueError(f"日期要在 {_FIRST_DAY} 到 {_LAST_DAY} 之间。")
    return day


Day = Annotated[date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
Degrees = Annotated[float, Field(allow_inf_nan=False)]
Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Slug = Annotated[str, Field(pattern=r"^[-A-Za-z0-9_]{1,40}$")]
Code = Annotated[str, Field(pattern=r"^[0-9]{12}$")]
DatumName = Annotated[Datum, BeforeValidator(lambda name: str(name).strip().lower())]
StationId = Path[Id, P(description="站点编号。", example=1)]
CommunityCode = Path[Code, P(description="社区的 12 位区划代码。", example="440605011001")]


def _example(value: Any, **more: Any) -> dict[str, Any]:
    return {"example": value, **more}


class Paging(BaseModel):
    limit: int = Field(20, ge=1, le=MAX_LIMIT, description="最多返回几条，1 到 100。")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="跳过前面几条，用来翻页。")


class ServiceFilters(BaseModel):
    service: list[Slug] = Field(
        [],
        max_length=MAX_SERVICES,
        description="服务事项代号，见 /services；可以写几次，站点须样样都有。",
    )
    audience: Slug | SkipJsonSchema[None] = Field(
        None, description="服务人群代号，见 /audiences；站点须有面向这类人群的服务。"
    )
    open: bool = Field(False, description="true：只要现在开门的。")

    def check(self) -> None:
        """Raises :class:`ApiError` that names a service or audience that does not exist."""
        known = choices()
        for slug in self.service:
            if not known.service_name(slug):
                raise unknown_value("service", f"没有代号为“{slug}”的服务事项，可用的见 /api/v1/services。")
        if self.audience and not known.audience_name(self.audience):
            raise unknown_value(
                "audience", f"没有面向“{self.audience}”的服务，服务人群的代号见 /api/v1/audiences。"
            )


class StationFilters(ServiceFilters):
    community: Code | SkipJsonSchema[None] = Field(
        None, description="社区的 12 位区划代码，见 /communities。"
    )
    level: Station.Level | SkipJsonSchema[None] = Field(
        None, description="级别：centre 中心，station 站，point 点。"
    )

    def check(self) -> None:
        super().check()
        check_community(self.community)


class StationQuery(Paging, StationFilters):
    pass


class GeoJsonQuery(StationFilters):
    bbox: str | SkipJsonSchema[None] = Field(
        None,
        max_length=100,
        description="只要这个范围内的：西,南,东,北（WGS-84 度）。西大于东时跨 180° 经线。",
        json_schema_extra=_example("113.10,23.00,113.20,23.08"),
    )
    limit: int = Field(1000, ge=1, le=MAX_GEOJSON, description="最多返回几个，1 到 5000。")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="跳过前面几个，用来翻页。")

    def box(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees WGS-84; None where no box was asked for."""
        if not self.bbox:
            return None
        parts = self.bbox.split(",")
        # Digits only: float() would take "nan", "1_0" and digits of other scripts.
        if len(parts) != 4 or not all(re.fullmatch(r"\s*-?[0-9]{1,3}(\.[0-9]{1,17})?\s*", p) for p in parts):
            raise ApiError(
                "invalid_parameter",
                "bbox 要四个数：西,南,东,北，例如 113.10,23.00,113.20,23.08。",
                field="bbox",
            )
        west, south, east, north = (float(part) for part in parts)
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise ApiError(
                "invalid_parameter",
                "bbox 的顺序是西,南,东,北：经度在 -180 到 180 之间，纬度在 -90 到 90 之间，南不能大于北。",
                field="bbox",
            )
        return west, south, east, north


class Position(BaseModel):
    lat: Degrees = Field(
        description="纬度，度。", json_schema_extra=_example(23.0361, minimum=-90, maximum=90)
    )
    lon: Degrees = Field(
        description="经度，度。", json_schema_extra=_example(113.15, minimum=-180, maximum=180)
    )
    datum: DatumName = Field(
        Datum.WGS84,
        description="lat、lon 的坐标系：wgs84（GPS、天地图），gcj02（高德、腾讯、微信），bd09（百度）。",
    )


class NearestQuery(ServiceFilters, Position):
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="最多返回几个，1 到 100。")
    pace: Pace = Field(
        Pace.ADULT,
        description="步行分钟怎么算：adult 成年人每小时 5.1 公里，elder 长者每小时 3.6 公里，"
        "norm 国家标准 GB 50180（10 分钟 500 米）。",
    )


class SearchQuery(BaseModel):
    q: str = Field(
        min_length=1,
        max_length=MAX_QUERY,
        description="社区、小区、站点或地址，写一部分、拼音或首字母也行。",
        json_schema_extra=_example("桂园"),
    )
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="最多返回几条，1 到 100。")


class ListQuery(Paging):
    limit: int = Field(MAX_LIMIT, ge=1, le=MAX_LIMIT, description="最多返回几条，1 到 100。")


class ActivityQuery(Paging):
    start: Day | SkipJsonSchema[None] = Field(None, alias="from", description="从哪天起，不写就是今天。")
    end: Day | SkipJsonSchema[None] = Field(
        None, alias="to", description="到哪天止（含），不写就是 30 天后。"
    )
    community: Code | SkipJsonSchema[None] = Field(
        None, description="社区的 12 位区划代码，见 /communities。"
    )
    station: Id | SkipJsonSchema[None] = Field(None, description="站点编号。")
    audience: Slug | SkipJsonSchema[None] = Field(
        None, description="只要专门面向这类人群的，代号见 /audiences。"
    )


def check_audience(slug: str | None) -> None:
    if slug and not Audience.objects.public().filter(slug=slug).exists():
        raise unknown_value("audience", f"没有代号为“{slug}”的服务人群，可用的见 /api/v1/audiences。")


def check_community(code: str | None) -> None:
    if code and not Community.objects.public().filter(code=code).exists():
        raise unknown_value("community", f"没有区划代码为 {code} 的社区，可用的见 /api/v1/communities。")
