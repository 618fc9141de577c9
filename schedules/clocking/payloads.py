"""What a phone says of a punch and of one that is missing."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from evidence.sync.kinds import Latitude, Longitude, Metres, Note, Payload, Uuid
from evidence.uploads.declared import Photo

Instant = Annotated[datetime, Meta(tz=True)]


class PunchPayload(Payload):
    """I begin or end my work here. The code is that of a checkpoint's tag, where one was read."""

    kind: Literal["in", "out"]
    site_id: Uuid
    method: Literal["button", "gps", "camera", "nfc", "typed", "link"] = "button"
    code: Annotated[str, Meta(min_length=1, max_length=300)] | None = None
    checkpoint_id: Uuid | None = None
    shift_id: Uuid | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    accuracy_m: Metres | None = None
    photo: Photo | None = None

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("`lat` and `lon` belong together")


class PunchAnswerPayload(Payload):
    """When I came or went, as far as I remember. Somebody else looks at it before it holds."""

    question_id: Uuid
    at: Instant
    note: Note = ""


class NoShowReplyPayload(Payload):
    """What is so: I am on my way, I am here, I cannot come, that is not my shift."""

    alarm_id: Uuid
    reply: Literal["on_my_way", "i_am_here", "cannot_come", "not_my_shift", "other"]
    text: Note = ""
