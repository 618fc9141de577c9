import hashlib
import hmac
import secrets
from typing import Any

from sqlalchemy import delete, select

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id, write_transaction
from guard_api.errors import NotFound, Problem
from guard_api.fields import UUID_TEXT
from guard_api.identity.actor import ADMINISTRATOR, SUPERVISOR, Actor
from guard_api.identity.models import Person, Phone, PhoneEnrolment, Session
from guard_api.identity.passwords import secret_matches
from guard_api.identity.phones import queries, rules
from guard_api.identity.service import end_sessions
from guard_api.records import note_change
from guard_api.tenants.models import Site


def offer_enrolment(*, actor: Actor, site_id: str, name: str) -> dict[str, Any]:
    """A one-time code that makes a phone the site's."""
    site = db.session.get(Site, (actor.organisation_id, site_id))
    if site is None or site.archived_at:
        raise NotFound()
    actor.reach(site_id, SUPERVISOR, ADMINISTRATOR)
    code, expires_at = rules.new_code(), now() + rules.CODE_LASTS
    offer = PhoneEnrolment(
        organisation_id=actor.organisation_id,
        site_id=site_id,
        name=name,
        code_digest=digest(code),
        created_by=actor.person_id,
        expires_at=expires_at,
    )
    db.session.add(offer)
    db.session.flush()
    note_change(actor, "phone.offered", "site", site_id, name=name)
    return {"code": rules.shown(code), "expires_at": expires_at}


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def enrol(*, code: str) -> dict[str, str]:
    """The phone's own token, for a code that was not used yet."""
    offer = db.session.scalar(
        select(PhoneEnrolment)
        .where(PhoneEnrolment.code_digest == digest(rules.typed(code)), PhoneEnrolment.used_at.is_(None))
        .where(PhoneEnrolment.expires_at > now())
        .with_for_update()
    )
    if offer is None:
        raise Problem("identity.code_unknown", 404)
    offer.used_at = now()
    secret = secrets.token_urlsafe(32)
    phone = Phone(
        organisation_id=offer.organisation_id,
        id=new_id(),
        site_id=offer.site_id,
        name=offer.name,
        token_digest=digest(secret),
        enrolled_by=offer.created_by,
    )
    db.session.add(phone)
    db.session.flush()
    return {"phone_id": phone.id, "phone_token": f"{phone.organisation_id}.{phone.id}.{secret}"}


def phone_with(token: str) -> Phone:
    """The enrolled phone whose token this is."""
    organisation_id, _, rest = token.partition(".")
    phone_id, _, secret = rest.partition(".")
    readable = UUID_TEXT.fullmatch(organisation_id) and UUID_TEXT.fullmatch(phone_id)
    phone = db.session.get(Phone, (organisation_id, phone_id)) if readable else None
    if phone is None or phone.revoked_at or not hmac.compare_digest(phone.token_digest, digest(secret)):
        raise Problem("identity.phone_unknown", 401)
    return phone


def person_with_pin(*, phone: Phone, person_id: str, pin: str) -> Person:
    """The guard of the phone's site whose PIN this is. Slow on purpose; reads only."""
    person = queries.on_roster(phone, person_id)
    if not secret_matches(pin, person.pin_hash if person else None) or person is None:
        raise Problem("identity.wrong_pin", 401)
    return person


def revoke(*, actor: Actor, phone_id: str) -> None:
    """The phone is no longer the site's, and whoever is signed in on it is signed out."""
    phone = get_owned(Phone, actor.organisation_id, phone_id)
    actor.reach(phone.site_id, SUPERVISOR, ADMINISTRATOR)
    phone.revoked_at = phone.revoked_at or now()
    end_sessions(organisation_id=actor.organisation_id, condition=Session.phone_id == phone_id)
    note_change(actor, "phone.revoked", "phone", phone_id, name=phone.name)


def forget_old_offers() -> None:
    with write_transaction() as session:
        session.execute(delete(PhoneEnrolment).where(PhoneEnrolment.expires_at < now()))
