from guard_api.jobs import Job
from training.attempts.standing import settle_left_over

JOBS = [Job("settle_attempts", settle_left_over, every_s=300)]
