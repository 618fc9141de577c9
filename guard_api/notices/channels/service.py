"""Setting up the ways by which notices leave."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select, update

from guard_api.database import db, get_owned
from guard_api.errors import Problem
from guard_api.identity.actor import Actor
from guard_api.notices import wording
from guard_api.notices.carriers import network, push
from guard_api.notices.channels import queries, sealing, ways
from guard_api.notices.channels.models import Channel
from guard_api.notices.deliveries.models import UNDER_WAY, Delivery
from guard_api.records import note_change
from guard_api.tenants.models import Organisation, Site

PORTS = {"https": 443, "http": 80}


def add_channel(actor: Actor, *, kind: str, settings: dict[str, Any], **facts: Any) -> Channel:
    """Ready to send at once, unless it is added switched off."""
    settings = ways.merged(kind, {}, settings)
    _check_settings(kind, settings)
    if kind == ways.PUSH:
        _refuse_second_push(actor)
        settings |= push.new_keys()
    language = facts.pop("language", None) or _own_language(actor)
    channel = Channel(
        organisation_id=actor.organisation_id, kind=kind, language=language, created_by=actor.person_id
    )
    _describe(actor, channel, facts)
    sealing.seal(channel, settings)
    db.session.add(channel)
    db.session.flush()
    note_change(actor, "notice_channel.added", "notice_channel", channel.id, kind=kind, name=channel.name)
    return channel


def change_channel(actor: Actor, channel_id: str, *, settings: dict[str, Any] | None = None, **facts: Any):
    channel = get_owned(Channel, actor.organisation_id, channel_id)
    if settings is not None:
        whole = ways.merged(channel.kind, sealing.opened(channel), settings)
        _check_settings(channel.kind, whole)
        sealing.seal(channel, whole)
    _describe(actor, channel, facts)
    db.session.flush()
    note_change(
        actor,
        "notice_channel.changed",
        "notice_channel",
        channel.id,
        changed=sorted([*facts, *(settings or {})]),
    )
    return channel


def delete_channel(actor: Actor, channel_id: str) -> None:
    """What was sent stays on record; what was still to go by it does not go."""
    channel = get_owned(Channel, actor.organisation_id, channel_id)
    own = (Delivery.organisation_id == actor.organisation_id, Delivery.channel_id == channel_id)
    without = {"synchronize_session": False}
    dropped = update(Delivery).where(*own, UNDER_WAY)
    db.session.execute(
        dropped.values(state="dropped", last_error="notices.channel_deleted", claim=None),
        execution_options=without,
    )
    db.session.execute(update(Delivery).where(*own).values(channel_id=None), execution_options=without)
    note_change(
        actor, "notice_channel.deleted", "notice_channel", channel.id, kind=channel.kind, name=channel.name
    )
    db.session.delete(channel)


def _describe(actor: Actor, channel: Channel, facts: dict[str, Any]) -> None:
    if "name" in facts:
        _refuse_taken_name(actor, channel, facts["name"])
    _refuse_unknown_kinds(facts.get("kinds") or ())
    _refuse_unknown_sites(actor, facts.get("site_ids") or ())
    for name, value in facts.items():
        setattr(channel, name, value)


def _check_settings(kind: str, settings: dict[str, Any]) -> None:
    found = ways.faults(kind, settings)
    if found:
        field, code = found[0]
        raise Problem(code, 422, paths=[f"/settings/{field}"])
    _refuse_inside_the_house(settings)


def _refuse_inside_the_house(settings: dict[str, Any]) -> None:
    """A name that nobody knows yet may be saved; the test will say so."""
    field = "address" if "address" in settings else "host"
    if field not in settings:
        return
    host, port = settings[field], settings.get("port")
    if field == "address":
        parts = urlsplit(settings["address"])
        host, port = parts.hostname, parts.port or PORTS[parts.scheme]
        if not network.is_plausible(settings["address"]):
            raise Problem(network.Refused.code, 422, paths=["/settings/address"])
    try:
        network.open_address(host, port)
    except network.Refused:
        raise Problem(network.Refused.code, 422, paths=[f"/settings/{field}"]) from None
    except network.Unknown:
        return


def _own_language(actor: Actor) -> str:
    return db.session.get(Organisation, actor.organisation_id).language


def _refuse_second_push(actor: Actor) -> None:
    if queries.push_channel(actor.organisation_id):
        raise Problem("notices.push_exists", 409)


def _refuse_taken_name(actor: Actor, channel: Channel, name: str) -> None:
    taken = select(Channel.id).where(
        Channel.organisation_id == actor.organisation_id,
        Channel.name == name,
        Channel.id.is_distinct_from(channel.id),
    )
    with db.session.no_autoflush:
        if db.session.scalar(taken):
            raise Problem("notices.channel_name_taken", 409, paths=["/name"])


def _refuse_unknown_kinds(kinds: Iterable[str]) -> None:
    unknown = [kind for kind in kinds if not wording.is_known(kind)]
    if unknown:
        raise Problem("notices.kind_unknown", 422, paths=["/kinds"], kind=unknown[0])


def _refuse_unknown_sites(actor: Actor, site_ids: Iterable[str]) -> None:
    wanted = set(site_ids)
    own = select(func.count()).where(Site.organisation_id == actor.organisation_id, Site.id.in_(wanted))
    if wanted and db.session.scalar(own) != len(wanted):
        raise Problem("identity.site_unknown", 422, paths=["/site_ids"])
