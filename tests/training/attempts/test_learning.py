"""Lessons that were read, and what passing leads to."""

from datetime import timedelta

import pytest

from guard_api.clock import moved_to, now
from guard_api.database import db, new_id
from tests.support.phone import event, send
from tests.training.attempts.handing_in import attempt, duty, paper_of
from tests.training.school import DRAFT, data_of, learning
from training.attempts import standing
from training.attempts.models import Paper
from training.certificates.models import Certificate, CertificateType

# --- lessons ------------------------------------------------------------------------------------


def read(module, lesson: str = "why", seconds: int = 40, version_id: str | None = None) -> str:
    payload = {
        "module_id": module["id"],
        "version_id": version_id or module["version_id"],
        "lesson": lesson,
        "seconds": seconds,
    }
    return event("training.lesson_read", payload, now())


@pytest.mark.both_databases
@pytest.mark.both_databases
def test_lessons_that_were_read_are_remembered(app, ana, sam, cast, module):
    assert [one["verdict"] for one in send(ana, read(module), read(module))] == ["accepted"] * 2
    assert learning(ana, module["id"])["progress"] == {"read": ["why"]}
    assert duty(app, cast.ana).progress["seconds"] == {"why": 80}
    (shown,) = data_of(sam.get("/api/v1/duties"))["items"]
    assert (shown["lessons_read"], shown["lessons"]) == (1, 1)


def test_who_reads_what_nobody_asked_for_has_begun_it(ben, module):
    send(ben, read(module))
    (carried,) = learning(ben)["modules"]
    assert (carried["state"], carried["required"]) == ("not_required", False)
    assert carried["paper"]


def test_a_lesson_that_is_not_there_is_a_doubt_and_a_module_that_is_not_there_is_refused(ana, module):
    assert send(ana, read(module, lesson="nowhere"))[0]["flags"] == ["lesson_unknown"]
    assert send(ana, read(module | {"id": new_id()}))[0]["verdict"] == "rejected"
    assert learning(ana, module["id"])["progress"] == {"read": []}


# --- what passing leads to ----------------------------------------------------------------------


@pytest.fixture
def leads_to(app, cast, module) -> None:
    """A certificate that this module alone leads to."""
    with app.app_context():
        db.session.add(
            CertificateType(
                organisation_id=cast.organisation_id,
                code="gates",
                name_zh="门岗证",
                name_en="Gate keeper",
                validity_months=12,
                module_ids=[module["id"]],
                warn_days=[30],
            )
        )
        db.session.commit()


@pytest.mark.both_databases
@pytest.mark.both_databases
def test_a_pass_issues_the_certificate_it_leads_to_once(app, ana, module, leads_to):
    paper = paper_of(ana, module)
    one = attempt(paper)
    send(ana, one)
    send(ana, one)
    with app.app_context():
        assert db.session.query(Certificate).count() == 1
    assert [held["type"]["code"] for held in learning(ana)["certificates"]] == ["gates"]


def test_a_failure_issues_nothing(app, ana, module, leads_to):
    paper = paper_of(ana, module)
    send(ana, attempt(paper, right=False))
    with app.app_context():
        assert db.session.query(Certificate).count() == 0


def test_a_pass_can_be_renewed_in_its_last_month_and_ends_after_it(ana, module):
    paper = paper_of(ana, module)
    send(ana, attempt(paper))
    assert paper_of(ana, module) is None
    with moved_to(now() + timedelta(days=340)):
        carried = learning(ana, module["id"])
        assert (carried["state"], carried["paper"] is not None) == ("current", True)
    with moved_to(now() + timedelta(days=367)):
        assert learning(ana, module["id"])["state"] == "expired"


def test_what_all_must_pass_again_has_ended_for_those_who_passed(hui, ana, module):
    paper = paper_of(ana, module)
    send(ana, attempt(paper))
    data_of(hui.put(f"/api/v1/modules/{module['id']}/draft", json=DRAFT))
    data_of(hui.post(f"/api/v1/modules/{module['id']}/publish", json={"again": True}))
    carried = learning(ana, module["id"])
    assert carried["state"] == "expired"
    send(ana, attempt(carried["paper"]))
    assert learning(ana, module["id"])["state"] == "current"


def test_an_archived_module_is_learnt_by_nobody_and_an_attempt_on_it_still_counts(
    app, hui, ana, cast, module
):
    paper = paper_of(ana, module)
    data_of(hui.post(f"/api/v1/modules/{module['id']}/archive"))
    assert learning(ana)["modules"] == []
    assert send(ana, attempt(paper))[0]["verdict"] == "accepted"
    assert duty(app, cast.ana).passed_at


def test_one_open_paper_for_each_person_and_module(app, ana, module):
    for _ in range(3):
        learning(ana)
    with app.app_context():
        assert db.session.query(Paper).count() == 1


@pytest.mark.both_databases
def test_a_conclusion_that_failed_is_drawn_later(app, ana, cast, module, monkeypatch):
    paper = paper_of(ana, module)

    def broken(**_):
        raise RuntimeError("certificates are out")

    with monkeypatch.context() as patched:
        patched.setattr(standing, "passed_module", broken)
        assert send(ana, attempt(paper))[0]["verdict"] == "accepted"
    assert duty(app, cast.ana).passed_at is None
    with app.app_context():
        standing.settle_left_over()
        db.session.remove()
    assert duty(app, cast.ana).passed_at
