"""How two words about one change of shift become one handover: pure."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

HANDOVERS = uuid.UUID("3b6f7a52-3c53-5d0c-9a56-6f0f4f8e7b11")
GIVEN, ACCEPTED, DONE = "given", "accepted", "done"
STATES = (GIVEN, ACCEPTED, DONE)


def handover_id(from_shift_id: str) -> str:
    """Known to both phones before either has said anything: one for each shift that is relieved."""
    return str(uuid.uuid5(HANDOVERS, from_shift_id))


def state_of(given: bool, accepted: bool) -> str:
    """`accepted` alone: who took over was sooner on the network than who handed over."""
    if given and accepted:
        return DONE
    return GIVEN if given else ACCEPTED


def counted(
    known: Iterable[Mapping[str, Any]],
    listed: Mapping[str, Mapping[str, Any]],
    said: Iterable[Mapping[str, Any]],
    side: str,
) -> list[dict[str, Any]]:
    """The items with what one side counted (`given` or `taken`). `listed` is the site's own list by id."""
    items = {each["equipment_id"]: dict(each) for each in known}
    for each in said:
        id_ = each["equipment_id"]
        if id_ not in items and id_ not in listed:
            continue
        item = items.setdefault(id_, _item(id_, listed.get(id_, {})))
        item[side] = each[side]
        item[f"{side}_note"] = each.get("note", "")
    return list(items.values())


def _item(id_: str, listed: Mapping[str, Any]) -> dict[str, Any]:
    same = {name: listed.get(name, "") for name in ("name_zh", "name_en")}
    blank = {"given": None, "given_note": "", "taken": None, "taken_note": ""}
    return {"equipment_id": id_, "expected": listed.get("count"), **same, **blank}


def differs(item: Mapping[str, Any]) -> bool:
    """Somebody counted another number than is expected, or than the other one did."""
    numbers = {item[name] for name in ("expected", "given", "taken") if item[name] is not None}
    return len(numbers) > 1
