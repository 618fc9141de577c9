"""Trying a channel now, from the desk. Writes nothing and holds nothing of the database meanwhile."""

import time
from dataclasses import replace
from typing import Any

from flask import current_app
from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import Problem, sentence
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person, Session
from guard_api.notices.carriers.letter import Letter, Outcome
from guard_api.notices.carriers.lines import LINES
from guard_api.notices.channels import sealing, ways
from guard_api.notices.channels.models import Channel
from guard_api.notices.deliveries.wording import absolute
from guard_api.notices.preferences.models import PushSubscription
from guard_api.notices.preferences.queries import alive
from guard_api.notices.preferences.service import opened
from guard_api.tenants.models import Organisation

TEXT = {
    "en": "This is a test. Notices of Anxun will reach you here.",
    "zh-CN": "这是一条测试消息，安巡的通知将通过此渠道送达。",
}


def try_channel(actor: Actor, channel_id: str, *, to: str | None = None) -> dict[str, Any]:
    """Send a test by it, and answer what the other side said."""
    channel = get_owned(Channel, actor.organisation_id, channel_id)
    letter, settings = _letter(actor, channel), sealing.opened(channel)
    letters = [replace(letter, to=one) for one in _targets(actor, channel, to)]
    kind = channel.kind
    db.session.rollback()
    started = time.monotonic()
    with LINES[kind](settings) as send:
        outcomes = [send(one) for one in letters]
    best = next((one for one in outcomes if one.sent), outcomes[0])
    return _shown(best, actor.language, time.monotonic() - started)


def _shown(outcome: Outcome, language: str, seconds: float) -> dict[str, Any]:
    return {
        "sent": outcome.sent,
        "code": outcome.error,
        "detail": sentence(outcome.error, language) if outcome.error else None,
        "answer": outcome.answer,
        "milliseconds": round(seconds * 1000),
    }


def _letter(actor: Actor, channel: Channel) -> Letter:
    organisation = db.session.get(Organisation, actor.organisation_id)
    person = get_owned(Person, actor.organisation_id, actor.person_id)
    personal = channel.kind in ways.PERSONAL
    language = actor.language if personal else channel.language
    base = organisation.public_address or current_app.extensions["anxun.settings"].public_url
    return Letter(
        id=new_id(),
        to=None,
        organisation=organisation.name,
        language=language,
        text=TEXT[language],
        kind="notices.test",
        params={},
        link="/desk/notices" if channel.kind == ways.PUSH else absolute(base, "/desk/notices"),
        urgent=False,
        at=now(),
        name=person.name if personal else None,
    )


def _targets(actor: Actor, channel: Channel, to: str | None) -> list[Any]:
    if channel.kind == ways.MAIL:
        address = to or get_owned(Person, actor.organisation_id, actor.person_id).email
        if address is None:
            raise Problem("notices.test_needs_address", 422, paths=["/to"])
        return [address]
    if channel.kind != ways.PUSH:
        return [None]
    devices = db.session.scalars(
        select(PushSubscription)
        .join(Session, alive())
        .where(
            PushSubscription.organisation_id == actor.organisation_id,
            PushSubscription.person_id == actor.person_id,
        )
    ).all()
    if not devices:
        raise Problem("notices.test_needs_device", 409)
    return [opened(device) for device in devices]
