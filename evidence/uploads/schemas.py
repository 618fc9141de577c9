import base64
import binascii

import marshmallow as ma
from marshmallow import validate

from evidence.uploads.queries import is_sha256
from guard_api.errors import Problem

MOST_OFFSET = 2**40
SIZES = ("full", "thumb")


class CreationSchema(ma.Schema):
    """Headers of a tus creation."""

    version = ma.fields.String(data_key="Tus-Resumable", load_default="")
    size_bytes = ma.fields.Integer(
        required=True, data_key="Upload-Length", validate=validate.Range(1, MOST_OFFSET)
    )
    metadata = ma.fields.String(
        required=True,
        data_key="Upload-Metadata",
        metadata={"description": "`sha256 <base64 of the hex digest>,type <base64 of the media type>`"},
    )


class HeadSchema(ma.Schema):
    version = ma.fields.String(data_key="Tus-Resumable", load_default="")


class PatchSchema(HeadSchema):
    """Headers of a tus PATCH."""

    offset = ma.fields.Integer(
        required=True, data_key="Upload-Offset", validate=validate.Range(0, MOST_OFFSET)
    )


class PhotoSizeSchema(ma.Schema):
    size = ma.fields.String(load_default="full", validate=validate.OneOf(SIZES))


def read_metadata(text: str) -> dict[str, str]:
    """The pairs of Upload-Metadata; sha256 and type must be among them."""
    try:
        pairs = dict(_pair(item) for item in text.split(",") if item.strip())
    except (ValueError, binascii.Error):
        raise Problem("uploads.metadata", 422) from None
    if not is_sha256(pairs.get("sha256", "")) or not pairs.get("type"):
        raise Problem("uploads.metadata", 422)
    return pairs


def _pair(item: str) -> tuple[str, str]:
    name, _, value = item.strip().partition(" ")
    return name, base64.b64decode(value, validate=True).decode()
