"""Rosters, versions and shifts as the API shows them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from people.employment.reach import people_names
from schedules.posts.queries import posts_of, shift_types_of
from schedules.rosters import reasons, rules
from schedules.rosters.models import Acknowledgement, Roster, RosterVersion
from schedules.rosters.places import zones_of

NOTHING = dict.fromkeys(rules.PLACE_STATES, 0)
SAME = (
    "id",
    "name",
    "from_on",
    "until_on",
    "state",
    "version",
    "edit_number",
    "created_at",
    "published_at",
)
CELL = (
    "id",
    "roster_id",
    "site_id",
    "post_id",
    "shift_type_id",
    "on",
    "start_at",
    "end_at",
    "breaks",
    "slot",
    "extra",
    "person_id",
    "locked",
    "relieves_shift_id",
    "state",
)


def roster(one: Roster, site_ids: Sequence[str], counts: Mapping[str, int]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SAME} | {
        "site_ids": list(site_ids),
        "places": sum(counts.values()),
        **counts,
    }


def cell(row: Any) -> dict[str, Any]:
    """A shift as a cell of the grid; `row` has the state beside the columns."""
    shown = {name: getattr(row, name) for name in CELL}
    return shown | {"minutes": rules.worked_minutes(row.start_at, row.end_at, row.breaks)}


def shifts(organisation_id: str, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Cells with names, for lists and files. A constant number of queries."""
    names = people_names(organisation_id, {row.person_id for row in rows})
    posts = {post.id: post for post in posts_of(organisation_id, archived=True)}
    kinds = shift_types_of(organisation_id)
    zones = zones_of(organisation_id, {row.site_id for row in rows})
    return [
        cell(row)
        | {
            "person": named(row.person_id, names),
            "post_name": posts[row.post_id].name,
            "shift_type": both(kinds[row.shift_type_id]),
            "time_zone": zones[row.site_id],
        }
        for row in rows
    ]


def both(named_: Any) -> dict[str, str]:
    return {"zh": named_.name_zh, "en": named_.name_en}


def named(id_: str | None, names: Mapping[str, str]) -> dict[str, str] | None:
    return {"id": id_, "name": names.get(id_, "")} if id_ else None


def in_language(text: str | Mapping[str, str], language: str) -> str:
    return text if isinstance(text, str) else text["zh" if language == "zh-CN" else "en"]


def acknowledgement(row: Acknowledgement, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "person": named(row.person_id, names),
        "version": row.version,
        "asked_at": row.asked_at,
        "acknowledged_at": row.acknowledged_at,
        "received_at": row.received_at,
    }


def people_in(versions: Iterable[RosterVersion]) -> set[str]:
    found = set()
    for one in versions:
        found.add(one.by)
        for change in one.content.get("changes", ()):
            found |= {side["person_id"] for side in (change["before"], change["after"]) if side}
    return found - {None}


def version(one: RosterVersion, names: Mapping[str, str], language: str) -> dict[str, Any]:
    changes = one.content.get("changes", [])
    return {
        "id": one.id,
        "number": one.number,
        "published_at": one.published_at,
        "by": named(one.by, names),
        "reason": in_language(reasons.said(one.reason), language),
        "digest": one.digest,
        "people": len(rules.people_of_changes(changes)) if changes else _people_of(one.content),
        "changes": [
            {
                "shift_id": change["shift_id"],
                "before": _side(change["before"], names),
                "after": _side(change["after"], names),
            }
            for change in changes
        ],
    }


def _people_of(content: Mapping[str, Any]) -> int:
    return len({shift["person_id"] for shift in content["shifts"]} - {None})


def _side(frozen: Mapping[str, Any] | None, names: Mapping[str, str]) -> dict[str, Any] | None:
    return frozen and {**frozen, "person": named(frozen["person_id"], names)}
