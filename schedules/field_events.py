"""What this floor accepts from a phone: kind → handler, handed to `evidence` by app.py."""

from evidence.sync.kinds import Handler
from schedules.clocking.field_events import CLOCKING
from schedules.handovers.field_events import HANDOVERS
from schedules.leave.field_events import LEAVE_ASKED
from schedules.rosters.field_events import ACKNOWLEDGED, CALLED_OFF
from schedules.terms.field_events import WISH

HANDLERS: dict[str, Handler] = {
    "schedules.call_off": CALLED_OFF,
    "schedules.leave_asked": LEAVE_ASKED,
    "schedules.roster_acknowledged": ACKNOWLEDGED,
    "schedules.wish": WISH,
    **CLOCKING,
    **HANDOVERS,
}
