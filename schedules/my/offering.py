"""Offers as a phone carries them: with names and places, and nothing of who else would take one."""

from collections.abc import Mapping
from typing import Any

from guard_api.identity.actor import Actor
from guard_api.identity.people.queries import site_names
from schedules.offers.queries import my_offers

OFFER = ("id", "kind", "mine", "mode", "state", "reason", "note", "closes_at")
PLACE = ("id", "on", "start_at", "end_at", "site_id")


def offers(actor: Actor) -> list[dict[str, Any]]:
    found = my_offers(actor)
    sites = site_names(actor.organisation_id) if found else {}
    return [_offer(each, sites) for each in found]


def _offer(each: Mapping[str, Any], sites: Mapping[str, str]) -> dict[str, Any]:
    return {name: each[name] for name in OFFER} | {
        "shift": _place(each["shift"], sites),
        "return_shift": _place(each["return_shift"], sites) if each["return_shift"] else None,
        "from": _name(each["offered_by"]) if each["kind"] != "open" else None,
        "to": _name(each["to_person"]),
        "claim": each["my_claim"],
    }


def _place(shift: Mapping[str, Any], sites: Mapping[str, str]) -> dict[str, Any]:
    return {name: shift[name] for name in PLACE} | {
        "site": sites.get(shift["site_id"], ""),
        "post": shift["post_name"],
    }


def _name(person: Mapping[str, Any] | None) -> str | None:
    return person["name"] if person else None
