import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, flag
from schedules.clocking.rules import GEOFENCES, METHODS


def minutes(least: int, most: int, says: str) -> ma.fields.Integer:
    return ma.fields.Integer(
        strict=True, validate=validate.Range(least, most), metadata={"description": f"Minutes. {says}"}
    )


class TolerancesSchema(ma.Schema):
    """What is left out is as usual. Those of a site: late, leave, relief, early_counts, no_show, escalate."""

    early = minutes(0, 240, "How long before its start a clock-in is of the shift.")
    far = minutes(0, 720, "How long before its start a clock-in still means the shift.")
    late = minutes(0, 120, "Up to which nobody is late.")
    leave = minutes(0, 120, "Up to which nobody has left early.")
    repeat = minutes(0, 30, "Within which the same again is the same.")
    chain = minutes(0, 240, "The pause over which shifts follow on from each other.")
    relief = minutes(0, 240, "After which a relief is late.")
    close = minutes(30, 1440, "After its end a shift that nobody ended closes by itself.")
    close_unplanned = minutes(60, 1440, "After its start unplanned work closes by itself.")
    received_late = minutes(0, 43_200, "After which a record's late arrival is shown.")
    no_show = minutes(0, 240, "After a shift's start without anybody, the supervisors are told.")
    escalate = minutes(0, 1440, "After that, the administrators.")
    early_counts = flag(metadata={"description": "Whether time before the start is paid."})


class AttendanceSettingsChangeSchema(ma.Schema):
    geofence = ma.fields.String(
        required=True,
        validate=validate.OneOf(GEOFENCES),
        metadata={"description": "block: the phone refuses outside; what still comes is kept with a flag."},
    )
    radius_m = ma.fields.Integer(required=True, strict=True, validate=validate.Range(20, 5000))
    photo = flag(required=True)
    methods = ma.fields.List(
        ma.fields.String(validate=validate.OneOf(METHODS)),
        required=True,
        validate=validate.Length(1, len(METHODS)),
    )
    tolerances = ma.fields.Nested(TolerancesSchema, load_default=dict)


class AttendanceSettingsQuerySchema(ma.Schema):
    site_id = Id(metadata={"description": "Without it: what holds where a site says nothing itself."})


class AttendanceSettingsSchema(ma.Schema):
    """What holds. `own` is false where it is the organisation's word or the product's."""

    site_id = Id(required=True, allow_none=True)
    own = flag(required=True)
    geofence = ma.fields.String(required=True, validate=validate.OneOf(GEOFENCES))
    radius_m = ma.fields.Integer(required=True)
    photo = flag(required=True)
    methods = ma.fields.List(ma.fields.String(validate=validate.OneOf(METHODS)), required=True)
    tolerances = ma.fields.Nested(TolerancesSchema, required=True)
    changed_by = Id(required=True, allow_none=True)
    changed_at = Instant(required=True, allow_none=True)
