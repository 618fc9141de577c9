import marshmallow as ma

from checkpoints.places.exchange import rules
from guard_api.tables import PreviewSchema, RowSchema

ACTIONS = (rules.CREATE, rules.CHANGE, rules.RESTORE, rules.KEEP, rules.REFUSE)


class ImportedCheckpointSchema(RowSchema):
    action = ma.fields.String(required=True, validate=ma.validate.OneOf(ACTIONS))


class CheckpointPreviewSchema(PreviewSchema):
    """What an import of checkpoints would do, or has done, row by row."""

    rows = ma.fields.List(ma.fields.Nested(ImportedCheckpointSchema), required=True)
    new_zones = ma.fields.List(ma.fields.String(), required=True)


class TemplateSchema(ma.Schema):
    format = ma.fields.String(load_default="xlsx", validate=ma.validate.OneOf(("csv", "xlsx")))
