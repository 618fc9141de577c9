"""HR writes a module as a draft and publishes versions that nobody changes afterwards."""

import io

import pytest

from guard_api.database import db
from guard_api.identity.models import Person
from tests.conftest import sign_in
from tests.training.school import (
    DRAFT,
    add_module,
    add_question,
    assign,
    both,
    data_of,
    learning,
    published,
)

MODULES = "/api/v1/modules"


def test_a_module_is_a_draft_until_it_is_published(hui):
    module = add_module(hui)
    assert (module["version"], module["has_draft"], module["content"]) == (None, True, None)
    assert module["draft"]["title"] == DRAFT["title"]
    assert module["code"] == "gates"


def test_publishing_needs_lessons_and_enough_questions(hui):
    module = add_module(hui, lessons=[])
    told = data_of(hui.post(f"{MODULES}/{module['id']}/publish", json={}), 422)
    assert told["code"] == "training.not_ready"
    assert {error["path"] for error in told["errors"]} == {"/lessons", "/draw"}


@pytest.mark.both_databases
def test_a_published_version_stays_as_it_was(hui):
    module = published(hui)
    assert (module["version"], module["has_draft"]) == (1, False)
    changed = DRAFT | {"minutes": 45}
    data_of(hui.put(f"{MODULES}/{module['id']}/draft", json=changed))
    assert data_of(hui.get(f"{MODULES}/{module['id']}"))["content"]["minutes"] == 20
    data_of(hui.post(f"{MODULES}/{module['id']}/publish", json={"note": "longer"}))
    versions = data_of(hui.get(f"{MODULES}/{module['id']}/versions"))["items"]
    assert [one["number"] for one in versions] == [2, 1]
    assert versions[0]["published_by"] == "Hui"
    old = data_of(hui.get(f"/api/v1/module-versions/{versions[1]['id']}"))
    assert old["content"]["minutes"] == 20
    assert old["superseded_at"]


def test_without_a_draft_there_is_nothing_to_publish(hui):
    module = published(hui)
    told = data_of(hui.post(f"{MODULES}/{module['id']}/publish", json={}), 409)
    assert told["code"] == "training.nothing_to_publish"


def test_two_lessons_cannot_have_the_same_key(hui):
    twice = DRAFT | {"lessons": DRAFT["lessons"] * 2}
    assert hui.post(MODULES, json=twice).status_code == 422


def test_an_unknown_field_is_refused(hui):
    assert hui.post(MODULES, json=DRAFT | {"colour": "red"}).status_code == 422


def test_codes_are_made_from_titles_and_never_twice(hui):
    assert add_module(hui)["code"] == "gates"
    assert add_module(hui)["code"] == "gates-2"
    assert add_module(hui, title=both("门岗", " "))["code"] == "module"
    told = data_of(hui.post(MODULES, json=DRAFT | {"code": "gates"}), 409)
    assert told["code"] == "training.code_taken"


@pytest.mark.both_databases
def test_modules_are_found_by_title_in_either_language(hui):
    add_module(hui)
    add_module(hui, title=both("消防", "Fire"))
    assert [one["title"]["en"] for one in data_of(hui.get(f"{MODULES}?q=消"))["items"]] == ["Fire"]
    assert [one["title"]["en"] for one in data_of(hui.get(f"{MODULES}?q=gat"))["items"]] == ["Gates"]
    assert data_of(hui.get(f"{MODULES}?q=%25"))["items"] == []


def test_an_archived_module_leaves_the_list_and_comes_back(hui):
    module = published(hui)
    data_of(hui.post(f"{MODULES}/{module['id']}/archive"))
    assert data_of(hui.get(MODULES))["items"] == []
    assert len(data_of(hui.get(f"{MODULES}?archived=true"))["items"]) == 1
    data_of(hui.post(f"{MODULES}/{module['id']}/restore"))
    assert len(data_of(hui.get(MODULES))["items"]) == 1


