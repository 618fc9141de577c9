import marshmallow as ma
from marshmallow import validate


class CertificatesTemplateSchema(ma.Schema):
    format = ma.fields.String(load_default="xlsx", validate=validate.OneOf(("csv", "xlsx")))
