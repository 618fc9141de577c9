"""A bought course: taken in, played in a sealed frame, and what it says fulfils the duty."""

import re

import pytest

from guard_api.database import db
from tests.training.scorm.packages import NEW, OLD, form, packed
from tests.training.stock import duty_of, make_module
from training.attempts.models import Attempt
from training.scorm import play

URL = "/api/v1/scorm"


@pytest.fixture
def course(hui) -> dict:
    answer = hui.post(URL, **form(packed(OLD)))
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def run_of(client, course: dict) -> dict:
    answer = client.get(f"/api/v1/my/scorm/{course['module_id']}/run")
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def attempts_of(person_id: str) -> int:
    return db.session.query(Attempt).filter_by(person_id=person_id, source="scorm").count()


def save(client, course: dict, cmi: dict, unit_id: str = "i1", **more):
    said = {"package_id": course["id"], "unit_id": unit_id, "cmi": cmi, **more}
    return client.put(f"/api/v1/my/scorm/{course['module_id']}/run", json=said)


@pytest.mark.both_databases
def test_a_course_is_taken_in_played_and_fulfils_the_duty_once(app, cast, ana, hui, course):
    assert (course["version"], course["title"], course["files"]) == ("1.2", "Fire course", 3)
    module = hui.get(f"/api/v1/modules/{course['module_id']}").get_json()
    assert (module["origin"], module["version"]) == ("scorm", 1)
    begun = run_of(ana, course)
    assert (begun["status"], begun["units"][0]["cmi"], begun["learner"]["name"]) == ("not_begun", {}, "Ana")
    halfway = {"cmi.core.lesson_status": "incomplete", "cmi.suspend_data": "page=3"}
    assert save(ana, course, halfway).get_json()["status"] == "incomplete"
    assert run_of(ana, course)["units"][0]["cmi"] == halfway
    done = {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "85"}
    for _ in range(2):
        assert save(ana, course, done).get_json()["status"] == "passed"
    with app.app_context():
        duty = duty_of(cast.organisation_id, cast.ana, course["module_id"])
        assert (duty.passed_at is not None, attempts_of(cast.ana), duty.best_percent) == (True, 1, 85)
    assert save(ana, course, done, ended=True).get_json()["status"] == "passed"
    again = ana.post(f"/api/v1/my/scorm/{course['module_id']}/run").get_json()
    assert (again["status"], again["units"][0]["cmi"]) == ("not_begun", {})
    save(ana, course, done, ended=True)
    with app.app_context():
        assert attempts_of(cast.ana) == 2, "another run is another attempt"


@pytest.mark.both_databases
def test_a_failed_course_is_an_attempt_when_it_ends_and_may_be_passed_after(app, cast, ana, course):
    low = {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "40"}
    save(ana, course, low)
    with app.app_context():
        assert duty_of(cast.organisation_id, cast.ana, course["module_id"]) is None
    for _ in range(2):
        save(ana, course, low, ended=True)
    save(ana, course, low | {"cmi.core.score.raw": "95"}, ended=True)
    with app.app_context():
        duty = duty_of(cast.organisation_id, cast.ana, course["module_id"])
        assert (attempts_of(cast.ana), duty.passed_at is not None, duty.best_percent) == (2, True, 95)


def test_a_course_of_two_parts_is_done_when_both_are(ana, hui):
    course = hui.post(URL, **form(packed(NEW), title_zh="法律", title_en="Law")).get_json()
    done = {"cmi.completion_status": "completed", "cmi.score.scaled": "0.8"}
    assert save(ana, course, done, "a").get_json()["status"] == "incomplete"
    found = save(ana, course, done, "b").get_json()
    assert (found["status"], found["percent"]) == ("passed", 80)
    assert [one["status"] for one in found["units"]] == ["passed", "completed"]
    assert save(ana, course, done, "c").get_json()["code"] == "scorm.unit_unknown"


