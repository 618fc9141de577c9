from evidence.sync.kinds import Handler
from schedules.leave.asked import LeaveAskedPayload, flags_of_asked, record_asked

LEAVE_ASKED = Handler(LeaveAskedPayload, record_asked, recall=flags_of_asked)
