"""Requirements become duties of those whom they cover, today and when the workforce changes."""

from datetime import timedelta

import pytest

from guard_api.clock import moved_to, now
from guard_api.database import db
from guard_api.identity.models import Grant
from guard_api.notices.models import Notice
from people.dates import today_of
from people.employment.models import Employment, Placement
from people.ladder.defaults import ensure_ladder
from people.ladder.queries import grades
from tests.training.school import add_module, assign, data_of, published
from training.certificates.models import Certificate, CertificateType
from training.duties import jobs
from training.duties.jobs import Followed
from training.duties.materialise import resolve
from training.duties.models import Duty
from training.duties.queries import state_in_sql, state_of


def require(hr, module, status: int = 201, **facts):
    return data_of(hr.post(f"/api/v1/modules/{module['id']}/requirements", json=facts), status)


def duties(desk, **query) -> list[dict]:
    return data_of(desk.get("/api/v1/duties", query_string=query))["items"]


def asked(desk, **query) -> list[str]:
    return [one["person_name"] for one in duties(desk, **query) if one["required"]]


@pytest.fixture
def module(hui) -> dict:
    return published(hui)


@pytest.mark.both_databases
def test_a_rule_makes_a_duty_for_everybody_whom_it_covers(app, hui, module, cast):
    told = require(hui, module, kind="role", value="guard", due_days=7)
    assert (told["people"], told["name"]) == (2, "guard")
    found = duties(hui)
    assert [one["person_name"] for one in found] == ["Ana", "Ben"]
    assert {one["state"] for one in found} == {"due"}
    with app.app_context():
        due_on = today_of(cast.organisation_id) + timedelta(days=7)
    assert {one["due_on"] for one in found} == {due_on.isoformat()}


@pytest.mark.parametrize(
    ("kind", "value", "people"),
    [
        ("everyone", None, ["Ana", "Ben", "Sam"]),
        ("role", "supervisor", ["Sam"]),
        ("role", "hr", ["Hui"]),
        ("site", "north_gate", ["Ana", "Ben", "Sam"]),
        ("site", "south_tower", []),
        ("person", "ben", ["Ben"]),
        ("grade", "grade", ["Ben"]),
        ("post", "北门岗", ["Ben"]),
        ("certificate", "certificate", ["Ana"]),
    ],
)
def test_each_kind_of_rule_asks_those_it_names(app, hui, module, cast, kind, value, people):
    with app.app_context():
        known = {"grade": place(cast, cast.ben), "certificate": certify(cast, cast.ana)}
        db.session.commit()
    value = known.get(value) or getattr(cast, value or "", value)
    told = require(hui, module, kind=kind, value=value)
    assert told["people"] == len(people)
    assert asked(hui) == people


def place(cast, person_id: str) -> str:
    """Ben is employed: on the lowest grade, at a post of North Gate. The grade."""
    ensure_ladder(organisation_id=cast.organisation_id)
    grade = grades(cast.organisation_id)[0].id
    own = {"organisation_id": cast.organisation_id, "person_id": person_id}
    since = today_of(cast.organisation_id)
    employment = Employment(**own, hired_on=since, contract_kind="fixed_term")
    db.session.add(employment)
    db.session.flush()
    db.session.add(
        Placement(
            **own,
            employment_id=employment.id,
            from_on=since,
            site_id=cast.north_gate,
            grade_id=grade,
            post="北门岗",
            shift_pattern="three_shift",
            change="hired",
        )
    )
    db.session.flush()
    return grade


def certify(cast, person_id: str) -> str:
    own = {"organisation_id": cast.organisation_id}
    type_ = CertificateType(**own, code="card", name_zh="证", name_en="Card", warn_days=[], module_ids=[])
    db.session.add(type_)
    db.session.flush()
    db.session.add(
        Certificate(
            **own,
            type_id=type_.id,
            person_id=person_id,
            number="1",
            issued_on=today_of(cast.organisation_id),
            source="paper",
            verify_code="X" * 16,
        )
    )
    db.session.flush()
    return type_.id


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("role", "cook"),
        ("site", "harbour"),
        ("person", "cleo"),
        ("grade", "north_gate"),
        ("certificate", "ana"),
        ("site", "x"),
        ("post", None),
    ],
)
def test_a_rule_about_what_is_not_here_is_refused(hui, module, cast, kind, value):
    told = require(hui, module, 422, kind=kind, value=getattr(cast, value or "", value))
    assert told["code"] == "training.requirement_value"


