"""Search by name, alias, pinyin or address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from guicheng import search as site_search
from guicheng.web.http import clean_text

from .errors import ApiError
from .openapi import answers
from .params import MAX_QUERY, SearchQuery
from .schemas import SearchItem, SearchPage
from .web import keep_private

router = Router(tags=["搜索"])


@router.get("/search", summary="搜索", operation_id="search", **answers(SearchPage, "搜索结果，最像的在前。"))
def search(request: HttpRequest, response: HttpResponse, query: Query[SearchQuery]) -> SearchPage:
    """按名称、别名、拼音、首字母或地址找社区、小区和站点，写错一两个字也能找到。没有找到时 items 是空的。"""
    text = clean_text(query.q, MAX_QUERY)
    if not text:
        raise ApiError("invalid_parameter", "q 里没有可以搜索的字，请写名称或地址。", field="q")
    items = [
        SearchItem(
            kind=hit.kind,
            id=hit.id,
            name=hit.name,
            community=hit.community or "",
            lat=hit.lat,
            lon=hit.lon,
            score=round(hit.score, 2),
        )
        for hit in site_search.find(text, limit=query.limit)
    ]
    keep_private(response)
    return SearchPage(items=items, count=len(items), limit=query.limit, offset=0)
