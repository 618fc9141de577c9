from guard_api.jobs import Job
from guard_api.live.service import prune

JOBS = [Job("live.prune", prune, every_s=600)]
