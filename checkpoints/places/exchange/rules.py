"""What an uploaded row of checkpoints would do, and why it may not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from checkpoints.places.points.rules import DEFAULT_RADIUS_M, placement_gaps

CREATE, CHANGE, RESTORE, KEEP, REFUSE = "create", "change", "restore", "keep", "refuse"
PLACE = ("kind", "lat", "lon", "floor_plan_id", "plan_x", "plan_y")
EMPTY = {"kind": "qr", "radius_m": DEFAULT_RADIUS_M, "instructions": ""}
SAME = ("name", "zone", "kind", "lat", "lon", "plan_x", "plan_y", "instructions")
COLUMN_OF = {"floor_plan_id": "plan_name"}
BLANK = dict.fromkeys((*SAME, "floor_plan_id", "checklist_id")) | EMPTY


@dataclass(frozen=True)
class Known:
    """What the site holds: checkpoints with their zone's name; ids of plans and checklists by name."""

    checkpoints: list[dict[str, Any]]
    plans: Mapping[str, str]
    checklists: Mapping[str, str]
    by_id: dict[str, dict[str, Any]] = field(init=False)
    by_name: dict[str, dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {one["id"]: one for one in self.checkpoints})
        object.__setattr__(self, "by_name", {one["name"]: one for one in self.checkpoints})


@dataclass(frozen=True)
class Decision:
    """What to do with a row. `fields` holds `zone` by name; the zone may not exist yet."""

    action: str
    checkpoint_id: str | None
    fields: dict[str, Any]


def decide(rows: Iterable[Any], known: Known) -> list[Decision]:
    """One decision for each row, in order; a row that may not be imported is told why by `row.refuse`."""
    taken: dict[str, int] = {}
    return [_decide(row, known, taken) for row in rows]


def _decide(row: Any, known: Known, taken: dict[str, int]) -> Decision:
    existing = _existing(row, known, taken)
    fields = _fields(row, known)
    merged = (existing or BLANK) | fields
    if not row.errors:  # an unreadable latitude is not also a missing one
        for name, code in placement_gaps(**{name: merged[name] for name in PLACE}):
            row.refuse(COLUMN_OF.get(name, name), code)
    if row.errors:
        return Decision(REFUSE, existing and existing["id"], fields)
    return Decision(_action(existing, fields), existing and existing["id"], fields)


def _existing(row: Any, known: Known, taken: dict[str, int]) -> dict[str, Any] | None:
    """The checkpoint that the row is about: by its id, else by its name."""
    id_, namesake = row.values.get("id"), known.by_name.get(row.values.get("name"))
    if id_ and id_ not in known.by_id:
        row.refuse("id", "places.import_id_unknown")
        return None
    existing = known.by_id[id_] if id_ else namesake
    if existing and namesake and namesake is not existing:
        row.refuse("name", "places.name_taken", name=namesake["name"])
    if existing:
        _claim(row, existing["id"], taken)
    return existing


def _claim(row: Any, checkpoint_id: str, taken: dict[str, int]) -> None:
    if checkpoint_id in taken and not row.errors:
        row.refuse("name", "tables.repeated", row=taken[checkpoint_id])
    taken.setdefault(checkpoint_id, row.number)


def _fields(row: Any, known: Known) -> dict[str, Any]:
    """The row's values under the names of the table's columns. A column the file lacks is left alone."""
    fields = {key: row.values[key] for key in SAME if key in row.texts}
    if "radius" in row.texts:
        fields["radius_m"] = row.values["radius"]
    for column, name, ids, code in (
        ("plan_name", "floor_plan_id", known.plans, "places.import_plan_unknown"),
        ("checklist", "checklist_id", known.checklists, "places.import_checklist_unknown"),
    ):
        if column in row.texts:
            fields[name] = _referred(row, column, ids, code)
    return fields | {key: value for key, value in EMPTY.items() if key in fields and fields[key] is None}


def _referred(row: Any, column: str, ids: Mapping[str, str], code: str) -> str | None:
    name = row.values[column]
    if name is None or name in ids:
        return name and ids[name]
    row.refuse(column, code, name=name)
    return None


def _action(existing: dict[str, Any] | None, fields: dict[str, Any]) -> str:
    if existing is None:
        return CREATE
    if existing["archived_at"] is not None:
        return RESTORE
    return CHANGE if any(existing[name] != value for name, value in fields.items()) else KEEP


def new_zones(decisions: Iterable[Decision], known_zones: Iterable[str]) -> list[str]:
    """Zones that the rows name and the site lacks, in the order of the rows."""
    known = set(known_zones)
    named = dict.fromkeys(decision.fields.get("zone") for decision in decisions)
    return [name for name in named if name is not None and name not in known]
