"""The demonstration: a history that the product itself would have written."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

import demo
from checkpoints.coverage.models import SiteDay
from checkpoints.coverage.raw import Key, count_cell
from checkpoints.findings.models import Finding
from checkpoints.patrols.models import Patrol, PatrolException, Scan
from checkpoints.places.models import Checkpoint
from demo.estate import ESTATES, PEOPLE
from guard_api.clock import now
from guard_api.database import db
from tests.support.fonts import fonts_folder

pytestmark = pytest.mark.both_databases
DAYS = 2


@pytest.fixture
def settings(settings):
    return replace(settings, fonts=fonts_folder())


@pytest.fixture
def lines(app) -> list[str]:
    with app.app_context():
        return demo.load(days=DAYS)


def sign_in(app, lines: list[str], login: str):
    password = lines[0].rsplit(" ", 1)[1]
    answer = app.test_client().post("/api/v1/sessions", json={"login": login, "password": password})
    assert answer.status_code == 201, answer.get_json()
    headers = {"Authorization": f"Bearer {answer.get_json()['access_token']}"}
    return lambda url: app.test_client().get(url, headers=headers)


def test_everybody_can_sign_in_and_sees_a_living_estate(app, lines):
    for person in PEOPLE[:8]:
        sign_in(app, lines, person.login)
    see = sign_in(app, lines, PEOPLE[0].login)
    sites = {site["site_name"]: site for site in see("/api/v1/today").get_json()["sites"]}
    assert sites.keys() == {estate.name for estate in ESTATES}
    garden = sites[ESTATES[0].name]
    assert garden["running"]
    assert garden["findings"]
    _assert_pictures_are_served(see, garden)
    _assert_history_is_whole(app)
    _assert_a_second_load_only_adds(app)


def _assert_pictures_are_served(see, garden):
    plans = see(f"/api/v1/sites/{garden['site_id']}/floor-plans").get_json()["items"]
    assert see(plans[0]["image_url"]).status_code == 200
    thumbs = [finding["thumb_url"] for finding in garden["findings"] if finding["thumb_url"]]
    assert all(see(thumb).status_code == 200 for thumb in thumbs)


def _assert_history_is_whole(app):
    with app.app_context():
        assert count(Checkpoint) == sum(len(estate.points) for estate in ESTATES)
        assert count(Patrol, Patrol.state == "planned", Patrol.start_until_at < now()) == 0
        assert count(Patrol, Patrol.state == "done") > 20
        assert count(Patrol, Patrol.state == "planned") > 100
        assert count(Scan, Scan.occurred_at > now()) == 0
        assert count(Finding) > 0
        cells = db.session.scalars(select(SiteDay).where(SiteDay.on < now().date() - timedelta(days=1))).all()
        for cell in cells:
            counted = count_cell(Key(cell.organisation_id, cell.on, cell.site_id), now())
            assert counted.visits.on_time == cell.on_time
            assert counted.visits.required == cell.required


def _assert_a_second_load_only_adds(app):
    with app.app_context():
        scans, days = count(Scan), count(SiteDay)
        assert demo.load(days=1, if_empty=True) == []
        assert count(Scan) == scans
        demo.load(days=DAYS + 1)
        assert count(SiteDay) == days + len(ESTATES)
        assert count(PatrolException, PatrolException.kind == "missed") < count(Patrol) / 10


def test_guards_have_learnt_failed_and_not_begun(app, lines):
    see = sign_in(app, lines, "hr@jadelake.example")
    duties = see("/api/v1/duties?limit=500").get_json()["items"]
    assert {"current", "failed", "due"} <= {duty["state"] for duty in duties}
    guard = sign_in(app, lines, "+8613900000001")
    carried = {one["code"]: one for one in guard("/api/v1/my/learning").get_json()["modules"]}
    assert carried["patrol-basics"]["last_result"]["passed"]
    assert carried["first-aid-basics"]["paper"]


def count(model, *conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))