def test_the_same_rule_is_not_made_twice(hui, module):
    require(hui, module, kind="everyone")
    assert require(hui, module, 409, kind="everyone")["code"] == "training.requirement_twice"


def test_a_draft_can_be_asked_of_nobody(hui):
    draft = add_module(hui)
    assert require(hui, draft, 409, kind="everyone")["code"] == "training.not_published"


@pytest.mark.both_databases
def test_who_is_asked_no_more_keeps_what_was_achieved(hui, module):
    told = require(hui, module, kind="everyone")
    assert hui.delete(f"/api/v1/requirements/{told['id']}").status_code == 204
    assert asked(hui) == []
    assert {one["state"] for one in duties(hui)} == {"not_required"}
    assert data_of(hui.get(f"/api/v1/modules/{module['id']}/requirements"))["items"] == []
    assert hui.delete(f"/api/v1/requirements/{told['id']}").status_code == 404


def test_a_rule_from_a_later_day_asks_from_that_day_on(app, hui, module, cast):
    with app.app_context():
        day = today_of(cast.organisation_id) + timedelta(days=3)
    assert require(hui, module, kind="everyone", from_on=day.isoformat())["people"] == 0
    with app.app_context(), moved_to(now() + timedelta(days=3)):
        jobs.follow(cast.organisation_id, Followed())
        assert {one.grounds and one.due_on for one in db.session.query(Duty)} == {day + timedelta(days=14)}


# --- the workforce changes ----------------------------------------------------------------------


@pytest.fixture
def followed(app, cast):
    """What the job saw last; calling it looks again."""
    seen = Followed()

    def look() -> int:
        with app.app_context():
            return jobs.follow(cast.organisation_id, seen)

    return look


@pytest.mark.both_databases
def test_who_comes_is_asked_and_who_goes_is_not(app, hui, admin, module, cast, followed):
    require(hui, module, kind="site", value=cast.south_tower)
    followed()
    assert asked(hui) == []
    moved = {"grants": [{"role": "guard", "site_id": cast.south_tower}]}
    data_of(admin.patch(f"/api/v1/people/{cast.ben}", json=moved))
    assert followed() == 1
    assert asked(hui) == ["Ben"]
    data_of(admin.patch(f"/api/v1/people/{cast.ben}", json={"active": False}))
    assert followed() == 1
    with app.app_context():
        assert not db.session.query(Duty).filter_by(person_id=cast.ben).one().required


def test_where_nobody_changed_anything_nothing_is_done(app, cast, followed):
    followed()
    assert followed() == 0


def test_a_new_day_is_looked_at_whoever_changed_what(app, hui, module, cast, followed):
    require(hui, module, kind="everyone")
    followed()
    with moved_to(now() + timedelta(days=1)):
        assert followed() > 0


def test_resolving_again_changes_nothing(app, hui, module, cast):
    require(hui, module, kind="everyone")
    with app.app_context():
        assert resolve(cast.organisation_id) == 0


def test_duties_are_made_in_a_constant_number_of_queries(app, hui, module, cast, count_queries):
    def asked_of_the_database() -> int:
        with app.app_context(), count_queries() as statements:
            resolve(cast.organisation_id)
            db.session.rollback()
        return len(statements)

    require(hui, module, kind="everyone")
    few = asked_of_the_database()
    for number in range(3):
        require(hui, published(hui, code=f"m{number}"), kind="role", value="guard")
    assert asked_of_the_database() == few


# --- by name ------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_module_is_assigned_to_many_who_are_told(app, sam, module, cast):
    assert data_of(assign(sam, module["id"], cast.ana, cast.ben)) == {"people": 2}
    found = duties(sam)
    assert [(one["person_name"], one["assigned"], one["due_on"]) for one in found] == [
        ("Ana", True, "2199-01-01"),
        ("Ben", True, "2199-01-01"),
    ]
    with app.app_context():
        assert {one.kind for one in db.session.query(Notice)} == {"training.assigned"}
        assert db.session.query(Notice).count() == 2


def test_an_assignment_can_be_taken_back(sam, module, cast):
    data_of(assign(sam, module["id"], cast.ana))
    released = {"module_id": module["id"], "person_ids": [cast.ana]}
    assert data_of(sam.post("/api/v1/duties/release", json=released)) == {"people": 1}
    assert asked(sam) == []


