"""Notices with receipts, pictures, the text for the group, and what passes to a successor."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from casework.models import HeadNotice, NoticeRead
from casework.my_notices import group_text
from guicheng.accounts.models import Role
from tests.casework.test_my import phone_of, said
from tests.factories import make_appointment, make_community, make_volunteer
from tests.people import make_user, worker_of
from volunteers.erasure import erase
from volunteers.handover import open_matters
from volunteers.models import ContactLog
from volunteers.succession import hand_over

pytestmark = pytest.mark.django_db


def picture(size: tuple[int, int] = (64, 48)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG")
    return SimpleUploadedFile("IMG_0001.jpg", out.getvalue(), "image/jpeg")


def test_a_notice_stays_until_it_is_acknowledged_once():
    term = make_appointment()
    notice = HeadNotice.objects.create(community=term.place.community, title="周五清洁日", text="请转告住户")
    phone = phone_of(term)
    assert "周五清洁日" in phone.get("/my/").content.decode()
    for _ in range(2):
        assert phone.post(reverse("my-notice", args=[notice.pk])).status_code == 302
    assert NoticeRead.objects.count() == 1
    assert "周五清洁日" not in phone.get("/my/").content.decode()


def test_another_communitys_and_past_notices_are_not_there():
    term = make_appointment()
    other = HeadNotice.objects.create(community=make_community("别处社区"), title="别处的事", text="x")
    HeadNotice.objects.create(title="过期的事", text="x", until=timezone.localdate() - timedelta(days=1))
    phone = phone_of(term)
    page = phone.get("/my/").content.decode()
    assert "别处的事" not in page
    assert "过期的事" not in page
    assert phone.post(reverse("my-notice", args=[other.pk])).status_code == 404
    assert not NoticeRead.objects.exists()


def test_staff_see_who_has_read_among_their_own_heads():
    read, waiting = make_appointment(), make_appointment()
    elsewhere = make_appointment(community=make_community("别处社区"))
    notice = HeadNotice.objects.create(title="全街道通知", text="x")
    phone_of(read).post(reverse("my-notice", args=[notice.pk]))
    address = reverse("admin:casework_headnotice_receipts", args=[notice.pk])
    page = worker_of(read.place.community).get(address).content.decode()
    assert "还没看（1）" in page
    assert "看过（1）" in page
    assert waiting.volunteer.name in page
    assert elsewhere.volunteer.name not in page


def test_pictures_go_with_an_entry_and_are_seen_by_its_head_alone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    term, other = make_appointment(), make_appointment()
    phone = phone_of(term)
    assert phone.post("/my/new/", {**said(term), "photos": [picture(), picture()]}).status_code == 302
    contact = ContactLog.objects.get()
    assert contact.photos.count() == 2
    address = reverse("my-photo", args=[contact.photos.first().pk, "small"])
    assert phone.get(address)["Content-Type"] == "image/jpeg"
    assert phone_of(other).get(address).status_code == 404
    assert phone.get(reverse("my-photo", args=[contact.photos.first().pk, "x"])).status_code == 404


def test_a_broken_picture_gets_a_sentence_and_the_words_stay():
    term = make_appointment()
    broken = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    answer = phone_of(term).post("/my/new/", {**said(term, text="写好的话"), "photos": [broken]})
    assert answer.status_code == 400
    assert "写好的话" in answer.content.decode()
    assert not ContactLog.objects.exists()


def test_the_text_for_the_group_names_places_and_nobody():
    term = make_appointment()
    today = timezone.localdate()
    phone = phone_of(term)
    phone.post("/my/new/", said(term, result="following", text="张三家漏水"))
    ContactLog.objects.update(on=today - timedelta(days=9), follow_up_on=today - timedelta(days=1))
    user = make_user(Role.COMMUNITY_WORKER, term.place.community)
    text = group_text(term.place.community, user)
    assert f"{term.place} 1 件" in text
    assert term.volunteer.name not in text
    assert "漏水" not in text
    assert group_text(make_community("别处社区"), user) == ""


def test_what_is_left_open_passes_to_the_successor_and_nothing_else():
    term = make_appointment(started_on=timezone.localdate() - timedelta(days=30))
    phone = phone_of(term)
    phone.post("/my/new/", said(term, result="following", text="等物业回话"))
    phone.post("/my/new/", said(term, text="已经办好的事"))
    assert [(matter.label, matter.count) for matter in open_matters(term)] == [("台账里没有办结的事", 1)]
    successor = make_volunteer(community=term.place.community)
    new = hand_over(term.place, successor, day=timezone.localdate())
    assert phone.get("/my/").status_code == 401
    page = phone_of(new).get("/my/").content.decode()
    assert "等物业回话" in page
    done = ContactLog.objects.get(text="已经办好的事")
    assert phone_of(new).get(reverse("my-matter", args=[done.pk])).status_code == 404


def test_an_erased_persons_phone_stops():
    term = make_appointment()
    phone = phone_of(term)
    erase(term.volunteer, user=make_user(Role.STREET_ADMIN))
    assert phone.get("/my/").status_code == 401
    assert not term.volunteer.head_devices.active().exists()
