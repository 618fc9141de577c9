from guard_api.clock import now
from guard_api.database import db, new_id
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row
from tests.training.stock import add_question, make_module
from training.practice.models import PracticeCard

LEARNERS = {GUARD, SUPERVISOR, HR, ADMINISTRATOR}
DESK = {SUPERVISOR, HR, ADMINISTRATOR}


def make(cast, things: dict[str, str]) -> None:
    module_id = make_module(cast.organisation_id, "practised")
    question_id = add_question(cast.organisation_id, module_id, "q")
    card = PracticeCard(
        organisation_id=cast.organisation_id,
        id=new_id(),
        person_id=cast.ana,
        module_id=module_id,
        question_id=question_id,
        key="q",
        options=["a", "b", "c"],
        due_at=now(),
    )
    db.session.add(card)
    db.session.flush()
    things["practice_card"] = card.id


ROWS = [
    Row("GET", "/api/v1/my/practice", LEARNERS),
    # A card is one person's own: to everybody else there is none.
    Row(
        "POST",
        "/api/v1/my/practice",
        LEARNERS,
        json={"card_id": "@practice_card", "answer": ["1"]},
        also={404},
    ),
    Row("GET", "/api/v1/training/matrix", DESK),
    Row("GET", "/api/v1/training/figures", DESK),
]
