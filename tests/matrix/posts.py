from datetime import date

from guard_api.database import db, new_id
from schedules.posts.models import CalendarDay, DemandException
from tests.matrix.rows import ADMINISTRATOR, GUARD, HR, SUPERVISOR, Row
from tests.schedules.stock import make_line, make_post, make_shift_type

POSTS, POST = "/api/v1/posts", "/api/v1/posts/<post_id>"
EXCEPTIONS = f"{POST}/demand/exceptions"
TYPES, CALENDAR = "/api/v1/shift-types", "/api/v1/calendar"
WRITERS = {SUPERVISOR, ADMINISTRATOR}
DESK = {SUPERVISOR, HR, ADMINISTRATOR}
STAFF = {GUARD, *DESK}
OFFICE = {HR, ADMINISTRATOR}
HERE, THERE = {"post_id": "post_here"}, {"post_id": "post_there"}
MONTH = {"from_on": "2026-10-01", "until_on": "2026-10-31"}
LINES = [{"weekday": 0, "shift_type_id": "@day_shift", "need": 2}]
NEW_TYPE = {"code": "X9", "name_zh": "早班", "name_en": "Early", "starts_at": "06:00", "minutes": 480}


def make(cast, things) -> None:
    things["day_shift"] = make_shift_type(cast.organisation_id, "MD")
    things["spare_shift"] = make_shift_type(cast.organisation_id, "MS", minutes=600)
    things["post_here"] = make_post(cast.organisation_id, cast.north_gate, "Matrix gate")
    things["post_there"] = make_post(cast.organisation_id, cast.south_tower, "Matrix gate")
    make_line(cast.organisation_id, things["post_here"], things["day_shift"], 3)
    for place in ("here", "there"):
        exception = DemandException(
            organisation_id=cast.organisation_id,
            id=new_id(),
            post_id=things[f"post_{place}"],
            on=date(2026, 10, 8),
            shift_type_id=things["day_shift"],
            need=3,
            created_by=cast.sam,
        )
        db.session.add(exception)
        things[f"exception_{place}"] = exception.id
    db.session.add(CalendarDay(organisation_id=cast.organisation_id, on=date(2026, 12, 24), kind="rest_day"))
    things["christmas_eve"] = "2026-12-24"


ROWS = [
    Row("GET", POSTS, DESK),
    Row("POST", POSTS, WRITERS, json={"site_id": "@north_gate", "name": "West gate", "kind": "gate"}),
    Row("GET", POST, DESK, url=HERE, foreign=THERE),
    Row("PATCH", POST, WRITERS, url=HERE, foreign=THERE, json={"priority": 2}),
    Row("POST", f"{POST}/archive", WRITERS, url=HERE, foreign=THERE),
    Row("POST", f"{POST}/restore", WRITERS, url=HERE, foreign=THERE),
    Row("GET", f"{POST}/demand", DESK, url=HERE, foreign=THERE),
    Row(
        "PUT",
        f"{POST}/demand",
        WRITERS,
        url=HERE,
        foreign=THERE,
        json={"from_on": "2026-11-01", "lines": LINES},
    ),
    Row(
        "POST",
        f"{POST}/pattern",
        WRITERS,
        url=HERE,
        foreign=THERE,
        json={"pattern": "fixed_day", "from_on": "2026-11-01"},
    ),
    Row(
        "POST",
        EXCEPTIONS,
        WRITERS,
        url=HERE,
        foreign=THERE,
        json={"on": "2026-11-05", "shift_type_id": "@day_shift", "need": 0},
    ),
    Row(
        "DELETE",
        f"{EXCEPTIONS}/<exception_id>",
        WRITERS,
        url=HERE | {"exception_id": "exception_here"},
        foreign=THERE | {"exception_id": "exception_there"},
    ),
    Row("GET", "/api/v1/demand", DESK, query=MONTH),
    Row("GET", TYPES, STAFF),
    Row("POST", TYPES, WRITERS, json=NEW_TYPE),
    Row(
        "PATCH",
        f"{TYPES}/<shift_type_id>",
        {ADMINISTRATOR},
        url={"shift_type_id": "spare_shift"},
        json={"minutes": 540},
    ),
    Row("GET", "/api/v1/shift-patterns", DESK),
    Row("GET", CALENDAR, STAFF, query=MONTH),
    Row("GET", f"{CALENDAR}/regions", STAFF),
    Row("PUT", CALENDAR, OFFICE, json={"country": "GB", "subdivision": "ENG"}),
    Row("PUT", f"{CALENDAR}/<on>", OFFICE, url={"on": "christmas_eve"}, json={"kind": "holiday"}),
    Row("DELETE", f"{CALENDAR}/<on>", OFFICE, url={"on": "christmas_eve"}),
]
