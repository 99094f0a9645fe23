"""What the street and an estate tell of themselves, for the town of the page tests."""

from __future__ import annotations

import io
from datetime import date

import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.models import (
    Community,
    DocumentPart,
    Estate,
    EstateEvent,
    FamiliarStatus,
    Honour,
    HonourPicture,
    Lesson,
    StreetDocument,
    ThreeSync,
)
from guicheng.pictures.sizes import attach, make_sizes


def make_rooms(community: Community, estate: Estate) -> None:
    """What the street and an estate tell of themselves: honours, lessons, a document, turning points."""
    today = timezone.localdate()
    FamiliarStatus.objects.create(community=community, status="certified", on=date(2022, 10, 1))
    ThreeSync.objects.create(estate=estate, handover_on=date(2022, 1, 1), branch_on=date(2022, 2, 1))
    for n in range(6):
        EstateEvent.objects.create(estate=estate, on=date(2022, 1, 1 + n), title=f"大事{n}")
    honour = Honour.objects.create(community=community, title="先进集体", level="city", on=date(2022, 6, 1))
    content = io.BytesIO()
    segno.make("证书").save(content, kind="png", scale=8)
    png = SimpleUploadedFile("honour.png", content.getvalue(), "image/png")
    picture = HonourPicture(honour=honour, caption="证书")
    attach(picture, make_sizes(png))
    picture.save()
    Lesson.objects.create(
        community=community, theme="heads", title="排班", text="两人一组。", published_on=today, public=True
    )
    document = StreetDocument.objects.create(title="工作格局", slug="12345", version_on=today, public=True)
    DocumentPart.objects.create(document=document, number=1, heading="荣誉", link_to="honours")
