import marshmallow as ma

from checkpoints.places.schemas import Text
from guard_api.fields import Id, Instant, items_of

MOST_ITEMS = 50


class ItemSchema(ma.Schema):
    """One thing to look at, worded so that "yes" means all is well."""

    id = ma.fields.String(required=True)
    text_zh = ma.fields.String(required=True)
    text_en = ma.fields.String(required=True)


class ChecklistSchema(ma.Schema):
    id = Id(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    items = ma.fields.List(ma.fields.Nested(ItemSchema), required=True)
    template = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "Which shipped checklist it is, if any."}
    )
    source = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "The text that asks for the items."}
    )
    archived_at = Instant(required=True, allow_none=True)


ChecklistListSchema = items_of(ChecklistSchema)


class NewItemSchema(ma.Schema):
    """An item that keeps its `id` keeps its answers; without one it is new. One language is enough."""

    id = ma.fields.String(validate=ma.validate.Regexp(r"^[a-z0-9_-]{1,40}\Z"))
    text_zh = Text(200, shortest=0, load_default="")
    text_en = Text(200, shortest=0, load_default="")

    @ma.validates_schema
    def says_something(self, data, **kwargs):
        if not (data.get("text_zh") or data.get("text_en")):
            raise ma.ValidationError("Write it in one language at least.", "text_zh")


def items(**kwargs) -> ma.fields.List:
    return ma.fields.List(
        ma.fields.Nested(NewItemSchema), validate=ma.validate.Length(1, MOST_ITEMS), **kwargs
    )


class NewChecklistSchema(ma.Schema):
    name_zh = Text(80, shortest=0, load_default="")
    name_en = Text(80, shortest=0, load_default="")
    items = items(required=True)

    @ma.validates_schema
    def is_named(self, data, **kwargs):
        if not (data.get("name_zh") or data.get("name_en")):
            raise ma.ValidationError("Name it in one language at least.", "name_zh")


class ChecklistChangeSchema(ma.Schema):
    name_zh = Text(80)
    name_en = Text(80)
    items = items()
    archived = ma.fields.Boolean()
