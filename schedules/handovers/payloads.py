"""What two phones say of one change of shift."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from evidence.sync.kinds import Note, Payload, Uuid

Short = Annotated[str, Meta(max_length=500)]
Count = Annotated[int, Meta(ge=0, le=100_000)]


class GivenItem(msgspec.Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """So many of a thing of the site's list were there to hand over."""

    equipment_id: Uuid
    given: Count
    note: Short = ""


class TakenItem(msgspec.Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """So many of it were there to take over."""

    equipment_id: Uuid
    taken: Count
    note: Short = ""


class Matter(msgspec.Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """Something open: a finding of the site, or a few words."""

    kind: Literal["finding", "note"]
    text: Short
    id: Uuid | None = None


Given = Annotated[tuple[GivenItem, ...], Meta(max_length=200)]
Taken = Annotated[tuple[TakenItem, ...], Meta(max_length=200)]
Matters = Annotated[tuple[Matter, ...], Meta(max_length=200)]


class HandoverGivenPayload(Payload):
    """I hand this post over. `handover_id` stands in both phones' bundles beforehand."""

    handover_id: Uuid
    site_id: Uuid
    post_id: Uuid | None = None
    from_shift_id: Uuid | None = None
    to_shift_id: Uuid | None = None
    items: Given = ()
    matters: Matters = ()
    note: Note = ""


class HandoverAcceptedPayload(Payload):
    """I take this post over, having counted. What differs is said, not blamed."""

    handover_id: Uuid
    site_id: Uuid
    post_id: Uuid | None = None
    from_shift_id: Uuid | None = None
    to_shift_id: Uuid | None = None
    items: Taken = ()
    difference_note: Note = ""
