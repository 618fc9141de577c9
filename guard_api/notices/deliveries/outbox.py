"""Into the outbox, in the transaction of the notice itself: a row for each person and way, or for a group."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from guard_api.clock import now
from guard_api.database import db, new_id
from guard_api.identity.models import Grant, Person, Session
from guard_api.notices import wording
from guard_api.notices.channels import queries as channels
from guard_api.notices.channels.models import Channel
from guard_api.notices.channels.ways import MAIL, PERSONAL, PUSH
from guard_api.notices.deliveries.models import Delivery
from guard_api.notices.kinds import for_a_group, goes_by
from guard_api.notices.preferences.models import PushSubscription
from guard_api.notices.preferences.queries import Wish, alive, wishes_of


@dataclass(frozen=True)
class News:
    """What was told, to whom: {person_id: notice_id}."""

    organisation_id: str
    told: dict[str, str]
    kind: str
    params: dict[str, Any]
    link: str | None
    site_id: str | None


def put_out(news: News) -> None:
    """For whoever it was news to, by every channel that carries it. Costs one query where there is none."""
    wanted = [channel for channel in channels.in_use(news.organisation_id) if _carries(channel, news.kind)]
    if not wanted or not news.told:
        return
    meant = _meant_at_sites(news, wanted)
    rows = [row for channel in wanted for row in _rows(channel, news, meant)]
    if rows:
        db.session.execute(insert(Delivery), rows)


def _carries(channel: Channel, kind: str) -> bool:
    return goes_by(kind, chosen=channel.kinds, personal=channel.kind in PERSONAL)


def _rows(channel: Channel, news: News, meant: "Meant") -> Iterable[dict[str, Any]]:
    people = meant.of(channel)
    if channel.kind == MAIL:
        addresses = meant.addresses()
        return [_row(channel, news, one, addresses[one]) for one in people if one in addresses]
    if channel.kind == PUSH:
        devices = meant.devices()
        return [
            _row(channel, news, one, device, subscription_id=id_)
            for one in people
            for id_, device in devices.get(one, ())
        ]
    return [_row(channel, news, None, channel.name, people=people)] if people else []


def _row(
    channel: Channel,
    news: News,
    person_id: str | None,
    target: str,
    *,
    subscription_id: str | None = None,
    people: list[str] | None = None,
) -> dict[str, Any]:
    return {
        "organisation_id": news.organisation_id,
        "id": new_id(),
        "channel_id": channel.id,
        "channel_kind": channel.kind,
        "notice_id": person_id and news.told[person_id],
        "person_id": person_id,
        "subscription_id": subscription_id,
        "target": target,
        "people": people or [],
        "kind": news.kind,
        "params": news.params if person_id else for_a_group(news.params),
        "link": news.link,
        "urgent": wording.is_urgent(news.kind),
        "next_at": now(),
        "created_at": now(),
    }


class Meant:
    """Who is meant, asked for once and only as far as a channel needs it."""

    def __init__(self, news: News, sites: dict[str, set[str]]):
        self.news, self.sites = news, sites
        self._wishes: dict[str, Wish] | None = None
        self._addresses: dict[str, str] | None = None
        self._devices: dict[str, list[tuple[str, str]]] | None = None

    def of(self, channel: Channel) -> list[str]:
        """Those whom this channel reaches, in the order in which they were told."""
        people = [one for one in self.news.told if self._at(channel, one)]
        if channel.kind in PERSONAL:
            wishes = self.wishes()
            people = [one for one in people if channel.kind in wishes[one].channels]
        return people

    def _at(self, channel: Channel, person_id: str) -> bool:
        if channel.site_ids is None:
            return True
        if self.news.site_id is not None:
            return self.news.site_id in channel.site_ids
        return not self.sites[person_id].isdisjoint(channel.site_ids)

    def wishes(self) -> dict[str, Wish]:
        if self._wishes is None:
            self._wishes = wishes_of(self.news.organisation_id, set(self.news.told))
        return self._wishes

    def addresses(self) -> dict[str, str]:
        if self._addresses is None:
            rows = db.session.execute(
                select(Person.id, Person.email).where(
                    Person.organisation_id == self.news.organisation_id,
                    Person.id.in_(list(self.news.told)),
                    Person.active,
                    Person.email.is_not(None),
                )
            )
            self._addresses = dict(map(tuple, rows))
        return self._addresses

    def devices(self) -> dict[str, list[tuple[str, str]]]:
        if self._devices is None:
            rows = db.session.execute(
                select(PushSubscription.person_id, PushSubscription.id, PushSubscription.device)
                .join(Session, alive())
                .where(
                    PushSubscription.organisation_id == self.news.organisation_id,
                    PushSubscription.person_id.in_(list(self.news.told)),
                )
                .order_by(PushSubscription.id)
            )
            self._devices = defaultdict(list)
            for person_id, id_, device in rows:
                self._devices[person_id].append((id_, device))
        return self._devices


def _meant_at_sites(news: News, wanted: list[Channel]) -> Meant:
    sites: dict[str, set[str]] = defaultdict(set)
    if news.site_id is None and any(channel.site_ids is not None for channel in wanted):
        rows = db.session.execute(
            select(Grant.person_id, Grant.site_id).where(
                Grant.organisation_id == news.organisation_id,
                Grant.person_id.in_(list(news.told)),
                Grant.site_id.is_not(None),
            )
        )
        for person_id, site_id in rows:
            sites[person_id].add(site_id)
    return Meant(news, sites)
