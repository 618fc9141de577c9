"""Out of the outbox: claim, write the letter, hand it over, note what came of it.

Nothing of the database is held while another host is spoken to. Each channel has a thread of its own, so
that a mail server that does not answer keeps nobody else waiting.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

import structlog
from flask import Flask, current_app
from sqlalchemy import select, update

from guard_api.clock import now
from guard_api.database import db, write_transaction
from guard_api.identity.models import Person, Session
from guard_api.notices.carriers.letter import Letter, failed
from guard_api.notices.carriers.lines import LINES
from guard_api.notices.channels import sealing
from guard_api.notices.channels.models import Channel
from guard_api.notices.deliveries import claiming
from guard_api.notices.deliveries.claiming import Due
from guard_api.notices.deliveries.models import Delivery
from guard_api.notices.deliveries.wording import absolute, letter_of
from guard_api.notices.models import Notice
from guard_api.notices.preferences.models import PushSubscription
from guard_api.notices.preferences.queries import Wish, alive, wishes_of
from guard_api.notices.preferences.service import opened
from guard_api.tenants.models import Organisation

log = structlog.get_logger()
WORKERS = 4
BATCH_LASTS_S = 60.0


def send_due() -> None:
    """Everything that is due, by all channels at once."""
    waiting = claiming.due_channels()
    db.session.rollback()
    if not waiting:
        return
    app = current_app._get_current_object()
    with ThreadPoolExecutor(WORKERS) as workers:
        for due in waiting:
            workers.submit(copy_context().run, _work, app, due)


def _work(app: Flask, due: Due) -> None:
    with app.app_context():
        try:
            send_batch(due)
        except Exception:
            log.exception("notices_not_sent", channel=due.channel_id)
        finally:
            db.session.remove()


def send_batch(due: Due) -> None:
    """One batch of one channel, most urgent first; what is not reached within a minute is put back."""
    deliveries = claiming.claim(due)
    if not deliveries:
        return
    batch = look_up(due, deliveries)
    db.session.rollback()
    if batch.settings is None:
        _drop_all(deliveries)
        return
    until = time.monotonic() + BATCH_LASTS_S
    with LINES[due.kind](batch.settings) as send:
        down = None
        for delivery in deliveries:
            if time.monotonic() > until:
                claiming.put_back(delivery)
            elif down is not None:
                claiming.settle(delivery, down)
            else:
                down = _deliver(batch, delivery, send)


def _drop_all(deliveries: list[Delivery]) -> None:
    for delivery in deliveries:
        claiming.drop(delivery, "notices.channel_off")


@dataclass
class Batch:
    """All that the letters of a batch need, read in a fixed number of queries."""

    settings: dict | None
    language: str
    organisation: Organisation
    people: dict[str, Person]
    wishes: dict[str, Wish]
    read: set[str]
    devices: dict[str, dict]
    base: str


def look_up(due: Due, deliveries: list[Delivery]) -> Batch:
    owner = due.organisation_id
    channel = db.session.get(Channel, (owner, due.channel_id))
    organisation = db.session.get(Organisation, owner)
    people = {id_ for one in deliveries for id_ in _about(one)}
    found = db.session.scalars(select(Person).where(Person.organisation_id == owner, Person.id.in_(people)))
    batch = Batch(
        settings=sealing.opened(channel) if channel and channel.enabled else None,
        language=channel.language if channel else organisation.language,
        organisation=organisation,
        people={person.id: person for person in found},
        wishes=wishes_of(owner, {one.person_id for one in deliveries if one.person_id}),
        read=_read(owner, deliveries),
        devices=_devices(owner, deliveries),
        base=organisation.public_address or current_app.extensions["anxun.settings"].public_url,
    )
    db.session.expunge_all()
    return batch


def _read(organisation_id: str, deliveries: list[Delivery]) -> set[str]:
    """Notices that were read in the app meanwhile."""
    return set(
        db.session.scalars(
            select(Notice.id).where(
                Notice.organisation_id == organisation_id,
                Notice.id.in_([one.notice_id for one in deliveries if one.notice_id]),
                Notice.read_at.is_not(None),
            )
        )
    )


def _devices(organisation_id: str, deliveries: list[Delivery]) -> dict[str, dict]:
    """Where the sign-in on the device still holds, and is still the same person's."""
    wanted = {one.subscription_id: one.person_id for one in deliveries if one.subscription_id}
    rows = db.session.scalars(
        select(PushSubscription)
        .join(Session, alive())
        .where(PushSubscription.organisation_id == organisation_id, PushSubscription.id.in_(wanted))
    )
    return {row.id: opened(row) for row in rows if wanted[row.id] == row.person_id}


def _deliver(batch: Batch, delivery: Delivery, send):
    """None, or what to say of all others because the line itself is down."""
    reason = _needless(batch, delivery)
    if reason:
        claiming.drop(delivery, reason)
        return None
    quiet_end = _quiet_end(batch, delivery)
    if quiet_end:
        claiming.hold(delivery, quiet_end, "notices.quiet_hours")
        return None
    outcome = _handed_over(batch, delivery, send)
    claiming.settle(delivery, outcome)
    if delivery.subscription_id and (outcome.sent or outcome.gone):
        _note_device(delivery, gone=outcome.gone)
    return outcome if outcome.line_down else None


def _handed_over(batch: Batch, delivery: Delivery, send):
    try:
        return send(_letter(batch, delivery))
    except Exception as error:  # one letter must not keep the others from leaving
        log.exception("notice_not_sent", delivery=delivery.id)
        return failed("notices.broken", type(error).__name__)


def _needless(batch: Batch, delivery: Delivery) -> str | None:
    if delivery.person_id is None:
        return None
    person = batch.people.get(delivery.person_id)
    if person is None or not person.active:
        return "notices.person_left"
    if delivery.notice_id in batch.read:
        return "notices.already_read"
    if delivery.channel_kind not in batch.wishes[person.id].channels:
        return "notices.not_wanted"
    if delivery.channel_kind == "mail" and not person.email:
        return "notices.no_address"
    if delivery.channel_kind == "push" and delivery.subscription_id not in batch.devices:
        return "notices.device_gone"
    return None


def _quiet_end(batch: Batch, delivery: Delivery):
    if delivery.urgent or delivery.person_id is None:
        return None
    return batch.wishes[delivery.person_id].quiet_until_at(now())


def _letter(batch: Batch, delivery: Delivery) -> Letter:
    person = batch.people.get(delivery.person_id) if delivery.person_id else None
    to = person and (batch.devices.get(delivery.subscription_id) or person.email)
    link = delivery.link if delivery.channel_kind == "push" else absolute(batch.base, delivery.link)
    return letter_of(
        delivery,
        to=to,
        name=person.name if person else None,
        language=person.language if person else batch.language,
        organisation=batch.organisation.name,
        link=link,
        people=[
            {"id": one.id, "name": one.name}
            for one in map(batch.people.get, _about(delivery))
            if one is not None
        ],
    )


def _about(delivery: Delivery) -> list[str]:
    return delivery.people or [delivery.person_id]


def _note_device(delivery: Delivery, *, gone: bool) -> None:
    with write_transaction() as session:
        own = (
            PushSubscription.organisation_id == delivery.organisation_id,
            PushSubscription.id == delivery.subscription_id,
        )
        if gone:
            session.query(PushSubscription).where(*own).delete(synchronize_session=False)
        else:
            session.execute(update(PushSubscription).where(*own).values(last_sent_at=now()))
