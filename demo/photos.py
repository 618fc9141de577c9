"""The demonstration's photos, kept as if phones had sent them up."""

import hashlib
import io

from PIL import Image

from demo.scenes import SCENES, photo
from demo.walking import Photo
from evidence.uploads.picture import SIZES
from evidence.uploads.receiving import key_of
from evidence.uploads.service import open_upload, verify
from guard_api.files import store
from guard_api.identity.actor import Actor

OF_EACH_SCENE = 2


def keep_photos(actor: Actor) -> dict[str, list[Photo]]:
    """Photos of every scene, stored and verified; those that are there already stay."""
    return {scene: [_keep(actor, photo(scene, seed)) for seed in range(OF_EACH_SCENE)] for scene in SCENES}


def _keep(actor: Actor, data: bytes) -> Photo:
    sha256 = hashlib.sha256(data).hexdigest()
    upload = open_upload(actor, sha256=sha256, size_bytes=len(data), type_="image/jpeg")
    if upload.state == "receiving":
        for name, content in _copies(data).items():
            store().put(key_of(actor.organisation_id, sha256, name), content)
        upload.received_bytes = len(data)
        width, height = Image.open(io.BytesIO(data)).size
        verify(
            organisation_id=actor.organisation_id,
            sha256=sha256,
            type_="image/jpeg",
            width_px=width,
            height_px=height,
        )
    return Photo(sha256, len(data))


def _copies(data: bytes) -> dict[str, bytes]:
    copies = {"original": data}
    for name, (longest, quality) in SIZES.items():
        picture, out = Image.open(io.BytesIO(data)), io.BytesIO()
        picture.thumbnail((longest, longest))
        picture.save(out, "JPEG", quality=quality)
        copies[f"{name}.jpg"] = out.getvalue()
    return copies
