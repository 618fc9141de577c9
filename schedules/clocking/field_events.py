"""What phones send of attendance; joined to the floor's others by schedules/field_events."""

from evidence.sync.kinds import Handler
from schedules.clocking.corrections.service import record_answers
from schedules.clocking.no_shows.service import record_replies
from schedules.clocking.payloads import NoShowReplyPayload, PunchAnswerPayload, PunchPayload
from schedules.clocking.punches.service import recall_flags, record_punches, settle

CLOCKING: dict[str, Handler] = {
    "schedules.punch": Handler(PunchPayload, record_punches, settle, recall_flags),
    "schedules.punch_answer": Handler(PunchAnswerPayload, record_answers),
    "schedules.no_show_reply": Handler(NoShowReplyPayload, record_replies),
}
