"""What a phone says of a scan."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from evidence.sync.kinds import Latitude, Longitude, Metres, Payload, Uuid

MOST_ANSWERS = 100


class ChecklistAnswer(msgspec.Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """The answer to one item of the checkpoint's checklist."""

    ok: bool
    note: Annotated[str, Meta(max_length=500)] = ""


class ScanPayload(Payload):
    """A code that was scanned or typed, or (where a checkpoint has no tag) the checkpoint itself."""

    method: Literal["camera", "nfc", "typed", "link", "gps"]
    code: Annotated[str, Meta(min_length=1, max_length=300)] | None = None
    checkpoint_id: Uuid | None = None
    patrol_id: Uuid | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    accuracy_m: Metres | None = None
    answers: Annotated[dict[str, ChecklistAnswer], Meta(max_length=MOST_ANSWERS)] | None = None

    def __post_init__(self) -> None:
        if (self.code is None) == (self.checkpoint_id is None):
            raise ValueError("either `code` or `checkpoint_id`")
        if (self.lat is None) != (self.lon is None):
            raise ValueError("`lat` and `lon` belong together")