def test_all_who_fit_a_choice_are_assigned_at_once(hui, sam, module, cast):
    body = {"module_id": module["id"], "due_on": "2199-01-01"}
    chosen = body | {"filter": {"site_id": cast.north_gate, "role": "guard"}}
    assert data_of(hui.post("/api/v1/duties/assign", json=chosen)) == {"people": 2}
    nobody = body | {"filter": {"role": "client"}}
    assert data_of(sam.post("/api/v1/duties/assign", json=nobody), 422)["code"] == "training.nobody"
    assert sam.post("/api/v1/duties/assign", json=body).status_code == 422


def test_a_supervisor_assigns_to_people_of_the_own_sites_only(app, sam, module, cast):
    with app.app_context():
        db.session.query(Grant).filter_by(person_id=cast.ben).update({"site_id": cast.south_tower})
        db.session.commit()
    assert assign(sam, module["id"], cast.ben).status_code == 404
    assert assign(sam, module["id"], cast.cleo).status_code == 404
    body = {"module_id": module["id"], "due_on": "2199-01-01", "filter": {}}
    data_of(sam.post("/api/v1/duties/assign", json=body))
    assert asked(sam) == ["Ana", "Sam"]


def test_a_due_date_that_is_over_is_refused(sam, module, cast):
    told = data_of(assign(sam, module["id"], cast.ana, due_on="2020-01-01"), 422)
    assert told["code"] == "training.due_in_the_past"


# --- reminding ----------------------------------------------------------------------------------


def reminders(app) -> list[str]:
    with app.app_context():
        kinds = ("training.reminder", "training.overdue")
        return [one.kind for one in db.session.query(Notice).filter(Notice.kind.in_(kinds)).order_by("id")]


@pytest.mark.both_databases
def test_reminding_reaches_those_who_have_not_passed_once_a_day(app, sam, module, cast):
    data_of(assign(sam, module["id"], cast.ana, cast.ben))
    body = {"module_id": module["id"]}
    assert data_of(sam.post("/api/v1/duties/remind", json=body)) == {"people": 2}
    assert data_of(sam.post("/api/v1/duties/remind", json=body)) == {"people": 0}
    assert reminders(app) == ["training.reminder"] * 2
    assert all(one["reminded_at"] for one in duties(sam))


def test_the_clock_reminds_a_week_and_a_day_before_and_every_week_after(app, sam, module, cast):
    start = now()
    due_on = (start + timedelta(days=10, hours=8)).date()
    data_of(assign(sam, module["id"], cast.ana, due_on=due_on.isoformat()))
    told = []
    for day in range(28):
        with app.app_context(), moved_to(start + timedelta(days=day)):
            before = len(reminders(app))
            jobs.remind_all()
            jobs.remind_all()
            told += [day] * (len(reminders(app)) - before)
    assert told == [3, 9, 11, 18, 25]


# --- seen ---------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_the_database_says_the_same_word_as_the_rule(app, hui, module, cast):
    require(hui, module, kind="everyone")
    with app.app_context():
        today = today_of(cast.organisation_id)
        at, day = now(), timedelta(days=1)
        for required in (True, False):
            for due_on in (None, today, today - day):
                for passed_at, valid in ((None, None), (at, None), (at, today), (at, today - day)):
                    for failed_at in (None, at - day, at + day):
                        db.session.query(Duty).update(
                            {
                                "required": required,
                                "due_on": due_on,
                                "passed_at": passed_at,
                                "valid_until_on": valid,
                                "failed_at": failed_at,
                            }
                        )
                        db.session.expire_all()
                        duty, word = db.session.query(Duty, state_in_sql(today)).first()
                        assert word == state_of(duty, today)
        db.session.rollback()


@pytest.mark.both_databases
def test_duties_are_chosen_by_state_person_and_name(app, hui, module, cast):
    require(hui, module, kind="everyone")
    with app.app_context():
        db.session.query(Duty).filter_by(person_id=cast.ana).update(
            {"due_on": today_of(cast.organisation_id) - timedelta(days=1)}
        )
        db.session.commit()
    assert asked(hui, state="overdue") == ["Ana"]
    assert asked(hui, state="due") == ["Ben", "Sam"]
    assert asked(hui, person_id=cast.ben) == ["Ben"]
    assert asked(hui, q="an") == ["Ana"]
    assert asked(hui, site_id=cast.south_tower) == []
    assert asked(hui, module_id=module["id"], limit=2) == ["Ana", "Ben"]


def test_duties_can_be_had_as_a_table(hui, module):
    require(hui, module, kind="everyone")
    answer = hui.get("/api/v1/duties?format=csv").get_data(as_text=True)
    assert answer.count("Gates") == 3
    assert hui.get("/api/v1/duties?format=xlsx").get_data()[:2] == b"PK"