def test_its_files_are_served_to_a_frame_without_an_origin_and_to_nobody_else(
    app, ana, nobody, course, tmp_path, monkeypatch
):
    url = run_of(ana, course)["units"][0]["url"]
    page = nobody.get(url)
    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in policy
    assert "X-Frame-Options" not in page.headers
    text = page.get_data(as_text=True)
    assert re.search(r"<head><script src=[^>]+run\.js.+player\.js.+bridge\.js", text), text
    home = url.split("pages/")[0]
    run = nobody.get(f"{home}anxun/run.js").get_data(as_text=True)
    assert '"launch_data":"hello"' in run
    assert "student" in nobody.get(f"{home}anxun/bridge.js").get_data(as_text=True)
    part = nobody.get(f"{home}pages/film.mp4", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, b"0123456789")
    for bad in ("pages/gone.html", "../../secret_key", "anxun/other.js"):
        assert nobody.get(f"{home}{bad}").status_code == 404
    assert nobody.get(f"{url[:25]}x{url[26:]}").status_code == 404
    monkeypatch.setattr(play, "DIST", tmp_path)
    (tmp_path / "scorm").mkdir()
    (tmp_path / "scorm" / "scorm12.js").write_text("player")
    assert nobody.get(f"{home}anxun/player.js").data == b"player"


def test_a_token_ends_after_some_hours(monkeypatch, ana, nobody, course):
    url = run_of(ana, course)["units"][0]["url"]
    monkeypatch.setattr(play, "HOURS", -1)
    assert nobody.get(url).status_code == 404


def test_a_newer_package_is_played_from_then_on(ana, hui, course):
    newer = hui.post(URL, **form(packed(NEW), module_id=course["module_id"])).get_json()
    assert newer["module_id"] == course["module_id"]
    assert run_of(ana, newer)["version"] == "2004"
    late = save(ana, course, {"cmi.core.lesson_status": "completed"})
    assert late.get_json()["code"] == "scorm.package_replaced"
    listed = hui.get(f"/api/v1/modules/{course['module_id']}/packages").get_json()["items"]
    assert [(one["id"], one["replaced_at"] is None) for one in listed] == [
        (newer["id"], True),
        (course["id"], False),
    ]


@pytest.mark.both_databases
def test_an_earlier_package_is_played_again_and_goes_on_where_it_was(ana, hui, course):
    halfway = {"cmi.core.lesson_status": "incomplete", "cmi.suspend_data": "page=3"}
    save(ana, course, halfway)
    newer = hui.post(URL, **form(packed(NEW), module_id=course["module_id"])).get_json()
    url = f"/api/v1/modules/{course['module_id']}/packages"
    assert hui.post(f"{url}/{newer['id']}/play").get_json()["code"] == "scorm.played_already"
    listed = hui.post(f"{url}/{course['id']}/play").get_json()["items"]
    assert [(one["id"], one["replaced_at"] is None) for one in listed] == [
        (newer["id"], False),
        (course["id"], True),
    ]
    assert {one["added_by"] for one in listed} == {"Hui"}
    assert run_of(ana, course)["units"][0]["cmi"] == halfway
    other = hui.post(URL, **form(packed(OLD))).get_json()
    assert hui.post(f"{url}/{other['id']}/play").status_code == 404


def test_a_module_of_ones_own_is_no_course(app, cast, ana, hui):
    with app.app_context():
        own = make_module(cast.organisation_id)
    assert ana.get(f"/api/v1/my/scorm/{own}/run").get_json()["code"] == "scorm.not_scorm_module"
    answer = hui.post(URL, **form(packed(OLD), module_id=own))
    assert answer.get_json()["code"] == "scorm.not_scorm_module"


def test_a_refused_package_leaves_no_file_behind(app, hui, settings):
    answer = hui.post(URL, **form(packed(OLD | {"../up": "x"})))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "scorm.path_unsafe")
    kept = [path for path in settings.data.rglob("*") if path.is_file() and "scorm" in path.parts]
    assert kept == []


def test_what_a_course_writes_has_its_limits(ana, course):
    assert save(ana, course, {"password": "x"}).status_code == 422
    assert save(ana, course, {"cmi.suspend_data": "x" * 70_001}).status_code == 422
    many = {f"cmi.interactions.{number}.id": "x" * 60_000 for number in range(7)}
    assert save(ana, course, many).status_code == 422


def test_the_script_of_ours_comes_first_in_pages_of_all_kinds():
    for page in (b"<p>bare</p>", b"<html><body>", b"<!doctype html><p>", OLD["pages/start.html"].encode()):
        found = play.with_script(page, "/home/")
        assert found.count(b"/home/anxun/bridge.js") == 1
        assert found.find(b"anxun") < found.find(b"<body") or b"<body" not in found
    assert play.with_script(b"\xff\xfe<\0h\0", "/home/") == b"\xff\xfe<\0h\0"
