"""What the API answers, as types. Positions are degrees WGS-84, distances metres, times +08:00.

The Chinese descriptions are what readers of ``/api/v1/docs`` and ``openapi.json`` see.
"""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, Field

Item = TypeVar("Item", bound=BaseModel)


class Page(BaseModel, Generic[Item]):
    items: list[Item] = Field(description="这一页的记录。")
    count: int = Field(description="符合条件的总数。")
    limit: int = Field(description="这一页最多几条。")
    offset: int = Field(description="跳过了前面几条。")


class Error(BaseModel):
    code: str = Field(description="给程序看的错误代号，见文档。", examples=["invalid_parameter"])
    message: str = Field(description="给人看的一句话，说明怎么改。", examples=["limit 不能大于 100。"])
    field: str | None = Field(description="有问题的参数；与参数无关时为 null。", examples=["limit"])
    suggestion: dict[str, float] | None = Field(
        default=None,
        description="纬度和经度填反时，对调后的写法。",
        examples=[{"lat": 23.05, "lon": 113.14}],
    )


class ErrorAnswer(BaseModel):
    error: Error = Field(description="哪里不对，怎么改。")


class OfferedService(BaseModel):
    slug: str = Field(description="服务事项代号，可用于 service 参数。", examples=["legal-advice"])
    name: str = Field(description="服务事项名称。", examples=["法律咨询"])
    note: str = Field(description="时间或说明，可为空。", examples=["每周三上午，需预约"])


State = Literal["open", "closed", "stopped", "unknown"]
Level = Literal["centre", "station", "point"]
Status = Literal["open", "suspended"]
LEVELS = "级别：centre 中心，station 站，point 点。"
STATUSES = "open 已启用，suspended 暂停服务。"


class StationItem(BaseModel):
    id: int = Field(description="站点编号。", examples=[12])
    name: str = Field(description="站点名称。", examples=["桂园社区党群服务中心"])
    level: Level = Field(description=LEVELS)
    level_name: str = Field(description="级别的中文名称。", examples=["党群服务中心"])
    status: Status = Field(description=STATUSES)
    community: str = Field(description="所在社区的名称。", examples=["桂园社区"])
    community_code: str = Field(description="所在社区的 12 位区划代码。", examples=["440605011001"])
    estate: str | None = Field(description="所在小区（村、园区），没有时为 null。")
    address: str = Field(description="地址，未登记时为空。")
    phone: str = Field(description="电话；站点没有时是社区的电话，都没有时为空。", examples=["0757-86123456"])
    lat: float | None = Field(description="纬度（WGS-84 度），未登记时为 null。", examples=[23.0361])
    lon: float | None = Field(description="经度（WGS-84 度），未登记时为 null。", examples=[113.15])
    open_now: bool = Field(description="现在是否开门（北京时间）。")
    state: State = Field(description="open 营业中，closed 已关门，stopped 暂停服务，unknown 开放时间未登记。")
    next_change: datetime | None = Field(
        description="开着时是几点关门，关着时是下次几点开门；两周内没有变化或不知道时为 null。",
        examples=["2025-03-03T17:30:00+08:00"],
    )
    reason: str = Field(description="为什么是这个状态，例如节假日或公告标题；平常为空。")
    services: list[OfferedService] = Field(description="能办的事。")
    url: str = Field(description="站点网页的地址。")


class StationPage(Page[StationItem]):
    """站点列表。"""


class NearItem(StationItem):
    lat: float = Field(description="纬度（WGS-84 度）。", examples=[23.0361])
    lon: float = Field(description="经度（WGS-84 度）。", examples=[113.15])
    distance_m: float = Field(description="直线距离，米。", examples=[312.4])
    walk_m: int | None = Field(description="步行距离，米；null：按路网走不到。", examples=[406])
    walk_minutes: int | None = Field(
        description="步行几分钟，取整，至少 1；null：按路网走不到。", examples=[5]
    )
    walk_estimated: bool = Field(
        description=(
            "true 表示步行按直线距离的 1.3 倍估算，应写“约”；"
            "false 表示按街道路网计算，须注明路网数据 © OpenStreetMap 贡献者。"
        )
    )


class NearPage(Page[NearItem]):
    """最近的站点，由近到远。count 是本次返回的条数，offset 总是 0。"""

    far_away: bool = Field(description="所在位置离街道超过 20 公里，站点都不算近。")


class DayHours(BaseModel):
    date: Day = Field(description="日期。")
    hours: str = Field(description="当天的开放时间，休息日是“休息”。", examples=["8:30–12:00、14:00–17:30"])
    special: str = Field(description="节假日、调休或特别安排；平常为空。")


class WeekHours(BaseModel):
    days: str = Field(description="星期几。", examples=["周一至周五"])
    hours: str = Field(description="开放时间。", examples=["8:30–12:00、14:00–17:30"])


