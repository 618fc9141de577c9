from datetime import timedelta

from guard_api.clock import now
from guard_api.database import db, new_id
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row
from tests.training.stock import make_module
from training.sessions.models import SessionPlace, TrainingSession
from training.sessions.rules import new_door_code

DESK = {SUPERVISOR, HR, ADMINISTRATOR}
LEARNERS = {GUARD, *DESK}
SESSION = "/api/v1/training-sessions/<session_id>"
MINE = "/api/v1/my/training-sessions"
HERE, THERE = {"session_id": "session_here"}, {"session_id": "session_there"}
LATER = {"starts_at": "2035-03-01T04:00:00Z", "ends_at": "2035-03-01T06:00:00Z"}
NEW = {"module_id": "@session_module", "site_id": "@north_gate", "places": 5, **LATER}


def make(cast, things: dict[str, str]) -> None:
    things["session_module"] = make_module(cast.organisation_id, "classroom")
    for place, site_id in (("here", cast.north_gate), ("there", cast.south_tower)):
        session = TrainingSession(
            organisation_id=cast.organisation_id,
            id=new_id(),
            module_id=things["session_module"],
            site_id=site_id,
            starts_at=now() - timedelta(minutes=30),
            ends_at=now() + timedelta(hours=2),
            places=5,
            instructor_id=cast.ana,
            door_code=new_door_code(),
            created_by=cast.admin,
        )
        db.session.add(session)
        db.session.flush()
        db.session.add_all(
            SessionPlace(
                organisation_id=cast.organisation_id,
                session_id=session.id,
                person_id=person_id,
                state="booked",
                booked_by=cast.sam,
            )
            for person_id in (cast.ana, cast.sam, cast.hui, cast.admin)
        )
        things[f"session_{place}"] = session.id
        things[f"code_{place}"] = session.door_code


ROWS = [
    Row("GET", "/api/v1/training-sessions", DESK),
    Row("POST", "/api/v1/training-sessions", DESK, json=NEW),
    Row("GET", SESSION, LEARNERS, url=HERE, foreign=THERE),
    Row("PATCH", SESSION, DESK, url=HERE, foreign=THERE, json={"room": "Hall"}),
    Row("POST", SESSION + "/book", LEARNERS, url=HERE, foreign=THERE, json={}),
    Row("POST", SESSION + "/cancel", LEARNERS, url=HERE, foreign=THERE, json={}),
    # Ana leads it; other guards may not: tests/training/sessions.
    Row("GET", SESSION + "/door", LEARNERS, url=HERE, foreign=THERE),
    Row("POST", SESSION + "/door", LEARNERS, url=HERE, foreign=THERE),
    Row("POST", SESSION + "/sign-off", LEARNERS, url=HERE, foreign=THERE, json={"absent_ids": ["@ana"]}),
    Row("GET", MINE, LEARNERS),
    # The other organisation knows no such code.
    Row("POST", MINE + "/attend", LEARNERS, json={"code": "@code_here"}),
]
