"""What this floor accepts from a phone: kind → handler, handed to `evidence` by app.py."""

from evidence.sync.kinds import Handler
from training.attempts.lessons import record_lessons
from training.attempts.payloads import AttemptPayload, LessonReadPayload
from training.attempts.service import flags_of_attempts, record_attempts
from training.attempts.standing import settle
from training.practice.field_events import PRACTICE
from training.sessions.field_events import ATTENDED

HANDLERS: dict[str, Handler] = {
    "training.lesson_read": Handler(LessonReadPayload, record_lessons),
    "training.attempt": Handler(AttemptPayload, record_attempts, settle, flags_of_attempts),
    "training.practice": PRACTICE,
    "training.session_attended": ATTENDED,
}
