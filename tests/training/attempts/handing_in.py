"""A guard's phone with a paper: it hands it in as an event, right or wrong."""

from datetime import timedelta

from guard_api.clock import moved_to, now
from guard_api.database import db
from guard_api.fields import iso
from tests.support.phone import event
from tests.training.school import answers_to, learning
from training.duties.models import Duty

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def paper_of(learner, module) -> dict:
    """The paper that lies ready, drawn an hour ago where it is new."""
    with moved_to(now() - timedelta(hours=1)):
        learning(learner)
    return learning(learner, module["id"])["paper"]


def attempt(paper, *, right: bool = True, at=None, started=None, id_: str | None = None) -> str:
    """The event with which a phone hands in the paper."""
    at = at or now()
    payload = {
        "paper_id": paper["id"],
        "started_at": iso(started or at - 5 * MINUTE),
        "answers": answers_to(paper, right=right),
    }
    return event("training.attempt", payload, at, id_)


def duty(app, person_id: str) -> Duty:
    with app.app_context():
        return db.session.query(Duty).filter_by(person_id=person_id).one()
