"""The open figures: what residents may know, counted by the same source as every other surface."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from guicheng.dashboard.snapshot import snapshot
from guicheng.dashboard.told import told

from .openapi import answers
from .params import ListQuery
from .schemas import FigureItem, FigurePage

router = Router(tags=["数据"])


@router.get(
    "/figures",
    summary="公开数据",
    operation_id="listFigures",
    **answers(FigurePage, "全部公开指标的实时数、公布数和目标。"),
)
def figure_list(request: HttpRequest, query: Query[ListQuery]) -> FigurePage:
    """全街道的公开指标；`live` 为 null 表示没有可以算的记录，和 0 不同。"""
    lines = told(snapshot(), public_only=True)
    return FigurePage(
        items=[FigureItem(**line.as_dict()) for line in lines[query.offset : query.offset + query.limit]],
        count=len(lines),
        limit=query.limit,
        offset=query.offset,
    )
