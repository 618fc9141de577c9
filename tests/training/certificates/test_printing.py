"""A printed certificate: one page, in either language, and its QR leads where it is verified."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from guard_api.clock import moved_to
from guard_api.database import db, write_transaction
from guard_api.identity.models import Person
from tests.support.fonts import fonts_folder
from tests.training.certificates.conftest import LICENCE, NOON, URL


@pytest.fixture
def settings(app, settings):
    kept = app.extensions["anxun.settings"]
    app.extensions["anxun.settings"] = replace(kept, fonts=fonts_folder())
    yield
    app.extensions["anxun.settings"] = kept


@pytest.fixture
def earned(settings, office, hui) -> str:
    module = office.module()
    office.type_(
        hui, module_ids=[module], about_zh="通过防火巡查与灭火器使用课程。", about_en="Passed the course."
    )
    return office.passes("ana", module, NOON)[0]


def printed(client, id_: str, language: str) -> pypdfium2.PdfDocument:
    answer = client.get(f"{URL}/{id_}/pdf", query_string={"language": language})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.get_json()
    return pypdfium2.PdfDocument(answer.data)


def text_of(document) -> str:
    return document[0].get_textpage().get_text_range()


def picture_of(document) -> Image.Image:
    return document[0].render(scale=2).to_pil()


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_its_qr_leads_to_where_it_is_verified(nobody, ana, earned, language):
    document = printed(ana, earned, language)
    assert len(document) == 1
    [code] = zxingcpp.read_barcodes(picture_of(document))
    assert code.text == ana.get(f"{URL}/{earned}").get_json()["verify_url"]
    path = code.text.removeprefix("https://patrol.example/v/")
    with moved_to(NOON):
        assert nobody.get(f"/api/v1/verify/{path}").get_json()["valid"]


def test_the_words_are_those_of_the_language(app, cast, ana, earned):
    with app.app_context(), write_transaction():
        db.session.get(Person, (cast.organisation_id, cast.ana)).name = "欧阳娜娜"
    chinese, english = (text_of(printed(ana, earned, language)) for language in ("zh-CN", "en"))
    for word in ("证书", "欧阳娜娜", "防火巡查上岗证", "FIRE-PASS-2024-00001", "2024-03-01", "2025-03-01"):
        assert word in chinese.replace(" ", "")
    for word in ("Certificate", "欧阳娜娜", "Fire patrol", "Passed the course.", "Valid until"):
        assert word in english
    assert "Jade Court" in english


@pytest.mark.parametrize("name", ["A", "维吾尔·买买提·阿卜杜拉·热合曼江·尼亚孜" * 2, "Maximiliana " * 8])
def test_long_and_short_names_stay_on_the_page(app, cast, ana, earned, name):
    with app.app_context(), write_transaction():
        db.session.get(Person, (cast.organisation_id, cast.ana)).name = name.strip()
    document = printed(ana, earned, "zh-CN")
    assert len(document) == 1
    assert len(zxingcpp.read_barcodes(picture_of(document))) == 1


def test_a_revoked_one_is_marked_across_the_page(hui, ana, earned):
    before = picture_of(printed(ana, earned, "en"))
    hui.post(f"{URL}/{earned}/revoke", json={"reason": "x"})
    assert "REVOKED" in text_of(printed(ana, earned, "en"))
    assert picture_of(printed(ana, earned, "en")).tobytes() != before.tobytes()


def test_what_others_gave_is_theirs_to_print(settings, office, hui):
    id_ = office.enters(hui, office.type_(hui, **LICENCE), number="1", issued_on="2024-01-01").get_json()[
        "id"
    ]
    assert hui.get(f"{URL}/{id_}/pdf").get_json()["code"] == "certificates.given_by_others"


def test_without_the_font_nothing_is_printed(app, office, hui, tmp_path):
    module = office.module()
    office.type_(hui, module_ids=[module])
    [id_] = office.passes("ana", module, NOON)
    kept = app.extensions["anxun.settings"]
    app.extensions["anxun.settings"] = replace(kept, fonts=tmp_path)
    try:
        answer = hui.get(f"{URL}/{id_}/pdf")
    finally:
        app.extensions["anxun.settings"] = kept
    assert (answer.status_code, answer.get_json()["code"]) == (503, "certificates.font_missing")
