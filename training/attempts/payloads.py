"""What a phone says about learning."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from evidence.sync.kinds import Payload, Uuid

Instant = Annotated[datetime, Meta(tz=True, extra_json_schema={"example": "2026-03-01T14:03:05.123Z"})]
Place = Annotated[str, Meta(min_length=1, max_length=20)]
Chosen = Annotated[list[Place], Meta(max_length=20)]
Answers = Annotated[dict[Uuid, Chosen], Meta(max_length=200)]


class LessonReadPayload(Payload):
    """A lesson was read to its end."""

    module_id: Uuid
    version_id: Uuid
    lesson: Annotated[str, Meta(min_length=1, max_length=60)]
    seconds: Annotated[float, Meta(ge=0, le=86_400)] = 0


class AttemptPayload(Payload):
    """A paper that was answered; the attempt's id is the event's, its end when the event occurred.

    `answers` gives for each question the keys of the chosen options, for an order all of them from first
    to last.
    """

    paper_id: Uuid
    started_at: Instant
    answers: Answers
