import marshmallow as ma

from guard_api.errors import LANGUAGES
from guard_api.fields import Id, Instant, Place, ShortText, Table, Text, flag
from guard_api.tenants import rules


def _days(text: str, least: int = 1) -> ma.fields.Integer:
    days = ma.validate.Range(least, 3650)
    return ma.fields.Integer(strict=True, validate=days, metadata={"description": text})


class SettingsSchema(ma.Schema):
    """What the organisation chose; what is left out keeps its default."""

    keep_positions_days = _days("Positions walked, then deleted.")
    keep_photos_days = _days("Photos of verified findings, then deleted.")
    keep_scans_days = _days(
        "Rounds with their scans, then deleted unless an exception or a finding of them is open.",
        least=rules.SHORTEST_MEMORY_DAYS,
    )
    patrol_too_short_share = ma.fields.Float(validate=ma.validate.Range(0, 1))
    patrol_too_long_share = ma.fields.Float(validate=ma.validate.Range(0, 10))
    patrol_closing_grace_minutes = ma.fields.Float(validate=ma.validate.Range(0, 1440))
    patrol_longest_pause_minutes = ma.fields.Float(validate=ma.validate.Range(0, 1440))


def _check(test, code: str):
    def check(value: str) -> None:
        if value and not test(value):
            raise ma.ValidationError(code)

    return check


class OrganisationSchema(ma.Schema):
    id = Id(required=True, dump_only=True)
    name = ShortText(required=True)
    language = ma.fields.String(required=True, validate=ma.validate.OneOf(LANGUAGES))
    public_address = ma.fields.String(
        required=True,
        allow_none=True,
        validate=[
            ma.validate.Length(max=200),
            _check(rules.is_origin, "An address like https://patrol.example, without a path."),
        ],
        metadata={"description": "What printed labels link to, such as https://patrol.example."},
    )
    tile_url = ma.fields.String(
        required=True,
        allow_none=True,
        validate=[
            ma.validate.Length(max=500),
            _check(rules.is_tile_address, "An address like https://tiles.example/{z}/{x}/{y}.png."),
        ],
        metadata={"description": "Map tiles: an address with {z}, {x} and {y}."},
    )
    tile_attribution = Text(required=True, allow_none=True, validate=ma.validate.Length(max=300))
    settings = ma.fields.Nested(SettingsSchema, required=True)


class OrganisationChangeSchema(OrganisationSchema):
    """What is left out stays."""


class SiteSchema(ma.Schema):
    id = Id(required=True)
    name = ma.fields.String(required=True)
    address = ma.fields.String(required=True)
    time_zone = ma.fields.String(required=True)
    lat = ma.fields.Float(required=True, allow_none=True)
    lon = ma.fields.Float(required=True, allow_none=True)
    archived_at = Instant(required=True, allow_none=True)
    created_at = Instant(required=True)


class SiteInSchema(Place):
    name = ShortText(required=True)
    address = Text(load_default="", validate=ma.validate.Length(max=300))
    time_zone = ma.fields.String(
        load_default="Asia/Shanghai",
        validate=_check(rules.known_zone, "A zone such as Asia/Shanghai."),
        metadata={"description": "IANA name, such as Asia/Shanghai."},
    )


class SiteChangeSchema(SiteInSchema):
    archived = flag(metadata={"description": "Archived sites are kept with their history but not worked."})


class SiteQuerySchema(Table):
    archived = flag(load_default=False)
