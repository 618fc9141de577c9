import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Table, Text, flag, items_of
from training.words import LessonBodySchema, ShownWordsSchema, name, shown, words

KEY = r"^[a-z0-9][a-z0-9-]{0,59}\Z"
MOST_LESSONS, MOST_SOURCES = 40, 60


def a_key(**options) -> ma.fields.String:
    return ma.fields.String(validate=validate.Regexp(KEY), **options)


def whole(least: int, most: int, **options) -> ma.fields.Integer:
    return ma.fields.Integer(strict=True, validate=validate.Range(least, most), **options)


class SourceSchema(ma.Schema):
    """Where a fact is from. Lessons name it by its key."""

    key = a_key(required=True)
    zh = Text(load_default="", validate=validate.Length(max=500))
    en = Text(load_default="", validate=validate.Length(max=500))


class LessonSchema(ma.Schema):
    """One lesson in Markdown. `key` stays the same when the lesson is rewritten."""

    key = a_key(required=True)
    title = name(required=True)
    minutes = whole(1, 240, load_default=5)
    body = ma.fields.Nested(LessonBodySchema, required=True)
    sources = ma.fields.List(a_key(), load_default=list, validate=validate.Length(max=MOST_SOURCES))


class DraftSchema(ma.Schema):
    """What learners will see once it is published."""

    title = name(required=True)
    summary = words(load_default=lambda: {"zh": "", "en": ""})
    minutes = whole(1, 1000, load_default=20)
    pass_percent = whole(1, 100, load_default=80)
    draw = whole(1, 100, load_default=8, metadata={"description": "Questions of one paper."})
    valid_months = whole(0, 120, load_default=12, metadata={"description": "0: passing holds for ever."})
    attempts = whole(
        1, 50, load_default=None, allow_none=True, metadata={"description": "null: as many as needed."}
    )
    wait_minutes = whole(
        0, 43_200, load_default=30, metadata={"description": "From a failed attempt to the next."}
    )
    lessons = ma.fields.List(
        ma.fields.Nested(LessonSchema), load_default=list, validate=validate.Length(max=MOST_LESSONS)
    )
    sources = ma.fields.List(
        ma.fields.Nested(SourceSchema), load_default=list, validate=validate.Length(max=MOST_SOURCES)
    )

    @ma.validates_schema
    def keys_differ(self, data, **_):
        for field in ("lessons", "sources"):
            keys = [one["key"] for one in data.get(field, [])]
            if len(set(keys)) != len(keys):
                raise ma.ValidationError("Two have the same key.", field)


class NewModuleSchema(DraftSchema):
    code = a_key(load_default=None, allow_none=True)


class PublishSchema(ma.Schema):
    note = Text(load_default="", validate=validate.Length(max=500))
    again = flag(
        load_default=False,
        metadata={"description": "Who passed an older version must pass this one, too."},
    )


class ModulesQuerySchema(Table):
    archived = flag(load_default=False)
    q = Text(validate=validate.Length(max=100), metadata={"description": "Part of the title or code."})


class ShownSourceSchema(ma.Schema):
    key = ma.fields.String(required=True)
    zh = ma.fields.String(required=True)
    en = ma.fields.String(required=True)


class ShownLessonSchema(ma.Schema):
    key = ma.fields.String(required=True)
    title = shown()
    minutes = ma.fields.Integer(required=True)
    body = shown()
    sources = ma.fields.List(ma.fields.String(), required=True)


class ContentSchema(ma.Schema):
    """The content of a version or draft."""

    title = shown()
    summary = shown()
    minutes = ma.fields.Integer(required=True)
    pass_percent = ma.fields.Integer(required=True)
    draw = ma.fields.Integer(required=True)
    valid_months = ma.fields.Integer(required=True)
    attempts = ma.fields.Integer(required=True, allow_none=True)
    wait_minutes = ma.fields.Integer(required=True)
    lessons = ma.fields.List(ma.fields.Nested(ShownLessonSchema), required=True)
    sources = ma.fields.List(ma.fields.Nested(ShownSourceSchema), required=True)


class ModuleSchema(ma.Schema):
    """A module as the list shows it. What is about its version is null until one is published."""

    id = Id(required=True)
    code = ma.fields.String(required=True)
    origin = ma.fields.String(required=True, validate=validate.OneOf(("library", "own", "scorm", "order")))
    title = shown()
    summary = ma.fields.Nested(ShownWordsSchema, required=True, allow_none=True)
    minutes = ma.fields.Integer(required=True, allow_none=True)
    pass_percent = ma.fields.Integer(required=True, allow_none=True)
    valid_months = ma.fields.Integer(required=True, allow_none=True)
    lessons = ma.fields.Integer(required=True, metadata={"description": "How many."})
    questions = ma.fields.Integer(required=True, metadata={"description": "In use in the bank."})
    version = ma.fields.Integer(required=True, allow_none=True)
    version_id = Id(required=True, allow_none=True)
    published_at = Instant(required=True, allow_none=True)
    has_draft = ma.fields.Boolean(required=True)
    archived_at = Instant(required=True, allow_none=True)


class ModuleDetailSchema(ModuleSchema):
    content = ma.fields.Nested(ContentSchema, required=True, allow_none=True)
    draft = ma.fields.Nested(ContentSchema, required=True, allow_none=True)
    draft_at = Instant(required=True, allow_none=True)


class VersionSchema(ma.Schema):
    """`published_by` is null for what came with the ready library."""

    id = Id(required=True)
    module_id = Id(required=True)
    number = ma.fields.Integer(required=True)
    title = shown()
    note = ma.fields.String(required=True)
    published_at = Instant(required=True)
    published_by = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "The person's name."}
    )
    superseded_at = Instant(required=True, allow_none=True)


class VersionDetailSchema(VersionSchema):
    content = ma.fields.Nested(ContentSchema, required=True)


ModuleListSchema = items_of(ModuleSchema)
VersionListSchema = items_of(VersionSchema)
