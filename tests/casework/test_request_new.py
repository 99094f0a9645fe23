"""反映问题: sent once, kept whole, refused with a sentence, never in vain."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from casework.models import ResidentRequest
from guicheng import search
from tests.factories import make_community, make_estate
from volunteers.models import MatterKind

from .making import NEW, filled, make_request, picture, send, token_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_resident_sends_and_gets_a_link_a_code_and_a_picture_of_the_link(client: Client) -> None:
    community = make_community("桂雅社区")
    estate = make_estate("俊雅花园", community)
    kind = MatterKind.objects.create(name="环境卫生")
    response = send(
        client,
        community,
        estate=estate.pk,
        where="3栋楼下",
        kind=kind.pk,
        surname="陈女士",
        phone="138 0000 0001",
        lat="23.0371",
        lon="113.1506",
    )
    assert response.status_code == 302 and response["Location"] == reverse("request-sent")
    row = ResidentRequest.objects.get()
    assert (row.community, row.estate, row.where, row.kind) == (community, estate, "3栋楼下", kind)
    assert row.phone == "13800000001" and row.phone_tail == "0001" and row.status == "new"
    assert (row.lat, row.lon) == (23.0371, 113.1506) and not row.suspicious
    html = client.get(reverse("request-sent")).content.decode()
    assert row.code in html and "data:image/svg+xml" in html and "/requests/" in html
    assert "13800000001" not in html
    page = client.get(reverse("request", args=[token_in(client)]))
    assert page.status_code == 200 and "楼下路灯不亮三天了" in page.content.decode()


def test_the_database_holds_no_link_and_no_open_telephone(client: Client) -> None:
    from django.db import connection

    send(client, make_community(), phone="13800000001")
    token = token_in(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM casework_residentrequest")
        line = str(cursor.fetchall())
        cursor.execute("SELECT * FROM casework_historicalresidentrequest")
        past = str(cursor.fetchall())
    assert token not in line + past and "13800000001" not in line + past and "路灯" not in past


def test_pressing_twice_makes_one_request_and_shows_the_same_link(client: Client) -> None:
    data = filled(make_community())
    assert client.post(NEW, data).status_code == 302
    first = token_in(client)
    assert Client().post(NEW, data).status_code == 302
    assert client.post(NEW, data).status_code == 302
    assert ResidentRequest.objects.count() == 1 and token_in(client) == first
    client.post(NEW, {**data, "text": "另外一件事，垃圾没人收"})
    assert ResidentRequest.objects.count() == 2 and token_in(client) != first


def test_the_thanks_are_for_the_browser_that_sent_alone(client: Client) -> None:
    send(client, make_community())
    assert Client().get(reverse("request-sent"))["Location"] == reverse("request-find")


def test_the_place_is_found_by_search_and_chosen_by_its_link(client: Client) -> None:
    community = make_community("桂雅社区", phone="0757-86000001")
    estate = make_estate("俊雅花园", community)
    search.reindex()
    html = client.get(NEW, {"q": "俊雅"}).content.decode()
    assert f"?community={community.code}&amp;estate={estate.pk}#what" in html
    html = client.get(NEW, {"community": community.code, "estate": estate.pk}).content.decode()
    assert "0757-86000001" in html and f'<option value="{estate.pk}" selected>' in html


@pytest.mark.parametrize("code", ["", "x", "\x00", "999999999999", "9" * 400, "<script>", "１２３"])
def test_a_community_that_is_not_there_is_refused_and_the_words_stay(client: Client, code: str) -> None:
    make_community()
    data = {**filled(make_community()), "community": code}
    response = client.post(NEW, data)
    assert response.status_code == 400 and "楼下路灯不亮三天了" in response.content.decode()
    assert not ResidentRequest.objects.exists()


def test_an_estate_of_another_community_is_refused(client: Client) -> None:
    elsewhere = make_estate("别处花园", make_community("桂花社区"))
    response = send(client, make_community("桂雅社区"), estate=elsewhere.pk)
    assert response.status_code == 400 and not ResidentRequest.objects.exists()


@pytest.mark.parametrize("phone", ["123", "abc", "1380000000", "13800000001转1"])
def test_a_telephone_that_is_none_is_refused(client: Client, phone: str) -> None:
    response = send(client, make_community(), phone=phone)
    assert response.status_code == 400 and "不想留电话，空着就可以" in response.content.decode()


def test_scripts_are_shown_as_words_and_nul_is_left_out(client: Client) -> None:
    send(client, make_community(), text="<script>alert(1)</script>\x00很吵", where="<b>南门</b>")
    html = client.get(reverse("request", args=[token_in(client)])).content.decode()
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)&lt;/script&gt;很吵" in html
    assert "<b>南门" not in html


@pytest.mark.parametrize(
    ("lat", "lon"), [("nan", "1"), ("1e999", "113"), ("x", "y"), ("113.15", "23.03"), ("", "113")]
)
def test_a_position_that_cannot_be_used_is_left_out(client: Client, lat: str, lon: str) -> None:
    assert send(client, make_community(), lat=lat, lon=lon).status_code == 302
    assert ResidentRequest.objects.get().lat is None


# --- pictures ---------------------------------------------------------------------------------------


def test_pictures_are_made_anew_and_seen_by_the_resident_alone(client: Client) -> None:
    response = send(client, make_community(), photos=[picture(exif=True), picture("b.jpg")])
    assert response.status_code == 302
    row, token = ResidentRequest.objects.get(), token_in(client)
    first = row.photos.first()
    assert row.photos.count() == 2 and first.large.name.startswith("requests/")
    address = reverse("request-photo", args=[token, first.pk, "large"])
    answer = Client().get(address)
    image = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert not image.getexif() and "no-store" in answer["Cache-Control"]
    other = make_request()
    assert Client().get(reverse("request-photo", args=["x" * 22, first.pk, "large"])).status_code == 404
    assert Client().get(f"/photos/{first.pk}/large/").status_code == 404
    assert Client().get(f"/media/{first.large.name}").status_code == 404
    assert not other.photos.exists()


def test_a_picture_of_20_megabytes_is_refused_and_the_words_stay(client: Client) -> None:
    large = SimpleUploadedFile("big.jpg", b"\xff\xd8" + b"0" * (20 * 1024 * 1024), "image/jpeg")
    response = send(client, make_community(), photos=[picture(), large], where="南门口")
    html = response.content.decode()
    assert response.status_code == 400 and "第 2 张：照片有 20 MB，超过了 10 MB" in html
    assert "楼下路灯不亮三天了" in html and "南门口" in html and "照片请重新选一次" in html
    assert not ResidentRequest.objects.exists()


@pytest.mark.parametrize("body", [b"", b"not a picture", b"GIF89a" + b"0" * 40, b"<svg onload=alert(1)>"])
def test_a_file_that_is_no_picture_is_refused(client: Client, body: bytes) -> None:
    response = send(client, make_community(), photos=[SimpleUploadedFile("a.jpg", body, "image/jpeg")])
    assert response.status_code == 400 and not ResidentRequest.objects.exists()


def test_a_fourth_picture_is_too_many(client: Client) -> None:
    response = send(client, make_community(), photos=[picture(f"{n}.jpg") for n in range(4)])
    assert response.status_code == 400 and "最多 3 张照片" in response.content.decode()


# --- floods and abuse -------------------------------------------------------------------------------


def test_a_thousand_posts_from_one_address_are_told_to_wait_and_nothing_is_lost(client: Client) -> None:
    community = make_community()
    answers = [send(Client(), community, text=f"第 {n} 次：路灯不亮").status_code for n in range(1000)]
    kept = answers.count(302)
    assert set(answers) == {302, 429} and kept == 40 == ResidentRequest.objects.count()
    assert ResidentRequest.objects.filter(suspicious=True).count() == 34
    response = send(client, community, text="我的话还在这里", where="北门")
    assert response.status_code == 429
    html = response.content.decode()
    assert "我的话还在这里" in html and "北门" in html and "过几分钟再按提交" in html
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert send(elsewhere, community, text="别处的人照样可以反映").status_code == 302


def test_one_telephone_that_sends_much_waits_wherever_it_is(client: Client) -> None:
    community = make_community()
    for n in range(10):
        client.defaults["REMOTE_ADDR"] = f"203.0.113.{n}"
        assert send(client, community, text=f"第 {n} 件事情").status_code == 302
    client.defaults["REMOTE_ADDR"] = "203.0.113.99"
    # The first was sent without a name of its own.
    assert send(client, community, text="第十一件事情").status_code == 302
    assert send(client, community, text="第十二件事情").status_code == 429
    assert ResidentRequest.objects.filter(suspicious_why__contains="同一手机").exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("请看 http://example.com/a 有优惠", "网址"),
        ("低息贷款请加微信", "广告"),
    ],
)
def test_what_looks_like_abuse_waits_in_a_queue(client: Client, text: str, why: str) -> None:
    assert send(client, make_community(), text=text).status_code == 302
    row = ResidentRequest.objects.get()
    assert row.suspicious and why in row.suspicious_why


def test_the_same_words_again_are_suspicious(client: Client) -> None:
    community = make_community()
    send(client, community, text="楼下路灯不亮")
    send(Client(REMOTE_ADDR="203.0.113.9"), community, text="楼下，路灯不亮！！")
    assert [row.suspicious for row in ResidentRequest.objects.order_by("pk")] == [False, True]


def test_a_robot_that_fills_the_hidden_field_is_refused(client: Client) -> None:
    assert send(client, make_community(), website="http://x").status_code == 400
    assert not ResidentRequest.objects.exists()


def test_too_fast_is_refused_and_the_words_stay(client: Client) -> None:
    community = make_community()
    import re
    from html import unescape

    html = client.get(NEW).content.decode()
    fresh = unescape(re.search(r'name="opened" value="([^"]+)"', html)[1])
    response = client.post(NEW, {**filled(community), "opened": fresh})
    assert response.status_code == 400 and "楼下路灯不亮三天了" in response.content.decode()


# --- what others reported ---------------------------------------------------------------------------


def test_others_see_a_summary_only_when_staff_released_it(client: Client) -> None:
    community = make_community("桂雅社区")
    make_request(community, text="原话甲", summary="概要甲", summary_released=True, surname="王先生")
    make_request(community, text="原话乙", summary="概要乙", summary_released=False)
    make_request(make_community("桂花社区"), text="原话丙", summary="概要丙", summary_released=True)
    html = client.get(NEW, {"community": community.code}).content.decode()
    assert "概要甲" in html
    for hidden in ("原话甲", "王先生", "概要乙", "原话乙", "概要丙", "原话丙"):
        assert hidden not in html


def test_dangers_and_other_offices_are_named_before_the_form(client: Client) -> None:
    html = client.get(NEW).content.decode()
    form = html.index("data-request-form")
    for said in ("110", "119", "120", "信访", "举报", "12388", "12345"):
        assert html.index(said) < form


def test_public_pages_lead_here(client: Client) -> None:
    from tests.factories import make_station

    community = make_community()
    station = make_station(community=community)
    assert NEW in client.get("/about/").content.decode()
    for page in (community.get_absolute_url(), station.get_absolute_url()):
        assert f"{NEW}?community={community.code}" in client.get(page).content.decode()