class NoticeItem(BaseModel):
    title: str = Field(description="标题。", examples=["台风期间暂停服务"])
    body: str = Field(description="内容，可为空。")
    closes: bool = Field(description="true 表示有效期内临时停止服务。")
    scope: str = Field(description="对谁有效：全街道、某个社区或某个站点。")
    starts_at: datetime = Field(description="从什么时候起。")
    ends_at: datetime | None = Field(description="到什么时候止；没有写结束时间时为 null。")


class PhotoItem(BaseModel):
    caption: str = Field(description="照片的说明。")
    width: int = Field(description="大图的宽，像素。")
    height: int = Field(description="大图的高，像素。")
    small: str = Field(description="小图的地址。")
    medium: str = Field(description="中图的地址。")
    large: str = Field(description="大图的地址。")


Access = Literal["yes", "no", "unknown"]


class StationDetail(StationItem):
    description: str = Field(description="简介，可为空。")
    point_source: str = Field(
        description="位置怎么来的：surveyed 现场定位，picked 地图上点选，address 由地址推算，"
        "estimated 大致位置；未登记时为空。"
    )
    step_free: Access = Field(description="无障碍通道。")
    toilet: Access = Field(description="无障碍卫生间。")
    parking: Access = Field(description="停车位。")
    open_on_holidays: bool = Field(description="法定节假日是否照常开放。")
    week: list[WeekHours] = Field(description="平常一周的开放时间，未登记时为空。")
    coming_days: list[DayHours] = Field(description="今天起 7 天的开放时间，节假日和特别安排已算在内。")
    notices: list[NoticeItem] = Field(description="现在有效、与本站有关的公告。")
    photos: list[PhotoItem] = Field(description="照片。")
    opened_on: Day | None = Field(description="启用日期。")
    confirmed_on: Day | None = Field(description="最近一次核对资料的日期。")
    updated_at: datetime = Field(description="资料更新的时间。")


class CommunityItem(BaseModel):
    code: str = Field(description="12 位统计用区划代码。", examples=["440605011001"])
    name: str = Field(description="社区名称。", examples=["桂园社区"])
    kind: Literal["urban", "rural"] = Field(description="urban 城市社区，rural 农村社区。")
    rural_pilot: bool = Field(description="是否农村创熟试点。")
    certified_on: Day | None = Field(description="熟人社区达标时间；只知道年月时是当月 1 日。")
    phone: str = Field(description="联系电话，未登记时为空。", examples=["0757-86123456"])
    address: str = Field(description="办公地址，未登记时为空。")
    lat: float | None = Field(description="社区中心的纬度（WGS-84 度）。")
    lon: float | None = Field(description="社区中心的经度（WGS-84 度）。")
    url: str = Field(description="社区网页的地址。")


class CommunityPage(Page[CommunityItem]):
    """社区列表，按区划代码排。"""


class EstateItem(BaseModel):
    name: str = Field(description="名称。")
    aliases: list[str] = Field(description="居民常用的其他叫法。")
    kind: Literal["estate", "village", "urban_village", "park", "street"] = Field(
        description="estate 小区，village 自然村，park 园区，street 街区。"
    )
    households: int | None = Field(description="户数，未登记时为 null。")
    lat: float | None = Field(description="纬度（WGS-84 度），未登记时为 null。")
    lon: float | None = Field(description="经度（WGS-84 度），未登记时为 null。")


class CommunityDetail(CommunityItem):
    station_count: int = Field(description="公开的站点数；站点见 /stations?community=。")
    estate_count: int = Field(description="小区（村、园区）数。")
    estates: list[EstateItem] = Field(description="小区（村、园区），最多 500 个。")


class ActivityItem(BaseModel):
    id: int = Field(description="活动编号。", examples=[345])
    title: str = Field(description="名称。", examples=["法律咨询日"])
    kind: str = Field(description="类型代号。", examples=["law"])
    kind_name: str = Field(description="类型的中文名称。", examples=["法律与政策"])
    cancelled: bool = Field(description="true 表示已取消。")
    starts_at: datetime = Field(description="开始时间。", examples=["2025-03-03T09:00:00+08:00"])
    ends_at: datetime = Field(description="结束时间。", examples=["2025-03-03T11:00:00+08:00"])
    place: str = Field(description="地点。")
    station: int = Field(description="站点编号。")
    station_name: str = Field(description="站点名称。")
    community: str = Field(description="所在社区的名称。", examples=["桂园社区"])
    community_code: str = Field(description="所在社区的 12 位区划代码。", examples=["440605011001"])
    audience: str | None = Field(description="面向人群的代号；null 是面向所有居民。")
    audience_name: str = Field(description="面向人群的名称。", examples=["所有居民"])
    capacity: int | None = Field(description="名额；null 是不限或未登记。")
    attendance: int | None = Field(description="参与人次，活动结束后登记。")
    description: str = Field(description="介绍，可为空。")
    url: str = Field(description="活动网页的地址。")


