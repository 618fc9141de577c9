from flask_smorest import Blueprint

from guard_api.fields import items_of
from guard_api.permissions import permit
from guard_api.tables import EXPORTED
from people.shapes import IdNameSchema
from schedules.offers import candidates, exports, queries, service
from schedules.offers.schemas import (
    GiveAwaySchema,
    MyOfferSchema,
    OfferClaimSchema,
    OfferDecisionSchema,
    OfferInSchema,
    OfferSchema,
    OffersQuerySchema,
    SwapSchema,
)
from schedules.rosters.lists import table
from schedules.rosters.reach import DESK, READERS
from schedules.rosters.schemas import CONFLICT

blueprint = Blueprint(
    "offers", __name__, url_prefix="/api/v1", description="Open shifts, shifts given away, swaps."
)
LAW = "Rules that may not be broken stand in the way: `violations` lists them."


@blueprint.route("/offers")
@permit(*READERS)
@blueprint.arguments(OffersQuerySchema, location="query")
@blueprint.response(200, items_of(OfferSchema))
@blueprint.doc(**EXPORTED)
def offers(actor, filters):
    """Offers at the sites that one reaches, the newest first, with who would take them."""
    return table(actor, "offers", exports.columns(actor.language), queries.offers, **filters)


@blueprint.route("/shifts/<uuid:shift_id>/offer", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(OfferInSchema)
@blueprint.response(201, OfferSchema)
@blueprint.alt_response(409, description="Filled, begun, offered already, or its roster is a draft.")
def offer_shift(actor, facts, shift_id):
    """Offer a vacant shift; everybody who may stand there is told."""
    return queries.offer(actor, service.offer_open(actor, shift_id=shift_id, **facts).id)


@blueprint.route("/offers/<uuid:offer_id>/approve", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(OfferDecisionSchema)
@blueprint.response(200, OfferSchema)
@blueprint.alt_response(409, description=f"Over, nobody has said yes, or an own swap. {LAW}", **CONFLICT)
def approve_offer(actor, decision, offer_id):
    """Yes: the shift changes hands. Of an open one, choose who has it."""
    return queries.offer(actor, service.approve(actor, offer_id=offer_id, **decision).id)


@blueprint.route("/offers/<uuid:offer_id>/refuse", methods=["POST"])
@permit(*DESK)
@blueprint.arguments(OfferDecisionSchema)
@blueprint.response(200, OfferSchema)
@blueprint.alt_response(409, description="It is over.")
def refuse_offer(actor, decision, offer_id):
    """No: to the whole, or to one who would take an open shift."""
    return queries.offer(actor, service.refuse(actor, offer_id=offer_id, **decision).id)


@blueprint.route("/offers/<uuid:offer_id>/withdraw", methods=["POST"])
@permit(*DESK)
@blueprint.response(200, OfferSchema)
@blueprint.alt_response(409, description="It is over.")
def withdraw_offer(actor, offer_id):
    """Take it back."""
    return queries.offer(actor, service.withdraw_at_desk(actor, offer_id=offer_id).id)


@blueprint.route("/my/offers")
@permit(*service.GUARDS)
@blueprint.response(200, items_of(MyOfferSchema))
def my_offers(actor):
    """What one may take, was asked for, has offered or has claimed; the next shift first."""
    return {"items": queries.my_offers(actor)}


@blueprint.route("/my/offers/<uuid:offer_id>/claim", methods=["POST"])
@permit(*service.GUARDS)
@blueprint.arguments(OfferClaimSchema)
@blueprint.response(200, MyOfferSchema)
@blueprint.alt_response(409, description=f"Somebody was quicker. {LAW}", **CONFLICT)
def claim_offer(actor, facts, offer_id):
    """I take it. First come, first served; or it waits for the supervisor."""
    return queries.my_offer(actor, service.claim(actor, offer_id=offer_id, **facts).id)


@blueprint.route("/my/offers/<uuid:offer_id>/unclaim", methods=["POST"])
@permit(*service.GUARDS)
@blueprint.response(200, MyOfferSchema)
@blueprint.alt_response(409, description="Decided already, or never claimed.")
def unclaim_offer(actor, offer_id):
    """I would rather not."""
    return queries.my_offer(actor, service.unclaim(actor, offer_id=offer_id).id)


@blueprint.route("/my/offers/<uuid:offer_id>/decline", methods=["POST"])
@permit(*service.GUARDS)
@blueprint.response(200, MyOfferSchema)
@blueprint.alt_response(409, description="It is over.")
def decline_offer(actor, offer_id):
    """No, to a colleague who asked me."""
    return queries.my_offer(actor, service.decline(actor, offer_id=offer_id).id)


@blueprint.route("/my/offers/<uuid:offer_id>/withdraw", methods=["POST"])
@permit(*service.GUARDS)
@blueprint.response(200, MyOfferSchema)
@blueprint.alt_response(409, description="It is over.")
def withdraw_my_offer(actor, offer_id):
    """Keep my shift after all."""
    return queries.my_offer(actor, service.withdraw(actor, offer_id=offer_id).id)


@blueprint.route("/my/shifts/<uuid:shift_id>/give-away", methods=["POST"])
@permit(*service.GUARDS)
@blueprint.arguments(GiveAwaySchema)
@blueprint.response(201, MyOfferSchema)
@blueprint.alt_response(409, description="Begun, or offered already.")
def give_away(actor, facts, shift_id):
    """Offer one's own shift, to a colleague or to whoever is qualified. A supervisor approves."""
    return queries.my_offer(actor, service.give_away(actor, shift_id=shift_id, **facts).id)


@blueprint.route("/my/shifts/<uuid:shift_id>/swap", methods=["POST"])
@permit(*service.GUARDS)
@blueprint.arguments(SwapSchema)
@blueprint.response(201, MyOfferSchema)
@blueprint.alt_response(409, description="Begun, or offered already.")
def swap(actor, facts, shift_id):
    """Ask a colleague to swap: for a shift that is named, or one that the colleague chooses."""
    return queries.my_offer(actor, service.swap(actor, shift_id=shift_id, **facts).id)


@blueprint.route("/my/shifts/<uuid:shift_id>/colleagues")
@permit(*service.GUARDS)
@blueprint.response(200, items_of(IdNameSchema))
def colleagues(actor, shift_id):
    """Who of the site could take one's own shift, by name."""
    return {"items": candidates.colleagues(actor, shift_id)}
