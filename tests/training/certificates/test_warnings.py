"""A certificate comes to its end: warnings at 90, 60, 30 and 7 days, and to others when nobody answers."""

from datetime import date, timedelta

import pytest

from guard_api.clock import moved_to
from guard_api.database import db, write_transaction
from guard_api.identity.models import Person
from tests.training.certificates.conftest import LICENCE, NOON, TYPES, URL, at
from training.certificates.models import CertificateWarning
from training.certificates.warnings.jobs import warn_of_ends

WARNINGS = "/api/v1/certificate-warnings"
END = date(2025, 3, 1)


@pytest.fixture
def earned(office, hui) -> str:
    module = office.module()
    office.type_(hui, module_ids=[module])
    return office.passes("ana", module, NOON)[0]


def told(client, kind: str = "certificates.e") -> list[str]:
    items = client.get("/api/v1/my/notices?limit=500").get_json()["items"]
    return [one["text"] for one in reversed(items) if one["kind"].startswith(kind)]


def warned(client, on: date, **query) -> list[dict]:
    with moved_to(at(on)):
        answer = client.get(WARNINGS, query_string=query)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["items"]


def answered(client, warning_id: str, answer: str = "renewing", **more):
    return client.post(f"{WARNINGS}/{warning_id}/answer", json={"answer": answer} | more)


def lived_through(office, since: date, until: date) -> None:
    for number in range((until - since).days + 1):
        office.morning(since + timedelta(days=number))


@pytest.mark.both_databases
def test_the_holder_is_warned_at_90_60_30_and_7_days_and_told_of_the_end(office, ana, ben, earned):
    lived_through(office, END - timedelta(days=95), END + timedelta(days=35))
    assert told(ana) == [
        f"Your Fire patrol ends on 2025-03-01, in {days} days. Please say what you will do."
        for days in (90, 60, 30, 7)
    ] + ["Your Fire patrol ended on 2025-03-01. It no longer counts."]
    days = [one["days"] for one in warned(ana, END)]
    assert days == [0, 7, 30, 60, 90]
    assert told(ben) == []


@pytest.mark.both_databases
def test_unanswered_it_goes_to_supervisors_and_hr_and_at_last_to_administrators(
    office, ana, sam, hui, admin, client, earned
):
    first = END - timedelta(days=90)
    lived_through(office, first, first + timedelta(days=6))
    assert told(sam) == told(hui) == []
    office.morning(first + timedelta(days=7))
    unanswered = ["Ana: Fire patrol ends on 2025-03-01, and nobody has answered the warning."]
    assert told(sam) == told(hui) == unanswered
    assert warned(hui, first)[0]["escalated_at"] is not None
    lived_through(office, first + timedelta(days=8), END - timedelta(days=6))
    assert told(sam) == told(hui) == unanswered * 3
    assert told(admin) == []
    lived_through(office, END - timedelta(days=5), END + timedelta(days=1))
    assert told(admin) == unanswered
    assert told(hui) == [*unanswered * 4, "Ana: Fire patrol ended on 2025-03-01."]
    assert told(client) == []


@pytest.mark.both_databases
def test_an_answer_keeps_it_from_going_to_others_until_the_next_warning(office, ana, hui, earned):
    first = END - timedelta(days=90)
    office.morning(first)
    [warning] = warned(ana, first, unanswered="true")
    assert ana.get(f"{URL}/{earned}").get_json()["warning"] == {"id": warning["id"], "days": 90}
    with moved_to(at(first)):
        done = answered(ana, warning["id"], note="Course in January")
    assert (done.status_code, done.get_json()["answered_by"]["name"]) == (200, "Ana")
    assert answered(hui, warning["id"]).get_json()["code"] == "certificates.answered_already"
    assert ana.get(f"{URL}/{earned}").get_json()["warning"] is None
    lived_through(office, first + timedelta(days=1), END - timedelta(days=60))
    assert told(hui) == []
    assert len(told(ana)) == 2
    assert [one["days"] for one in warned(hui, END - timedelta(days=60), unanswered="true")] == [60]


