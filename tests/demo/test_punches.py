"""Who came and went in the demonstration."""

from collections import Counter

from sqlalchemy import func, select

import demo
from guard_api.database import db
from schedules.clocking.models import Attendance, NoShowAlarm, Punch, PunchCorrection, PunchQuestion
from schedules.handovers.models import Handover


def count(model, *conditions) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_most_come_some_late_and_what_is_missing_is_asked(app):
    with app.app_context():
        demo.load(days=8)
        states = Counter(db.session.scalars(select(Attendance.state)))
        assert states["worked"] > 20 * states["absent"] > 0
        assert states["working"] > 0
        assert count(Attendance, Attendance.late_minutes > 0) > 0
        assert count(NoShowAlarm) == 1
        assert count(PunchQuestion) > 0
        assert count(PunchCorrection, PunchCorrection.decided_by == PunchCorrection.asked_by) == 0
        assert count(Handover, Handover.accepted_at.is_not(None)) > 0
        before = count(Punch)
        demo.load(days=8)
        assert count(Punch) >= before
        assert count(NoShowAlarm) == 1
