from guard_api.clock import now
from guard_api.database import db, new_id
from schedules.handovers.models import Handover
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row

READERS, DESK = {SUPERVISOR, HR, ADMINISTRATOR}, {SUPERVISOR, ADMINISTRATOR}
EQUIPMENT = "/api/v1/sites/<site_id>/equipment"
HERE, THERE = {"site_id": "north_gate"}, {"site_id": "south_tower"}


def make(cast, things: dict[str, str]) -> None:
    for place, site_id in (("here", cast.north_gate), ("there", cast.south_tower)):
        row = Handover(
            organisation_id=cast.organisation_id,
            id=new_id(),
            site_id=site_id,
            at=now(),
            given_by=cast.ana,
            given_at=now(),
        )
        db.session.add(row)
        things[f"handover_{place}"] = row.id


ROWS = [
    Row("GET", EQUIPMENT, {GUARD, *READERS}, url=HERE, foreign=THERE),
    Row("PUT", EQUIPMENT, DESK, url=HERE, foreign=THERE, json={"items": [{"name_en": "Key", "count": 3}]}),
    Row("GET", "/api/v1/handovers", READERS),
    Row(
        "GET",
        "/api/v1/handovers/<handover_id>",
        READERS,
        url={"handover_id": "handover_here"},
        foreign={"handover_id": "handover_there"},
    ),
]
