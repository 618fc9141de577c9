from datetime import date

from guard_api.database import db
from tests.matrix.rows import ADMINISTRATOR, HR, SUPERVISOR, Row
from tests.training.stock import make_module
from training.duties.models import Requirement

DESK = {SUPERVISOR, HR, ADMINISTRATOR}
WORDS = {"zh": "后门", "en": "Back gate"}
TEXT = {
    "title": WORDS,
    "body": WORDS,
    "questions": [
        {
            "kind": "single",
            "text": WORDS,
            "options": [{"text": WORDS, "right": True}, {"text": {"zh": "否", "en": "No"}}],
        }
    ],
}


def make(cast, things: dict[str, str]) -> None:
    for place, site_id in (("here", cast.north_gate), ("there", cast.south_tower)):
        module_id = make_module(cast.organisation_id, f"order-{place}", origin="order")
        db.session.add(
            Requirement(
                organisation_id=cast.organisation_id,
                module_id=module_id,
                kind="site",
                value=site_id,
                from_on=date(2026, 1, 1),
            )
        )
        things[f"order_{place}"] = module_id


ROWS = [
    Row("POST", "/api/v1/orders", DESK, json=TEXT | {"site_id": "@north_gate"}),
    Row(
        "PUT",
        "/api/v1/orders/<module_id>",
        DESK,
        url={"module_id": "order_here"},
        foreign={"module_id": "order_there"},
        json=TEXT,
    ),
]