def test_modules_are_listed_in_pages(hui):
    for number in range(5):
        add_module(hui, code=f"m{number}")
    first = data_of(hui.get(f"{MODULES}?limit=3"))
    rest = data_of(hui.get(f"{MODULES}?limit=3&cursor={first['next']}"))
    assert [one["code"] for one in first["items"] + rest["items"]] == [f"m{n}" for n in range(5)]


def test_modules_can_be_had_as_a_table(hui):
    published(hui)
    text = hui.get(f"{MODULES}?format=csv").get_data(as_text=True)
    assert "Title in English" in text
    assert "Gates" in text


def test_the_list_takes_no_query_for_each_module(hui, count_queries):
    def asked() -> int:
        with count_queries() as statements:
            data_of(hui.get(MODULES))
        return len(statements)

    published(hui)
    few = asked()
    for number in range(4):
        published(hui, code=f"m{number}")
    assert asked() == few


def test_another_organisation_has_no_part_in_it(hui, cleo):
    module = published(hui)
    assert cleo.get(f"{MODULES}/{module['id']}").status_code == 404
    assert cleo.put(f"{MODULES}/{module['id']}/draft", json=DRAFT).status_code == 404
    assert data_of(cleo.get(MODULES))["items"] == []


def upload(hr, module_id: str, name: str, data: bytes):
    form = {"file": (io.BytesIO(data), "x"), "name": name}
    return hr.post(f"{MODULES}/{module_id}/media", data=form)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3"/></svg>'


@pytest.mark.both_databases
def test_a_version_keeps_the_picture_that_it_was_published_with(hui, ana, cast):
    module = add_module(hui)
    for number in range(2):
        add_question(hui, module["id"], key=f"q{number}")
    old = data_of(upload(hui, module["id"], "gate.svg", SVG), 201)
    data_of(hui.post(f"{MODULES}/{module['id']}/publish", json={}))
    new = data_of(upload(hui, module["id"], "gate.svg", SVG.replace(b"rect", b"ellipse")), 201)
    assert [one["id"] for one in data_of(hui.get(f"{MODULES}/{module['id']}/media"))["items"]] == [new["id"]]
    data_of(assign(hui, module["id"], cast.ana))
    assert learning(ana, module["id"])["media"] == [{"name": "gate.svg", "url": old["url"]}]
    shown = ana.get(old["url"])
    assert shown.get_data() == SVG
    assert shown.headers["Content-Security-Policy"].endswith("sandbox")
    assert ana.get(old["url"], headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304


def test_what_could_run_or_load_is_no_picture(hui):
    module = add_module(hui)
    for bad in (
        SVG.replace(b"<rect", b"<script/><rect"),
        SVG.replace(b"<rect", b'<rect onclick="x()"'),
        SVG.replace(b"<rect", b'<image href="https://example.org/a.png"/><rect'),
        SVG.replace(b"<rect", b'<rect style="fill:url(https://example.org/a)"'),
        SVG.replace(b"<rect", b'<use href="https://example.org/a#b"/><rect'),
        b"<!DOCTYPE svg>" + SVG,
        b"<html></html>",
        b"MZ",
        b"",
    ):
        assert upload(hui, module["id"], "bad.svg", bad).status_code == 422, bad


def test_a_stranger_gets_no_picture(hui, cleo):
    module = add_module(hui)
    kept = data_of(upload(hui, module["id"], "gate.svg", SVG), 201)
    assert cleo.get(kept["url"]).status_code == 404


def test_what_a_schema_says_is_said_in_chinese_too(app, hui, cast):
    with app.app_context():
        db.session.query(Person).filter_by(id=cast.hui).update({"language": "zh-CN"})
        db.session.commit()
    chinese = sign_in(app, "hui")
    twice = DRAFT | {"lessons": DRAFT["lessons"] * 2}
    assert data_of(chinese.post(MODULES, json=twice), 422)["errors"][0]["detail"] == "有两项代码相同。"
    assigned = {"module_id": cast.ana, "due_on": "2199-01-01"}
    told = data_of(chinese.post("/api/v1/duties/assign", json=assigned), 422)
    assert told["errors"][0]["detail"] == "请选择人员或筛选条件其中之一。"
