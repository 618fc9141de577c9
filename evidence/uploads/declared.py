"""How an event declares the photos and the voice note that belong to it."""

from typing import Annotated, Literal

from msgspec import Meta

from evidence.sync.kinds import Payload, Sha256
from evidence.uploads.rules import PHOTO_BYTES, PHOTOS, VOICE_BYTES, VOICE_SECONDS


class Photo(Payload):
    sha256: Sha256
    size_bytes: Annotated[int, Meta(ge=1, le=PHOTO_BYTES)]
    type: Literal["image/jpeg", "image/png", "image/webp"]


class Voice(Payload):
    sha256: Sha256
    size_bytes: Annotated[int, Meta(ge=1, le=VOICE_BYTES)]
    type: Literal["audio/webm", "audio/ogg", "audio/mp4", "audio/wav"]
    seconds: Annotated[float, Meta(ge=0, le=VOICE_SECONDS)]


Photos = Annotated[tuple[Photo, ...], Meta(max_length=PHOTOS)]
