import marshmallow as ma
from marshmallow import validate

from guard_api.fields import Id, Instant, Page, ShortText, Table, Text, flag
from people.shapes import Code, Day, Words
from schedules.posts.public_days import KINDS as DAY_KINDS
from schedules.posts.rules import KINDS, WALKING, fits_in_shift

LANGUAGE_TAG = validate.Regexp(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", error="A language tag such as zh or en.")
SHIFT_CODE = validate.Regexp(r"^[\w-]{1,12}\Z", error="A code: letters, digits, - and _.")


class TimeOfDay(ma.fields.Time):
    """By the clock on the wall, as 22:00."""

    def __init__(self, **options):
        super().__init__(format="%H:%M", **options)


def whole(least: int, most: int, **options) -> ma.fields.Integer:
    return ma.fields.Integer(strict=True, validate=validate.Range(least, most), **options)


def languages(**options) -> ma.fields.List:
    return ma.fields.List(
        ma.fields.String(validate=LANGUAGE_TAG), validate=validate.Length(max=10), **options
    )


class BothSchema(ma.Schema):
    """A text in both languages."""

    zh = ma.fields.String(required=True)
    en = ma.fields.String(required=True)


# --- posts ------------------------------------------------------------------------------------


class PostChangeSchema(ma.Schema):
    name = ShortText()
    kind = Code(KINDS)
    priority = whole(1, 5, metadata={"description": "1 is filled first."})
    min_grade_id = Id(allow_none=True)
    certificate_type_ids = ma.fields.List(Id(), validate=validate.Length(max=20))
    languages = languages()
    walking = Code(WALKING)
    least_together = whole(1, 20, metadata={"description": "Two in a fire-control room."})
    break_relief = flag(metadata={"description": "Somebody must stand in during breaks."})
    note = Words()


class PostInSchema(PostChangeSchema):
    site_id = Id(required=True)
    name = ShortText(required=True)
    kind = Code(KINDS, required=True)


class PostSchema(ma.Schema):
    """`week_shifts` and `week_minutes` are what its template asks of an ordinary week today."""

    id = Id(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    kind = Code(KINDS, required=True)
    priority = ma.fields.Integer(required=True)
    min_grade_id = Id(required=True, allow_none=True)
    certificate_type_ids = ma.fields.List(Id(), required=True)
    languages = ma.fields.List(ma.fields.String(), required=True)
    walking = Code(WALKING, required=True)
    least_together = ma.fields.Integer(required=True)
    break_relief = ma.fields.Boolean(required=True)
    note = ma.fields.String(required=True)
    archived_at = Instant(required=True, allow_none=True)
    week_shifts = ma.fields.Integer(required=True)
    week_minutes = ma.fields.Integer(required=True)


class PostsQuerySchema(Table):
    site_id = Id()
    kind = Code(KINDS)
    archived = flag(load_default=False)


# --- kinds of shift ---------------------------------------------------------------------------


class ShiftBreakSchema(ma.Schema):
    after_minutes = whole(0, 1440, required=True)
    minutes = whole(5, 480, required=True)
    paid = flag(load_default=True)


class ShiftTypeChangeSchema(ma.Schema):
    code = ma.fields.String(validate=SHIFT_CODE)
    name_zh = ShortText()
    name_en = ShortText()
    starts_at = TimeOfDay()
    minutes = whole(30, 1440)
    breaks = ma.fields.List(ma.fields.Nested(ShiftBreakSchema), validate=validate.Length(max=6))
    archived = flag()

    @ma.validates_schema
    def breaks_lie_inside(self, data, **_):
        if "minutes" in data and not fits_in_shift(data.get("breaks", ()), data["minutes"]):
            raise ma.ValidationError("The breaks must lie inside the shift, one after the other.", "breaks")


class ShiftTypeInSchema(ShiftTypeChangeSchema):
    class Meta:
        exclude = ("archived",)

    code = ma.fields.String(required=True, validate=SHIFT_CODE)
    name_zh = ShortText(required=True)
    name_en = ShortText(required=True)
    starts_at = TimeOfDay(required=True)
    minutes = whole(30, 1440, required=True)


class ShownBreakSchema(ma.Schema):
    after_minutes = ma.fields.Integer(required=True)
    minutes = ma.fields.Integer(required=True)
    paid = ma.fields.Boolean(required=True)


class ShiftTypeSchema(ma.Schema):
    id = Id(required=True)
    code = ma.fields.String(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    starts_at = TimeOfDay(required=True)
    minutes = ma.fields.Integer(required=True)
    breaks = ma.fields.List(ma.fields.Nested(ShownBreakSchema), required=True)
    archived_at = Instant(required=True, allow_none=True)


class ShiftTypesQuerySchema(Page):
    archived = flag(load_default=False)


# --- patterns ---------------------------------------------------------------------------------


class ShiftPatternWarningSchema(ma.Schema):
    """What a law pack finds when somebody works by the pattern week after week: the worst of each rule."""

    pack = ma.fields.String(required=True)
    rule_id = ma.fields.String(required=True)
    level = ma.fields.String(required=True)
    article = ma.fields.Nested(BothSchema, required=True)
    found = ma.fields.Integer(required=True)
    allowed = ma.fields.Integer(required=True)
    unit = ma.fields.String(required=True)
    sentence = ma.fields.Nested(BothSchema, required=True)


class ShiftShapeSchema(ma.Schema):
    code = ma.fields.String(required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    starts_at = TimeOfDay(required=True)
    minutes = ma.fields.Integer(required=True)
    breaks = ma.fields.List(ma.fields.Nested(ShownBreakSchema), required=True)


class ShiftPatternSchema(ma.Schema):
    """`cycle` is what one person works day by day, an empty text being a day off."""

    id = ma.fields.String(required=True)
    name = ma.fields.Nested(BothSchema, required=True)
    note = ma.fields.Nested(BothSchema, required=True)
    shifts = ma.fields.List(ma.fields.Nested(ShiftShapeSchema), required=True)
    cycle = ma.fields.List(ma.fields.String(), required=True)
    weekdays = ma.fields.List(ma.fields.Integer(), required=True)
    together = ma.fields.Integer(required=True)
    week_minutes = ma.fields.Integer(required=True, metadata={"description": "Of one person, on average."})
    people = ma.fields.Integer(
        required=True, metadata={"description": "How many it takes to fill one place (or pair) all week."}
    )
    warnings = ma.fields.List(ma.fields.Nested(ShiftPatternWarningSchema), required=True)


class ShiftPatternsSchema(ma.Schema):
    items = ma.fields.List(ma.fields.Nested(ShiftPatternSchema), required=True)


class PatternInSchema(ma.Schema):
    pattern = ma.fields.String(required=True)
    need = whole(
        1,
        50,
        metadata={"description": "At once; if left out as many as the pattern or the post has together."},
    )
    from_on = Day(required=True)


# --- demand -----------------------------------------------------------------------------------


class DemandLineInSchema(ma.Schema):
    weekday = whole(0, 7, required=True, metadata={"description": "0 is Monday; 7 any public holiday."})
    shift_type_id = Id(required=True)
    need = whole(0, 50, required=True, metadata={"description": "0 closes the post in that shift."})


class DemandInSchema(ma.Schema):
    """The whole weekly template from a day on; what was planned from then on ends."""

    from_on = Day(required=True)
    lines = ma.fields.List(
        ma.fields.Nested(DemandLineInSchema), required=True, validate=validate.Length(max=200)
    )

    @ma.validates_schema
    def lines_differ(self, data, **_):
        keys = [(line["weekday"], line["shift_type_id"]) for line in data.get("lines", ())]
        if len(keys) != len(set(keys)):
            raise ma.ValidationError("A line stands here twice.", "lines")


class DemandLineSchema(ma.Schema):
    weekday = ma.fields.Integer(required=True)
    shift_type_id = Id(required=True)
    need = ma.fields.Integer(required=True)
    from_on = ma.fields.Date(required=True)
    until_on = ma.fields.Date(required=True, allow_none=True)


class DemandExceptionSchema(ma.Schema):
    id = Id(required=True)
    on = ma.fields.Date(required=True)
    shift_type_id = Id(required=True)
    need = ma.fields.Integer(required=True)
    reason = ma.fields.String(required=True)


class DemandExceptionInSchema(ma.Schema):
    """On a date, or on each of several in a row, another number than the template has."""

    on = Day(required=True)
    until_on = Day()
    shift_type_id = Id(required=True)
    need = whole(0, 50, required=True)
    reason = Text(load_default="", validate=validate.Length(max=300))


class PostDemandSchema(ma.Schema):
    post_id = Id(required=True)
    on = ma.fields.Date(required=True)
    lines = ma.fields.List(ma.fields.Nested(DemandLineSchema), required=True)
    later = ma.fields.List(
        ma.fields.Nested(DemandLineSchema), required=True, metadata={"description": "What begins after that."}
    )
    exceptions = ma.fields.List(ma.fields.Nested(DemandExceptionSchema), required=True)


class PostDemandQuerySchema(ma.Schema):
    on = Day(metadata={"description": "Today where it is left out."})


class RangeSchema(ma.Schema):
    from_on = Day(required=True)
    until_on = Day(required=True)


class DemandQuerySchema(RangeSchema):
    site_id = Id()
    format = ma.fields.String(load_default="json", validate=validate.OneOf(("json", "csv", "xlsx")))


class PostNeedSchema(ma.Schema):
    on = ma.fields.Date(required=True)
    site_id = Id(required=True)
    site_name = ma.fields.String(required=True)
    post_id = Id(required=True)
    post_name = ma.fields.String(required=True)
    priority = ma.fields.Integer(required=True)
    shift_type_id = Id(required=True)
    shift_code = ma.fields.String(required=True)
    starts_at = TimeOfDay(required=True)
    minutes = ma.fields.Integer(required=True)
    need = ma.fields.Integer(required=True)


# --- the calendar -----------------------------------------------------------------------------


class RegionSchema(ma.Schema):
    country = ma.fields.String(required=True, metadata={"description": "ISO 3166-1, such as CN."})
    subdivision = ma.fields.String(required=True, allow_none=True)
    chosen = ma.fields.Boolean(
        required=True, metadata={"description": "False: it follows from the sites' time zone."}
    )


class RegionInSchema(ma.Schema):
    country = ma.fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{2}\Z"))
    subdivision = ma.fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 20))


class KnownRegionSchema(ma.Schema):
    country = ma.fields.String(required=True)
    subdivisions = ma.fields.List(ma.fields.String(), required=True)


class KnownRegionsSchema(ma.Schema):
    items = ma.fields.List(ma.fields.Nested(KnownRegionSchema), required=True)


class CalendarYearSchema(ma.Schema):
    year = ma.fields.Integer(required=True)
    source = ma.fields.String(required=True)
    announced = ma.fields.Boolean(
        required=True,
        metadata={"description": "False: days off in lieu and make-up days of the year are not known yet."},
    )


class CalendarDaySchema(ma.Schema):
    on = ma.fields.Date(required=True)
    kind = Code(DAY_KINDS, required=True)
    name_zh = ma.fields.String(required=True)
    name_en = ma.fields.String(required=True)
    own = ma.fields.Boolean(required=True, metadata={"description": "Entered by the organisation."})


class CalendarSchema(ma.Schema):
    """Only days that are not what their weekday says."""

    region = ma.fields.Nested(RegionSchema, required=True)
    years = ma.fields.List(ma.fields.Nested(CalendarYearSchema), required=True)
    days = ma.fields.List(ma.fields.Nested(CalendarDaySchema), required=True)


class CalendarDayInSchema(ma.Schema):
    kind = Code(DAY_KINDS, required=True)
    name_zh = Text(load_default="", validate=validate.Length(max=60))
    name_en = Text(load_default="", validate=validate.Length(max=60))
