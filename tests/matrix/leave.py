from datetime import date

from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row
from tests.schedules.stock import make_guard, make_leave

LEAVE, REQUEST = "/api/v1/leave", "/api/v1/leave/<request_id>"
OFFICE = {HR, ADMINISTRATOR}
LEADS = {SUPERVISOR, *OFFICE}
STAFF = {GUARD, *LEADS}
HERE, THERE = {"request_id": "leave_here"}, {"request_id": "leave_there"}
DAYS = {"kind": "personal", "from_on": "2030-05-06", "until_on": "2030-05-07"}


def make(cast, things) -> None:
    organisation_id = cast.organisation_id
    things["leave_tower_guard"] = make_guard(organisation_id, "Leavetower", cast.south_tower)
    for name, person_id, month, state in (
        ("leave_here", cast.ana, 3, "asked"),
        ("leave_there", things["leave_tower_guard"], 3, "asked"),
        ("granted_here", cast.ana, 4, "approved"),
        ("granted_there", things["leave_tower_guard"], 4, "approved"),
    ):
        day = date(2030, month, 4)
        things[name] = make_leave(organisation_id, person_id, day, day, state=state)


ROWS = [
    Row("GET", LEAVE, LEADS),
    Row("POST", LEAVE, LEADS, json=DAYS | {"person_id": "@ben"}),
    Row("GET", REQUEST, LEADS, url=HERE, foreign=THERE),
    Row("POST", f"{REQUEST}/approve", LEADS, url=HERE, foreign=THERE, json={}),
    Row("POST", f"{REQUEST}/refuse", LEADS, url=HERE, foreign=THERE, json={"note": "Too few of us."}),
    Row(
        "POST",
        f"{REQUEST}/cancel",
        LEADS,
        url={"request_id": "granted_here"},
        foreign={"request_id": "granted_there"},
        json={"note": "The site was lost."},
    ),
    Row("GET", f"{LEAVE}/balances", LEADS),
    Row(
        "POST",
        f"{LEAVE}/balances/<person_id>",
        OFFICE,
        url={"person_id": "ana"},
        json={"year": 2026, "carried_half_days": 4, "reason": "Left of last year"},
    ),
    Row("POST", f"{LEAVE}/balances/carry", OFFICE, json={"from_year": 2025, "reason": "New year"}),
    Row("GET", "/api/v1/my/leave", STAFF),
    Row("POST", "/api/v1/my/leave", STAFF, json=DAYS),
    # The request is Ana's: to everybody else there is none.
    Row("POST", "/api/v1/my/leave/<request_id>/withdraw", STAFF, url=HERE, also={404}),
]
