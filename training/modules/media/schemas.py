import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, items_of
from training.modules.media.rules import NAME


class MediaSchema(ma.Schema):
    """A file of a module. Lessons show it by its name, as `![…](name)`."""

    id = Id(required=True)
    name = ma.fields.String(required=True)
    type = ma.fields.String(required=True)
    size_bytes = ma.fields.Integer(required=True)
    url = ma.fields.String(required=True)
    added_at = Instant(required=True)


MediaListSchema = items_of(MediaSchema)


class MediaFileSchema(ma.Schema):
    file = ma.fields.Raw(
        required=True,
        metadata={
            "type": "string",
            "format": "binary",
            "description": "A picture of at most 10 MB, sound of 20 MB, film of 50 MB.",
        },
    )


class MediaNameSchema(ma.Schema):
    name = ma.fields.String(required=True, validate=validate.Regexp(NAME))


class MediaUploadSchema(MediaFileSchema, MediaNameSchema):
    """Both parts of the upload, as its description shows them."""
