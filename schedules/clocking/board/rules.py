"""How the board reads rows of attendance: pure."""

from datetime import datetime, timedelta
from typing import Any

from schedules.attendance.rules import ABSENT, MISSING, PLANNED, WORKING

HERE, LATE, MISSING_NOW, EXPECTED, STAYING_ON = "here", "late", "missing", "expected", "staying_on"
LEFT, EXCUSED, VACANT_NOW, NOBODY = "left", "excused", "vacant", "nobody"
PRESENCES = (HERE, LATE, MISSING_NOW, EXPECTED, STAYING_ON, LEFT, EXCUSED, VACANT_NOW, NOBODY)
FIGURES = (
    "attendance_rate",
    "attendance_hours",
    "punctuality",
    "no_show_rate",
    "fill_rate",
    "post_hours",
    "overtime_ratio",
)
OTHERWISE = {
    "leave": EXCUSED,
    "called_off": EXCUSED,
    "vacant": VACANT_NOW,
    "clashing": NOBODY,
    "worked": LEFT,
}
GRACE = timedelta(minutes=5)


def presence_of(row: Any, at: datetime) -> str:
    """What a supervisor sees of a shift at this moment. `late` came late and is here."""
    if row.state == WORKING:
        if row.end_at <= at:
            return STAYING_ON
        return LATE if row.late_minutes else HERE
    if row.state in (PLANNED, MISSING):
        return MISSING_NOW if row.state == MISSING or row.start_at + GRACE <= at else EXPECTED
    return NOBODY if row.state == ABSENT else OTHERWISE[row.state]
