import marshmallow as ma

from checkpoints.places.labels.rules import MOST_LABELS, SIZES
from checkpoints.places.labels.sheets import WORDS
from guard_api.fields import Id


class SizeSchema(ma.Schema):
    """A stock of labels, or a sign."""

    code = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    name_zh = ma.fields.String(required=True)
    layout = ma.fields.String(required=True, validate=ma.validate.OneOf(("row", "square", "sign")))
    page_width_mm = ma.fields.Function(lambda size: size.page[0], required=True, metadata={"type": "number"})
    page_height_mm = ma.fields.Function(lambda size: size.page[1], required=True, metadata={"type": "number"})
    label_width_mm = ma.fields.Function(
        lambda size: size.label[0], required=True, metadata={"type": "number"}
    )
    label_height_mm = ma.fields.Function(
        lambda size: size.label[1], required=True, metadata={"type": "number"}
    )
    columns = ma.fields.Integer(required=True)
    rows = ma.fields.Integer(required=True)
    per_sheet = ma.fields.Integer(required=True)


class SizeListSchema(ma.Schema):
    items = ma.fields.List(ma.fields.Nested(SizeSchema), required=True)
    next = ma.fields.String(required=True, allow_none=True, dump_default=None)
    address = ma.fields.String(
        required=True, metadata={"description": "What printed links begin with; phones must reach it."}
    )
    reachable = ma.fields.Boolean(
        required=True,
        metadata={"description": "false: the address is this machine's own, so other phones cannot open it."},
    )


class PrintSchema(ma.Schema):
    """Which labels, on which stock. Without `checkpoint_ids`, all of the site that have a tag."""

    checkpoint_ids = ma.fields.List(Id(), validate=ma.validate.Length(1, MOST_LABELS))
    zone_id = Id()
    size = ma.fields.String(load_default="l7160", validate=ma.validate.OneOf(SIZES))
    language = ma.fields.String(load_default="both", validate=ma.validate.OneOf(WORDS))
    start_at = ma.fields.Integer(
        load_default=1,
        validate=ma.validate.Range(1, 100),
        metadata={"description": "First free label of a sheet that was used before, counted row by row."},
    )
    cut_marks = ma.fields.Boolean(load_default=False)
