import io
import re
import time

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.places.labels.rules import SIZES, sheets
from checkpoints.places.labels.sheets import Label, draw
from checkpoints.places.rules import groups, link, new_code
from tests.support.fonts import fonts_folder

ADDRESS = "https://patrol.example"
NAMES = ["1号楼大堂门禁", "地下车库B2东侧配电房（消防重点部位）", "Roof door", "Fire control room"]


def label(name: str, number: int = 1) -> Label:
    code = new_code()
    return Label("翠湖花园", "1号楼", name, link(ADDRESS, code), groups(code), number, "2026-03-01")


def pages(pdf: bytes, dpi: int = 200):
    return [page.render(scale=dpi / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def scanned(pdf: bytes, dpi: int = 200) -> list[str]:
    """What a reader that is not ours finds on the printed sheets, page by page."""
    return [code.text for page in pages(pdf, dpi) for code in zxingcpp.read_barcodes(page)]


def words(pdf: bytes) -> str:
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return re.sub(r"\s", "", text)


def print_(labels, size="l7160", **more) -> bytes:
    choice = {"language": "both", "start_at": 1, "cut_marks": False, **more}
    return draw(labels, SIZES[size], fonts=fonts_folder(), **choice)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cut_marks", [False, True])
def test_every_label_of_every_stock_is_read_back_exactly(size, cut_marks):
    labels = [label(NAMES[number % 4]) for number in range(SIZES[size].per_sheet + 1)]
    pdf = print_(labels, size, cut_marks=cut_marks)
    assert sorted(scanned(pdf)) == sorted(one.link for one in labels)
    assert len(pypdfium2.PdfDocument(pdf)) == 2


@pytest.mark.parametrize("size", SIZES)
def test_a_label_says_where_it_belongs_and_which_tag_it_is(size):
    one = label("消防控制室", number=3)
    said = words(print_([one], size, language="zh"))
    for text in ("消防控制室", "扫码巡查", "标签3", "2026-03-01", one.letters.replace(" ", "")):
        assert text in said
    if SIZES[size].layout != "square":
        assert "翠湖花园" in said
        assert "1号楼" in said


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [
        ("zh", "扫码巡查", "Scanonpatrol"),
        ("en", "Scanonpatrol", "扫码巡查"),
        ("both", "扫码巡查Scanonpatrol", ""),
    ],
)
def test_signs_speak_the_language_that_was_chosen(language, said, unsaid):
    found = words(print_([label("Gate")], "a4", language=language))
    assert said in found.replace("·", "")
    assert not unsaid or unsaid not in found


@pytest.mark.parametrize("size", SIZES)
def test_fonts_are_inside_the_pdf(size):
    pdf = print_([label("消防控制室")], size)
    fonts = {match.decode() for match in re.findall(rb"/FontName/([A-Z]{6}\+[\w-]+)", pdf.replace(b" ", b""))}
    assert any("NotoSansSC" in font for font in fonts)
    assert all("+" in font for font in fonts)
    assert pdf.count(b"/FontFile") >= len(fonts)


def test_a_stock_that_was_used_before_is_printed_from_its_first_free_label():
    labels = [label("Gate"), label("Roof")]
    pdf = print_(labels, start_at=21)
    found = [zxingcpp.read_barcodes(page) for page in pages(pdf)]
    assert [[code.text for code in page] for page in found] == [[labels[0].link], [labels[1].link]]
    last = found[0][0].position
    assert last.top_left.x > 2 / 3 * 1654
    assert last.top_left.y > 6 / 7 * 2200


def test_the_quiet_zone_is_four_modules_wide_on_every_side():
    page = pages(print_([label("消防控制室")], "roll_50x30"), dpi=600)[0].convert("L")
    where = zxingcpp.read_barcodes(page)[0].position
    left, top, right, bottom = (
        where.top_left.x,
        where.top_left.y,
        where.bottom_right.x,
        where.bottom_right.y,
    )
    module = (right - left) / 33
    quiet = int(module * 3.8)
    frame = page.crop((left - quiet, top - quiet, right + quiet, bottom + quiet))
    frame.paste(255, (quiet - 3, quiet - 3, frame.width - quiet + 3, frame.height - quiet + 3))
    assert frame.getextrema()[0] > 200


def test_names_that_are_too_long_are_cut_and_never_spill_over_the_code():
    endless = [label("消防" * 40), label("Donaudampfschifffahrtsgesellschaft" * 2), label("W" * 80)]
    for size in SIZES:
        assert sorted(scanned(print_(endless, size))) == sorted(one.link for one in endless)


@pytest.mark.slow
def test_five_hundred_labels_take_seconds():
    labels = [label(f"{NAMES[number % 4]} {number}") for number in range(500)]
    started = time.process_time()
    pdf = print_(labels)
    assert time.process_time() - started < 12
    assert len(pypdfium2.PdfDocument(pdf)) == 24


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_labels_lie_on_their_sheet_and_not_on_each_other(size):
    (sheet,) = sheets(size, size.per_sheet)
    for number, x, y in sheet:
        assert x >= 0
        assert y >= 0
        assert x + size.label[0] <= size.page[0] + 0.01
        assert y + size.label[1] <= size.page[1] + 0.01
        for other, other_x, other_y in sheet[:number]:
            apart = x >= other_x + size.label[0] - 0.01 or abs(y - other_y) >= size.label[1] - 0.01
            assert apart, (number, other)


@given(st.sampled_from(list(SIZES.values())), st.integers(1, 200), st.integers(1, 100))
def test_every_label_has_one_place_in_order(size, count, start_at):
    start_at = min(start_at, size.per_sheet)
    placed = [number for sheet in sheets(size, count, start_at) for number, _, _ in sheet]
    assert placed == list(range(count))


# --- through the API ------------------------------------------------------------------------------


def ask(client, north, **choice):
    return client.post(f"{north}/labels", json=choice)


@pytest.mark.both_databases
def test_a_sites_labels_are_printed_with_the_organisations_own_address(sam, admin, north, add, code_of):
    admin.patch("/api/v1/organisation", json={"public_address": "https://rounds.jade.example"})
    gate, lobby, roof = add("Gate"), add("Lobby", kind="nfc"), add("Roof", kind="gps", lat=1, lon=1)
    answer = ask(sam, north)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    links = {f"https://rounds.jade.example/t/{code_of(one)}" for one in (gate, lobby)}
    assert set(scanned(answer.data)) == links
    assert ask(sam, north, checkpoint_ids=[roof["id"]]).get_json()["code"] == "places.labels_none"


def test_only_the_tag_in_use_is_printed_and_says_that_it_is_the_second(sam, north, add, code_of):
    gate = add("Gate")
    sam.post(f"/api/v1/checkpoints/{gate['id']}/tags", json={"reason": "torn"})
    pdf = ask(sam, north, checkpoint_ids=[gate["id"]], language="en").data
    assert scanned(pdf) == [f"{ADDRESS}/t/{code_of(gate)}"]
    assert "Tag2" in words(pdf)


def test_labels_come_in_the_order_that_was_asked_for(sam, north, add, code_of):
    chosen = [add(name) for name in ("C", "A", "B")]
    ids = [one["id"] for one in chosen]
    pdf = ask(sam, north, checkpoint_ids=ids, size="roll_60x40").data
    assert scanned(pdf) == [f"{ADDRESS}/t/{code_of(one)}" for one in chosen]


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({}, "places.labels_none"),
        ({"size": "shoe box"}, "invalid"),
        ({"language": "fr"}, "invalid"),
        ({"checkpoint_ids": []}, "invalid"),
    ],
)
def test_what_cannot_be_printed_is_refused(sam, north, choice, code):
    answer = ask(sam, north, **choice)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_a_start_beyond_the_sheet_and_checkpoints_of_others_are_refused(sam, admin, cast, north, add):
    gate = add("Gate")
    assert ask(sam, north, start_at=22).get_json()["code"] == "places.labels_start_outside"
    other = admin.post(f"/api/v1/sites/{cast.south_tower}/checkpoints", json={"name": "Gate"}).get_json()
    mixed = ask(sam, north, checkpoint_ids=[gate["id"], other["id"]])
    assert mixed.get_json()["code"] == "places.labels_untagged"


def test_the_stocks_are_listed_with_the_address_that_codes_will_hold(sam):
    found = sam.get("/api/v1/labels/sizes").get_json()
    assert {one["code"] for one in found["items"]} == set(SIZES)
    assert (found["address"], found["reachable"]) == (ADDRESS, True)


def test_a_sheet_opens_as_pdf(sam, north, add):
    add("Gate")
    assert io.BytesIO(ask(sam, north, cut_marks=True).data).read(5) == b"%PDF-"
