"""聘书 as Word, cards for the door, and the sheet by which one head hands over to the next."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from communities.models import Place
from guicheng.accounts.models import Role, SecurityEvent
from tests.factories import (
    make_appointment,
    make_community,
    make_estate,
    make_place,
    make_station,
    make_volunteer,
)
from tests.people import logged_in, make_user, worker_of
from volunteers import handover
from volunteers.handover import open_matters, register_open_matters
from volunteers.letters import letters
from volunteers.models import Appointment, HeadMessage
from volunteers.places_public import place_key

pytestmark = pytest.mark.django_db
LIST = reverse("admin:volunteers_appointment_changelist")


@pytest.fixture
def place() -> Place:
    own = make_community("桂雅社区", phone="0757-86001234")
    return make_place("3栋", estate=make_estate("俊雅花园", own), households=48)


@pytest.fixture
def term(place: Place) -> Appointment:
    return make_appointment(
        make_volunteer("陈少珍", phone="13812345678"), place, started_on="2026-03-01", ends_on="2029-02-28"
    )


@pytest.fixture
def worker(place: Place) -> Client:
    return worker_of(place.community)


def text_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def letter(term: Appointment) -> str:
    return reverse("admin:volunteers_appointment_letter", args=[term.pk])


def test_a_letter_names_person_place_and_term(worker: Client, term: Appointment) -> None:
    response = worker.get(letter(term))
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert "聘书-俊雅花园3栋.docx" in unquote(response["Content-Disposition"])
    text = text_of(response.content)
    for words in (
        "聘　书",
        "陈少珍 同志",
        "桂雅社区俊雅花园3栋楼长",
        "2026年3月1日至2029年2月28日",
        "桂雅社区居民委员会",
    ):
        assert words in text
    assert "13812345678" not in text
    assert SecurityEvent.objects.filter(kind="export", what="letters", count=1).exists()


def test_many_letters_are_one_document_with_a_page_each(
    worker: Client, place: Place, term: Appointment
) -> None:
    other = make_appointment(
        make_volunteer("黄国强"), make_place("南兴巷", community=place.community, estate=None, kind="lane")
    )
    data = {"action": "letters", "_selected_action": [term.pk, other.pk]}
    content = worker.post(LIST, data).content
    text = text_of(content)
    assert text.count("聘　书") == 2 and "南兴巷巷长" in text and "____年__月__日" in text
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count('w:type="page"') == 1


def test_letters_of_others_are_not_there(worker: Client) -> None:
    theirs = make_appointment(make_volunteer("外人", community=make_community("桂花社区")))
    assert worker.get(letter(theirs)).status_code == 404
    answer = worker.post(LIST, {"action": "letters", "_selected_action": [theirs.pk]})
    assert "外人" not in answer.content.decode(errors="ignore")
    assert logged_in(make_user(Role.DEPARTMENT)).get(letter(theirs)).status_code in {403, 404}


def test_odd_names_do_not_break_the_document(term: Appointment) -> None:
    term.refresh_from_db()
    term.volunteer.name = "陈<&>少\x0b珍😀"
    content = letters([term], day=date(2026, 3, 1))
    assert "陈<&>少珍😀" in text_of(content)


def test_too_many_or_none_are_refused(term: Appointment) -> None:
    for wrong in ([], [term] * 201):
        with pytest.raises(ValueError, match="200"):
            letters(wrong, day=date(2026, 3, 1))


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here")
def test_another_program_opens_the_document(term: Appointment, tmp_path: Path) -> None:
    term.refresh_from_db()
    (tmp_path / "letter.docx").write_bytes(letters([term, term], day=date(2026, 3, 1)))
    command = ["soffice", "--headless", "--convert-to", "txt:Text", "letter.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=120, capture_output=True)
    assert (tmp_path / "letter.txt").read_text().count("陈少珍") == 2


# --- cards ------------------------------------------------------------------------------------------


def card(place: Place) -> str:
    return reverse("admin:communities_place_card", args=[place.pk])


def test_a_card_says_surname_place_and_the_office_s_phone(
    worker: Client, place: Place, term: Appointment
) -> None:
    make_station("桂雅党群服务站", community=place.community, phone="0757-86009999")
    html = worker.get(card(place)).content.decode()
    for words in ("陈楼长", "俊雅花园3栋", "0757-86009999", "0757-86001234", "data:image/svg+xml"):
        assert words in html
    assert "少珍" not in html and "13812345678" not in html and "style=" not in html


def test_the_code_on_a_card_holds_the_place_s_address(
    worker: Client, place: Place, term: Appointment, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import segno

    settings.SITE_URL = "https://www.example.cn"
    coded: list[str] = []
    make = segno.make
    monkeypatch.setattr(segno, "make", lambda text, **more: coded.append(text) or make(text, **more))
    worker.get(card(place))
    assert coded == [f"https://www.example.cn/heads/{place_key(place)}/"]


def test_cards_of_many_are_printed_at_once(worker: Client, place: Place, term: Appointment) -> None:
    empty = make_place("4栋", estate=place.estate)
    theirs = make_place("外人8栋", community=make_community("桂花社区"))
    data = {"action": "cards", "_selected_action": [place.pk, empty.pk, theirs.pk]}
    html = worker.post(reverse("admin:communities_place_changelist"), data).content.decode()
    assert html.count('class="door-card"') == 2 and "外人" not in html
    assert worker.get(card(theirs)).status_code == 404


# --- the hand-over ----------------------------------------------------------------------------------


def test_open_matters_of_every_app_are_shown_before_the_hand_over(
    worker: Client, place: Place, term: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "_known", list(handover._known))
    register_open_matters(lambda appointment: [("没有办完的台账", 3, "/admin/"), ("没有", 0, "")])
    HeadMessage.objects.create(place=place, text="灯坏了")
    HeadMessage.objects.create(place=place, text="修好了", handled=True)
    assert [(matter.label, matter.count) for matter in open_matters(term)][-1] == ("没有办完的台账", 3)
    html = worker.get(reverse("admin:communities_place_succession", args=[place.pk])).content.decode()
    assert "居民的留言</a> 1 件" in html and "没有办完的台账</a> 3 件" in html
    address = re.search(r'href="([^"]+)">居民的留言', html)[1].replace("&amp;", "&")
    assert worker.get(address).context["cl"].result_count == 1


def test_the_sheet_names_who_leaves_and_who_follows(worker: Client, place: Place, term: Appointment) -> None:
    sheet = reverse("admin:communities_place_handover", args=[place.pk])
    before = worker.get(sheet).content.decode()
    assert "陈少珍" in before and "移交人" in before
    worker.post(
        reverse("admin:communities_place_succession", args=[place.pk]),
        {"new_name": "黄国强", "day": "2026-06-01"},
    )
    after = worker.get(sheet).content.decode()
    assert after.index("陈少珍") < after.index("黄国强") and "48 户" in after and "13812345678" not in after
    theirs = make_place("外人8栋", community=make_community("桂花社区"))
    assert worker.get(reverse("admin:communities_place_handover", args=[theirs.pk])).status_code == 404


def test_a_place_without_any_head_has_a_blank_sheet(worker: Client, place: Place) -> None:
    html = worker.get(reverse("admin:communities_place_handover", args=[place.pk])).content.decode()
    assert "移交人" in html and "系统里没有登记未办完的事" in html