class ActivityPage(Page[ActivityItem]):
    """活动列表，按开始时间排。"""


class AudienceItem(BaseModel):
    slug: str = Field(description="服务人群代号，可用于 audience 参数。", examples=["elders"])
    name: str = Field(description="名称。", examples=["长者"])


class AudiencePage(Page[AudienceItem]):
    """服务人群。"""


class ServiceItem(BaseModel):
    slug: str = Field(description="服务事项代号，可用于 service 参数。", examples=["legal-advice"])
    name: str = Field(description="名称。", examples=["法律咨询"])
    description: str = Field(description="说明，可为空。")
    audiences: list[AudienceItem] = Field(description="面向哪些人。")


class ServicePage(Page[ServiceItem]):
    """服务事项。"""


class SearchItem(BaseModel):
    kind: str = Field(
        description="哪一类：community 社区，estate 小区，station 站点等。", examples=["station"]
    )
    id: str = Field(description="社区是区划代码，其他是编号。", examples=["12"])
    name: str = Field(description="名称。", examples=["桂园社区党群服务中心"])
    community: str = Field(description="所在社区的名称，可为空。", examples=["桂园社区"])
    lat: float | None = Field(description="纬度（WGS-84 度），不知道时为 null。")
    lon: float | None = Field(description="经度（WGS-84 度），不知道时为 null。")
    score: float = Field(description="像不像，0 到 100，越大越像。", examples=[95.0])


class SearchPage(Page[SearchItem]):
    """搜索结果，最像的在前。count 是本次返回的条数，offset 总是 0。"""


class Point(BaseModel):
    type: Literal["Point"] = Field("Point", description="总是 Point。")
    coordinates: tuple[float, float] = Field(description="[经度, 纬度]，WGS-84 度。")


class StationProperties(BaseModel):
    id: int = Field(description="站点编号。", examples=[12])
    name: str = Field(description="站点名称。", examples=["桂园社区党群服务中心"])
    level: Level = Field(description=LEVELS)
    status: Status = Field(description=STATUSES)
    community: str = Field(description="所在社区的名称。", examples=["桂园社区"])
    community_code: str = Field(description="所在社区的 12 位区划代码。", examples=["440605011001"])
    address: str = Field(description="地址，未登记时为空。")
    phone: str = Field(description="电话，未登记时为空。", examples=["0757-86123456"])
    url: str = Field(description="站点网页的地址。")


class Feature(BaseModel):
    type: Literal["Feature"] = Field("Feature", description="总是 Feature。")
    id: int = Field(description="站点编号。", examples=[12])
    geometry: Point = Field(description="位置。")
    properties: StationProperties = Field(description="站点资料。")


class FeatureCollection(BaseModel):
    """站点的 GeoJSON（RFC 7946），另带总数和分页。"""

    type: Literal["FeatureCollection"] = Field("FeatureCollection", description="总是 FeatureCollection。")
    features: list[Feature] = Field(description="站点。")
    count: int = Field(description="符合条件的总数。")
    limit: int = Field(description="这一页最多几个。")
    offset: int = Field(description="跳过了前面几个。")


class Index(BaseModel):
    name: str = Field(description="谁的接口。")
    version: str = Field(description="接口的版本。", examples=["1.0.0"])
    demonstration: bool = Field(description="true 表示全部是演示数据，不是真实记录。")
    datum: str = Field(description="所有返回的经纬度都用这个坐标系。", examples=["wgs84"])
    docs: str = Field(description="文档的地址。")
    openapi: str = Field(description="OpenAPI 描述的地址。")
    endpoints: list[str] = Field(description="全部地址。")


class FigureItem(BaseModel):
    key: str = Field(description="指标代号。", examples=["building_heads"])
    label: str = Field(description="指标名称。", examples=["楼长"])
    unit: str = Field(description="单位。", examples=["名"])
    live: float | None = Field(description="实时数；没有可以算的记录时为 null。", examples=[2186])
    published: float | None = Field(description="最近一次公布的数，没有公布过时为 null。", examples=[2186])
    qualifier: Literal["exact", "over", "at_least"] | None = Field(
        description="公布数（没有时是目标）的意思：exact 等于，over 超过，at_least 不少于。"
    )
    target: float | None = Field(description="目标，没有时为 null。", examples=[200])
    as_of: Day = Field(description="实时数截至哪一天。")
    published_as_of: Day | None = Field(description="公布数截至哪一天。")
    target_by: Day | None = Field(description="目标应当在哪一天以前达到。")


class FigurePage(Page[FigureItem]):
    """公开指标。"""
