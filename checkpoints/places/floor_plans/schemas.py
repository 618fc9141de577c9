import marshmallow as ma

from checkpoints.places.rules import image_url
from checkpoints.places.schemas import Text, share
from guard_api.fields import Id, Instant, items_of


class FloorPlanSchema(ma.Schema):
    """A picture of a floor. `metres_per_px` is null until its scale is given."""

    id = Id(required=True)
    site_id = Id(required=True)
    name = ma.fields.String(required=True)
    position = ma.fields.Integer(required=True)
    image_url = ma.fields.Function(
        lambda plan: image_url(plan.id, plan.image_sha256), required=True, metadata={"type": "string"}
    )
    width_px = ma.fields.Integer(required=True)
    height_px = ma.fields.Integer(required=True)
    metres_per_px = ma.fields.Float(required=True, allow_none=True)
    archived_at = Instant(required=True, allow_none=True)


FloorPlanListSchema = items_of(FloorPlanSchema)


class PictureSchema(ma.Schema):
    file = ma.fields.Raw(
        required=True,
        metadata={"type": "string", "format": "binary", "description": "PNG, JPEG or WebP, at most 20 MB."},
    )


class NewFloorPlanSchema(ma.Schema):
    name = Text(80, required=True)
    position = ma.fields.Integer(load_default=0, validate=ma.validate.Range(-1000, 1000))


class FloorPlanUploadSchema(PictureSchema, NewFloorPlanSchema):
    """Both parts of the upload, as its description shows them."""


class ScaleSchema(ma.Schema):
    """Two points of the plan and the metres between them."""

    x1 = share(required=True)
    y1 = share(required=True)
    x2 = share(required=True)
    y2 = share(required=True)
    distance_m = ma.fields.Float(required=True, validate=ma.validate.Range(0.1, 10_000))


class FloorPlanChangeSchema(ma.Schema):
    name = Text(80)
    position = ma.fields.Integer(validate=ma.validate.Range(-1000, 1000))
    scale = ma.fields.Nested(
        ScaleSchema, allow_none=True, metadata={"description": "null forgets the scale."}
    )
    archived = ma.fields.Boolean(metadata={"description": "false restores an archived plan."})
