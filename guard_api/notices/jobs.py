from guard_api.jobs import Job
from guard_api.notices.service import forget_old_notices

JOBS = [Job("forget_old_notices", forget_old_notices, daily_at="03:50")]
