"""The lists to choose from: services and audiences."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Query, Router

from stations.models import Audience, Service

from .openapi import answers
from .params import ListQuery
from .schemas import AudienceItem, AudiencePage, ServiceItem, ServicePage

router = Router(tags=["服务事项和人群"])


@router.get(
    "/services",
    summary="服务事项",
    operation_id="listServices",
    **answers(ServicePage, "服务事项，按街道排的顺序。"),
)
def service_list(request: HttpRequest, query: Query[ListQuery]) -> ServicePage:
    """站点能办的事，`slug` 用在别处的 service 参数里。"""
    services = Service.objects.public().order_by("order", "name")
    rows = services.prefetch_related(Prefetch("audiences", queryset=Audience.objects.public()))
    return ServicePage(
        items=[
            ServiceItem(
                slug=row.slug,
                name=row.name,
                description=row.description,
                audiences=[AudienceItem(slug=one.slug, name=one.name) for one in row.audiences.all()],
            )
            for row in rows[query.offset : query.offset + query.limit]
        ],
        count=services.count(),
        limit=query.limit,
        offset=query.offset,
    )


@router.get(
    "/audiences",
    summary="服务人群",
    operation_id="listAudiences",
    **answers(AudiencePage, "服务人群，按街道排的顺序。"),
)
def audience_list(request: HttpRequest, query: Query[ListQuery]) -> AudiencePage:
    """服务面向哪些人，`slug` 用在别处的 audience 参数里。"""
    audiences = Audience.objects.public().order_by("order", "name")
    rows = audiences[query.offset : query.offset + query.limit]
    return AudiencePage(
        items=[AudienceItem(slug=row.slug, name=row.name) for row in rows],
        count=audiences.count(),
        limit=query.limit,
        offset=query.offset,
    )
