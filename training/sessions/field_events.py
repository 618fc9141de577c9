from evidence.sync.kinds import Handler
from training.sessions.attendance import AttendedPayload, record_attendances

ATTENDED = Handler(AttendedPayload, record_attendances)
