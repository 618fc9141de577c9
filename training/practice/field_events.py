from evidence.sync.kinds import Handler
from training.practice.service import PracticePayload, record_answers

PRACTICE = Handler(PracticePayload, record_answers)
