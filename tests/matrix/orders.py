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


HERE, THERE = {"module_id": "order_here"}, {"module_id": "order_there"}
ORDER = "/api/v1/orders/<module_id>"
ROWS = [
    Row("GET", "/api/v1/orders", DESK),
    Row("GET", ORDER, DESK, url=HERE, foreign=THERE),
    Row("GET", f"{ORDER}/people", DESK, url=HERE, foreign=THERE),
    Row("POST", f"{ORDER}/withdraw", DESK, url=HERE, foreign=THERE),
    Row("POST", f"{ORDER}/restore", DESK, url=HERE, foreign=THERE),
    Row("POST", "/api/v1/orders", DESK, json=TEXT | {"site_id": "@north_gate"}),
    Row(
        "PUT",
        ORDER,
        DESK,
        url=HERE,
        foreign=THERE,
        json=TEXT,
    ),
]
