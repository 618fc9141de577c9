"""Searches that were asked for are taken up by the one process that leads."""

from guard_api.jobs import Job
from schedules.planning.runs import take_up

JOBS = [Job("take up roster searches", take_up, every_s=1)]
