"""What this floor accepts from a phone: kind → handler, handed to `evidence` by app.py."""

from evidence.sync.kinds import Handler
from schedules.leave.field_events import LEAVE_ASKED
from schedules.terms.field_events import WISH

HANDLERS: dict[str, Handler] = {
    "schedules.leave_asked": LEAVE_ASKED,
    "schedules.wish": WISH,
}
