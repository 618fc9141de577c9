import marshmallow as ma

from guard_api.fields import Id, Instant, Table
from people.shapes import Code, IdNameSchema, Words
from schedules.offers.rules import CLAIMS, KINDS, MODES, STATES
from schedules.rosters.schemas import ListedShiftSchema, day


def someone(**options) -> ma.fields.Nested:
    return ma.fields.Nested(IdNameSchema, required=True, allow_none=True, **options)


class OfferInSchema(ma.Schema):
    """`first_come`: whoever is first and fits has it. `manager`: those who would take it wait."""

    mode = Code(MODES, required=True)
    closes_at = Instant(metadata={"description": "At the latest when the shift starts."})
    note = Words(500, load_default="")


class OffersQuerySchema(Table):
    site_id = Id()
    kind = Code(KINDS)
    state = Code(STATES)
    from_on = day()
    until_on = day()


class ClaimSchema(ma.Schema):
    person = someone()
    at = Instant(required=True)
    state = Code(CLAIMS, required=True)


class OfferSharedSchema(ma.Schema):
    """`awaiting`: a colleague said yes, and a supervisor is to approve. `taken`: first come, at once."""

    id = Id(required=True)
    kind = Code(KINDS, required=True)
    mode = Code(MODES, required=True)
    state = Code(STATES, required=True)
    reason = ma.fields.String(required=True)
    shift = ma.fields.Nested(ListedShiftSchema, required=True)
    return_shift = ma.fields.Nested(ListedShiftSchema, required=True, allow_none=True)
    offered_by = someone()
    to_person = someone()
    taken_by = someone()
    created_at = Instant(required=True)
    closes_at = Instant(required=True)
    decided_at = Instant(required=True, allow_none=True)
    decided_by = someone()
    note = ma.fields.String(required=True)


class OfferSchema(OfferSharedSchema):
    claims = ma.fields.List(ma.fields.Nested(ClaimSchema), required=True)


class MyOfferSchema(OfferSharedSchema):
    """`mine`: I made it. `my_claim`: what became of my asking for it; null where I have not."""

    mine = ma.fields.Boolean(required=True)
    my_claim = Code(CLAIMS, required=True, allow_none=True)


class OfferDecisionSchema(ma.Schema):
    """`person_id` chooses one of those who would take an open shift."""

    person_id = Id()
    note = Words(500, load_default="")


class OfferClaimSchema(ma.Schema):
    return_shift_id = Id(metadata={"description": "Of a swap in which I choose what I give in return."})


class GiveAwaySchema(ma.Schema):
    to_person_id = Id(metadata={"description": "Left out: to whoever is qualified."})
    reason = Words(500, load_default="")


class SwapSchema(ma.Schema):
    return_shift_id = Id()
    to_person_id = Id(metadata={"description": "Who chooses which shift is given in return."})
    reason = Words(500, load_default="")

    @ma.validates_schema
    def with_whom(self, data, **_):
        if "return_shift_id" not in data and "to_person_id" not in data:
            raise ma.ValidationError("Missing data for required field.", "return_shift_id")


class ColleagueSchema(ma.Schema):
    """Somebody of my site who could take this shift, and the shifts that person could give in return."""

    id = Id(required=True)
    name = ma.fields.String(required=True)
