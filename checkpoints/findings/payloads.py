"""What a phone says about findings."""

from typing import Annotated

from msgspec import Meta

from evidence.sync.kinds import Latitude, Longitude, Metres, Note, Payload, Uuid
from evidence.uploads.declared import Photos, Voice

Share = Annotated[float, Meta(ge=0, le=1)]


class FindingPayload(Payload):
    """Something found. The finding's id is the event's id; `sos` makes it critical."""

    site_id: Uuid
    category: Annotated[str, Meta(min_length=1, max_length=40)]
    severity: Annotated[int, Meta(ge=1, le=4)]
    sos: bool = False
    checkpoint_id: Uuid | None = None
    patrol_id: Uuid | None = None
    text: Note = ""
    photos: Photos = ()
    voice: Voice | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    accuracy_m: Metres | None = None
    floor_plan_id: Uuid | None = None
    plan_x: Share | None = None
    plan_y: Share | None = None


class CheckPayload(Payload):
    """What a guard saw of an open finding when passing its checkpoint."""

    finding_id: Uuid
    fixed: bool
    note: Note = ""
    photos: Photos = ()
