from guard_api.jobs import Job
from guard_api.notices.deliveries.sending import send_due
from guard_api.notices.deliveries.service import forget_old_deliveries
from guard_api.notices.service import forget_old_notices

JOBS = [
    Job("notices.send_due", send_due, every_s=2),
    Job("forget_old_notices", forget_old_notices, daily_at="03:50"),
    Job("notices.forget_old_deliveries", forget_old_deliveries, daily_at="03:55"),
]
