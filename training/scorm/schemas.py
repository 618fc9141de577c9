import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Text, flag, items_of
from training.scorm.rules import STATUSES

LONGEST_VALUE = 70_000
MOST_VALUES = 3000
LONGEST_DATA = 400_000
ELEMENT = r"^(cmi|adl|adlnav)\.[A-Za-z0-9_.]{1,200}\Z"


class ScormFileSchema(ma.Schema):
    file = ma.fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class ScormFactsSchema(ma.Schema):
    module_id = Id(metadata={"description": "The bought course that this package replaces."})
    title_zh = Text(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"description": "Without a title, that of the package."},
    )
    title_en = Text(load_default="", validate=validate.Length(max=200))
    valid_months = ma.fields.Integer(
        load_default=0, validate=validate.Range(0, 120), metadata={"description": "0: for ever."}
    )


class ScormUploadSchema(ScormFileSchema, ScormFactsSchema):
    """The form of an import."""


class ScormUnitNameSchema(ma.Schema):
    id = ma.fields.String(required=True)
    title = ma.fields.String(required=True)


class ScormPackageSchema(ma.Schema):
    id = Id(required=True)
    module_id = Id(required=True)
    version = ma.fields.String(required=True, validate=validate.OneOf(("1.2", "2004")))
    title = ma.fields.String(required=True)
    units = ma.fields.List(ma.fields.Nested(ScormUnitNameSchema), required=True)
    files = ma.fields.Integer(required=True)
    size_bytes = ma.fields.Integer(required=True, metadata={"description": "Unpacked."})
    sha256 = ma.fields.String(required=True)
    added_at = Instant(required=True)
    added_by = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "The name, where packages are listed."}
    )
    replaced_at = Instant(
        required=True, allow_none=True, metadata={"description": "null: this is the one that is played."}
    )


class ScormLearnerSchema(ma.Schema):
    id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)


def data_of_course(**options) -> ma.fields.Dict:
    """Element of the data model → its value."""
    return ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), **options)


class ScormUnitSchema(ma.Schema):
    """`url` goes into a frame with sandbox="allow-scripts allow-forms"; it holds for some hours."""

    id = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    url = ma.fields.String(required=True)
    status = ma.fields.String(required=True, validate=validate.OneOf(STATUSES))
    tracked = ma.fields.Boolean(required=True)
    pass_score = ma.fields.Float(required=True, allow_none=True)
    launch_data = ma.fields.String(required=True)
    cmi = data_of_course(required=True)


class ScormRunSchema(ma.Schema):
    module_id = Id(required=True)
    package_id = Id(required=True)
    version = ma.fields.String(required=True, validate=validate.OneOf(("1.2", "2004")))
    title = ma.fields.String(required=True)
    learner = ma.fields.Nested(ScormLearnerSchema, required=True)
    status = ma.fields.String(required=True, validate=validate.OneOf(STATUSES))
    percent = ma.fields.Integer(required=True, allow_none=True)
    units = ma.fields.List(ma.fields.Nested(ScormUnitSchema), required=True)


class ScormSaveSchema(ma.Schema):
    """What a part of the course said so far, as a flat map of its data model."""

    package_id = Id(required=True)
    unit_id = ma.fields.String(required=True, validate=validate.Length(1, 300))
    cmi = ma.fields.Dict(
        keys=ma.fields.String(validate=validate.Regexp(ELEMENT)),
        values=Text(validate=validate.Length(max=LONGEST_VALUE)),
        required=True,
        validate=validate.Length(max=MOST_VALUES),
    )
    ended = flag(load_default=False)

    @ma.validates_schema
    def not_too_long(self, data, **_):
        if sum(map(len, data.get("cmi", {}).values())) > LONGEST_DATA:
            raise ma.ValidationError("The data of this part are too long.", "cmi")


ScormPackageListSchema = items_of(ScormPackageSchema)