def test_an_answer_counts_for_the_earlier_warnings_too(office, ana, hui, earned):
    office.morning(END - timedelta(days=90))
    office.morning(END - timedelta(days=60))
    newest, _ = warned(hui, END - timedelta(days=60), unanswered="true")
    answered(hui, newest["id"])
    assert warned(hui, END - timedelta(days=60), unanswered="true") == []
    assert len(warned(hui, END - timedelta(days=60), unanswered="false")) == 2


@pytest.mark.parametrize("answer", ["leaving", "not_needed"])
def test_who_will_not_renew_is_left_alone_and_the_desk_knows(office, ana, hui, sam, earned, answer):
    office.morning(END - timedelta(days=90))
    answered(ana, warned(ana, END)[0]["id"], answer)
    lived_through(office, END - timedelta(days=61), END + timedelta(days=2))
    assert len(told(ana)) == 1
    assert told(hui) == []
    why = {"leaving": "leaving", "not_needed": "no longer needed"}[answer]
    said = [f"Ana will not renew Fire patrol, which ends on 2025-03-01: {why}"]
    assert told(hui, "certificates.will") == told(sam, "certificates.will") == said


def test_a_renewed_or_revoked_one_is_not_warned_of(office, hui, ana, ben):
    module = office.module()
    office.type_(hui, module_ids=[module])
    office.passes("ana", module, NOON)
    [of_ben] = office.passes("ben", module, NOON)
    office.morning(END - timedelta(days=60))
    office.passes("ana", module, at(END - timedelta(days=59)))
    hui.post(f"{URL}/{of_ben}/revoke", json={"reason": "x"})
    lived_through(office, END - timedelta(days=40), END + timedelta(days=1))
    assert len(told(ana, "certificates.end")) == len(told(ben, "certificates.end")) == 1
    assert told(hui) == []
    assert warned(hui, END, unanswered="true") == []


@pytest.mark.both_databases
def test_after_a_long_sleep_only_the_nearest_warning_is_sent(office, ana, hui):
    type_id = office.type_(hui, **LICENCE)
    office.enters(hui, type_id, number="1", issued_on="2023-03-20")
    office.morning(date(2025, 2, 28))
    assert told(ana) == ["Your Licence ends on 2025-03-20, in 20 days. Please say what you will do."]
    assert [one["days"] for one in warned(ana, END)] == [30]


def test_what_ended_long_before_it_was_entered_is_nobodys_alarm(office, ana, hui):
    office.enters(hui, office.type_(hui, **LICENCE), number="1", issued_on="2018-03-20")
    office.morning(date(2024, 3, 1))
    assert told(ana) == told(hui) == []


def test_a_type_chooses_its_own_days(office, ana, hui, earned):
    type_id = next(one["id"] for one in hui.get(TYPES).get_json()["items"] if one["code"] == "fire_pass")
    hui.patch(f"{TYPES}/{type_id}", json={"warn_days": [14]})
    lived_through(office, END - timedelta(days=95), END - timedelta(days=1))
    assert len(told(ana)) == 1
    hui.patch(f"{TYPES}/{type_id}", json={"warn_days": []})
    with moved_to(at(END - timedelta(days=1))):
        assert hui.get(f"{URL}/{earned}").get_json()["state"] == "current"


def test_nobody_is_warned_before_eight_in_the_morning_of_the_site(app, office, ana, earned):
    with app.app_context():
        for hour, count in ((-5, 0), (-4, 1)):
            with moved_to(at(END - timedelta(days=90)) + timedelta(hours=hour)):
                warn_of_ends()
            assert len(db.session.scalars(db.select(CertificateWarning)).all()) == count


def test_who_has_left_is_not_warned(app, cast, office, hui, earned):
    with app.app_context(), write_transaction():
        db.session.get(Person, (cast.organisation_id, cast.ana)).active = False
    lived_through(office, END - timedelta(days=91), END - timedelta(days=82))
    assert warned(hui, END) == []


def test_one_answers_ones_own_and_those_of_people_in_reach(office, ana, ben, sam, cleo, earned):
    office.morning(END - timedelta(days=90))
    [warning] = warned(sam, END)
    assert warned(ben, END) == warned(cleo, END) == []
    assert answered(ben, warning["id"]).status_code == 404
    assert answered(cleo, warning["id"]).status_code == 404
    assert answered(sam, warning["id"], "maybe").status_code == 422
    assert answered(sam, warning["id"]).status_code == 200
