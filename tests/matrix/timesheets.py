from datetime import date

from guard_api.database import db, new_id
from schedules.timesheets.models import TimesheetLock
from tests.matrix.rows import ADMINISTRATOR, HR, SUPERVISOR, Row

READERS, LOCKERS = {SUPERVISOR, HR, ADMINISTRATOR}, {HR, ADMINISTRATOR}
DAYS = {"from_on": "2026-10-01", "until_on": "2026-10-31"}
SHEETS = "/api/v1/timesheets"


def make(cast, things: dict[str, str]) -> None:
    lock = TimesheetLock(
        organisation_id=cast.organisation_id,
        id=new_id(),
        from_on=date(2025, 1, 1),
        until_on=date(2025, 1, 31),
        locked_by=cast.hui,
    )
    db.session.add(lock)
    things["timesheet_lock"] = lock.id


ROWS = [
    Row("GET", SHEETS, READERS, query=DAYS),
    # Nobody has worked in these days: 404 is what a stranger would get too.
    Row("GET", SHEETS + "/<person_id>", READERS, url={"person_id": "ana"}, query=DAYS, also={404}),
    Row("GET", SHEETS + "/locks", READERS),
    # The second of them finds it locked.
    Row(
        "POST",
        SHEETS + "/lock",
        LOCKERS,
        json={"from_on": "2026-09-01", "until_on": "2026-09-30"},
        also={409},
    ),
    # The second of them finds it open.
    Row(
        "POST", SHEETS + "/unlock", LOCKERS, json={"lock_id": "@timesheet_lock", "reason": "Look"}, also={409}
    ),
]
