import marshmallow as ma

from checkpoints.places.schemas import ArchivedSchema, Text
from checkpoints.places.walks.shortest import MOST_PLACES
from guard_api.fields import Id, Instant, items_of

MOST_STOPS = 500


class StopSchema(ma.Schema):
    """A checkpoint on a route. `minutes` is the expected walk from the stop before (or from the start)."""

    checkpoint_id = Id(required=True)
    checkpoint = ma.fields.String(required=True)
    zone = ma.fields.String(required=True, allow_none=True)
    position = ma.fields.Integer(required=True)
    minutes = ma.fields.Float(required=True)


class RouteSchema(ma.Schema):
    """The checkpoints of a round, in an order that is asked for (`ordered`) or only suggested."""

    id = Id(required=True)
    site_id = Id(required=True)
    name = ma.fields.String(required=True)
    ordered = ma.fields.Boolean(required=True)
    stops = ma.fields.List(ma.fields.Nested(StopSchema), required=True)
    minutes = ma.fields.Float(required=True, metadata={"description": "Of the whole walk."})
    archived_at = Instant(required=True, allow_none=True)


RouteListSchema = items_of(RouteSchema)


class RouteQuerySchema(ArchivedSchema):
    format = ma.fields.String(load_default="json", validate=ma.validate.OneOf(("json", "csv", "xlsx")))


class NewStopSchema(ma.Schema):
    checkpoint_id = Id(required=True)
    minutes = ma.fields.Float(load_default=2, validate=ma.validate.Range(0, 600))


class RouteChangeSchema(ma.Schema):
    name = Text(80)
    ordered = ma.fields.Boolean()
    stops = ma.fields.List(ma.fields.Nested(NewStopSchema), validate=ma.validate.Length(1, MOST_STOPS))
    archived = ma.fields.Boolean()


class NewRouteSchema(ma.Schema):
    name = Text(80, required=True)
    ordered = ma.fields.Boolean(load_default=False)
    stops = ma.fields.List(
        ma.fields.Nested(NewStopSchema), required=True, validate=ma.validate.Length(1, MOST_STOPS)
    )


class SuggestionQuerySchema(ma.Schema):
    checkpoint_ids = ma.fields.List(Id(), required=True, validate=ma.validate.Length(2, MOST_PLACES))
    start_checkpoint_id = Id(
        allow_none=True, metadata={"description": "Where the walk begins, if it matters."}
    )


class LegSchema(ma.Schema):
    """`metres` from the stop before; `basis` says whether they were measured on a plan or the map."""

    checkpoint_id = Id(required=True)
    metres = ma.fields.Float(required=True)
    minutes = ma.fields.Float(required=True)
    basis = ma.fields.String(
        required=True,
        allow_none=True,
        validate=ma.validate.OneOf(("plan", "map", "floor_change", "unscaled", "unknown")),
    )


class SuggestionSchema(ma.Schema):
    """A short walk through the checkpoints: straight lines, without a way back."""

    checkpoint_ids = ma.fields.List(Id(), required=True)
    stops = ma.fields.List(ma.fields.Nested(LegSchema), required=True)
    metres = ma.fields.Float(required=True)
    minutes = ma.fields.Float(required=True, metadata={"description": "At 1.2 m/s."})
    measured = ma.fields.Boolean(required=True, metadata={"description": "No leg rests on an assumption."})
    assumptions = ma.fields.List(ma.fields.String(), required=True)
