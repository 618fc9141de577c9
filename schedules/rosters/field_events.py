from evidence.sync.kinds import Handler
from schedules.rosters.acknowledging import AcknowledgedPayload, record_acknowledgements
from schedules.rosters.call_offs import CallOffPayload, flags_of_call_offs, record_call_offs

ACKNOWLEDGED = Handler(AcknowledgedPayload, record_acknowledgements)
CALLED_OFF = Handler(CallOffPayload, record_call_offs, recall=flags_of_call_offs)
