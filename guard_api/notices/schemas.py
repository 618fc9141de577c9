import marshmallow as ma

from guard_api.fields import Id, Instant, Page, flag, items_of


class NoticeSchema(ma.Schema):
    """`text` is made by the server from `kind` and `params`, in the language of whoever reads it."""

    id = Id(required=True)
    kind = ma.fields.String(required=True, metadata={"description": "Stable, to choose a picture by."})
    params = ma.fields.Dict(
        keys=ma.fields.String(), required=True, metadata={"description": "What the text was made from."}
    )
    text = ma.fields.String(required=True)
    link = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "A path of the app to open, or null."}
    )
    created_at = Instant(required=True)
    read_at = Instant(required=True, allow_none=True)


class NoticesSchema(items_of(NoticeSchema)):
    unread = ma.fields.Integer(required=True, metadata={"description": "Of all, not of this page."})


class NoticesQuerySchema(Page):
    unread = flag()


class NoticesReadSchema(ma.Schema):
    """Either some by their ids, or all of one's own."""

    ids = ma.fields.List(Id(), validate=ma.validate.Length(1, 500))
    all = flag()

    @ma.validates_schema
    def one_of_both(self, data, **_):
        if bool(data.get("all")) == ("ids" in data):
            raise ma.ValidationError("Give either ids or all.", "ids")
