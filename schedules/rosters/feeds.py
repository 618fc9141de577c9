"""A person's shifts for a calendar program, under a link that only that person knows (RFC 5545)."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from icalendar import Calendar, Event
from sqlalchemy import select

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id
from guard_api.errors import NotFound
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.records import note_change
from guard_api.tenants.models import Organisation, Site
from schedules.posts.queries import posts_of, shift_types_of
from schedules.rosters.models import CalendarFeed, Roster, Shift
from schedules.rosters.queries import shifts_between

BACK, AHEAD = timedelta(days=31), timedelta(days=120)
CALLED = {"zh-CN": "安巡排班", "en": "Anxun shifts"}
UNCONFIRMED = {"zh-CN": "未确认", "en": "unconfirmed"}


def link_of(actor: Actor, default_address: str) -> dict[str, Any]:
    """The link, if there is one. It follows from the secret key and is stored nowhere."""
    feed = _feed(actor)
    if feed is None:
        return {"url": None, "created_at": None, "read_at": None}
    address = db.session.get(Organisation, actor.organisation_id).public_address or default_address
    return {
        "url": f"{address}/api/v1/calendars/{token_of(feed.id)}.ics",
        "created_at": feed.created_at,
        "read_at": feed.read_at,
    }


def renew(actor: Actor) -> CalendarFeed:
    """A link, or another one: the old is unknown from now on."""
    revoke(actor)
    id_ = new_id()
    feed = CalendarFeed(
        organisation_id=actor.organisation_id,
        id=id_,
        person_id=actor.person_id,
        token_digest=digest_of(token_of(id_)),
    )
    db.session.add(feed)
    db.session.flush()
    note_change(actor, "renew", "calendar_feed", feed.id)
    return feed


def revoke(actor: Actor) -> None:
    feed = _feed(actor)
    if feed is not None:
        db.session.delete(feed)
        db.session.flush()


def _feed(actor: Actor) -> CalendarFeed | None:
    return db.session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.organisation_id == actor.organisation_id,
            CalendarFeed.person_id == actor.person_id,
        )
    )


def token_of(feed_id: str) -> str:
    key = current_app.extensions["anxun.settings"].secret_key.encode()
    return hmac.new(key, f"calendar {feed_id}".encode(), hashlib.sha256).hexdigest()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def calendar(token: str) -> bytes:
    """The feed of whoever has this link; 404 for one that is unknown or revoked."""
    feed = db.session.scalar(
        select(CalendarFeed).where(CalendarFeed.token_digest == digest_of(token)).limit(1)
    )
    if feed is None:
        raise NotFound()
    person = get_owned(Person, feed.organisation_id, feed.person_id)
    if not person.active:
        raise NotFound()
    feed.read_at = now()
    shifts = shifts_between(feed.organisation_id, now() - BACK, now() + AHEAD, person_ids=[feed.person_id])
    return written(person, shifts)


def written(person: Person, shifts: list[Shift]) -> bytes:
    """With the rules of each time zone inside: a night in which the clocks change is right anywhere."""
    calendar = Calendar()
    calendar.add("prodid", "-//Anxun//Shifts//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _in(CALLED, person.language))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in _events(person, shifts):
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _events(person: Person, shifts: list[Shift]) -> list[Event]:
    organisation_id = person.organisation_id
    posts = {post.id: post.name for post in posts_of(organisation_id, archived=True)}
    kinds = shift_types_of(organisation_id)
    sites = {
        site.id: site
        for site in db.session.scalars(select(Site).where(Site.organisation_id == organisation_id))
    }
    told = _published_at(organisation_id, {shift.roster_id for shift in shifts})
    return [
        _event(shift, person, posts[shift.post_id], kinds[shift.shift_type_id], sites[shift.site_id], told)
        for shift in shifts
    ]


def _published_at(organisation_id: str, roster_ids: set[str]) -> dict[str, Any]:
    rows = db.session.execute(
        select(Roster.id, Roster.published_at).where(
            Roster.organisation_id == organisation_id, Roster.id.in_(roster_ids)
        )
    )
    return dict(tuple(row) for row in rows)


def _event(shift: Shift, person: Person, post: str, kind, site: Site, told: dict[str, Any]) -> Event:
    event, zone = Event(), ZoneInfo(site.time_zone)
    name = kind.name_zh if person.language == "zh-CN" else kind.name_en
    event.add("uid", f"{shift.id}@anxun")
    event.add("dtstamp", told[shift.roster_id])
    event.add("dtstart", shift.start_at.astimezone(zone))
    event.add("dtend", shift.end_at.astimezone(zone))
    event.add("sequence", shift.changed_in)
    event.add("summary", f"{post} · {name}")
    event.add("location", site.name if not site.address else f"{site.name}, {site.address}")
    event.add("status", "CONFIRMED" if shift.confirmed_at else "TENTATIVE")
    event.add("transp", "OPAQUE")
    if shift.confirmed_at is None:
        event.add("description", _in(UNCONFIRMED, person.language))
    if site.lat is not None:
        event.add("geo", (site.lat, site.lon))
    return event


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language, texts["en"])
