import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, items_of
from people.documents import rules
from people.shapes import Code, Day, IdNameSchema, Words


class PaperSchema(ma.Schema):
    file = ma.fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class NewDocumentSchema(ma.Schema):
    kind = Code(rules.KINDS, required=True)
    number = Words(60, load_default="")
    issued_on = Day(load_default=None)
    expires_on = Day(load_default=None)


class DocumentUploadSchema(NewDocumentSchema):
    file = ma.fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class DocumentSchema(ma.Schema):
    """A paper on file. Reading `url` is written down."""

    id = Id(required=True)
    person_id = Id(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(rules.KINDS))
    number = ma.fields.String(required=True)
    issued_on = ma.fields.Date(required=True, allow_none=True)
    expires_on = ma.fields.Date(required=True, allow_none=True)
    expired = ma.fields.Boolean(required=True)
    name = ma.fields.String(required=True)
    type = ma.fields.String(required=True)
    size_bytes = ma.fields.Integer(required=True)
    sha256 = ma.fields.String(required=True)
    added_by = ma.fields.Nested(IdNameSchema, required=True)
    added_at = Instant(required=True)
    url = ma.fields.String(required=True)


class PapersQuerySchema(Table):
    """`from_on` and `to_on` are of the last day on which a paper holds."""

    kind = Code(rules.KINDS)
    site_id = Id(metadata={"description": "Of the people placed there."})
    from_on = Day()
    to_on = Day()


class EndingDocumentSchema(DocumentSchema):
    person = ma.fields.Nested(IdNameSchema, required=True)
    days_left = ma.fields.Integer(required=True, metadata={"description": "Below 0: since it ended."})


EndingDocumentsSchema = items_of(EndingDocumentSchema)


class DocumentsSchema(ma.Schema):
    items = ma.fields.List(ma.fields.Nested(DocumentSchema), required=True)
