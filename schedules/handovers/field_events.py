"""What phones send of handovers; joined to the floor's others by schedules/field_events."""

from evidence.sync.kinds import Handler
from schedules.handovers.payloads import HandoverAcceptedPayload, HandoverGivenPayload
from schedules.handovers.service import record_accepted, record_given

HANDOVERS: dict[str, Handler] = {
    "schedules.handover_given": Handler(HandoverGivenPayload, record_given),
    "schedules.handover_accepted": Handler(HandoverAcceptedPayload, record_accepted),
}
