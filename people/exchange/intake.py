"""Bringing a table of staff and leavers in: read and checked first, then written whole."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guard_api.identity import rules as identity
from guard_api.identity.actor import Actor
from guard_api.identity.people.queries import grants_by_person, sites_to_work_at
from guard_api.tables import Row, Upload
from people.dates import today_of
from people.employment.queries import names_to_manage
from people.exchange import rules
from people.exchange.matching import Known, match
from people.exchange.rules import Meant
from people.ladder.queries import grades


@dataclass
class Plan:
    """What the table would do."""

    today: date
    people: list[Meant]
    actions: dict[int, str]
    site_ids: dict[str, str]
    grade_ids: dict[str, str]
    managers: dict[str, str | int]
    known: Known
    rows: list[Row] = field(default_factory=list)

    def to_do(self, meant: Meant, action: str) -> list[Row]:
        return [row for row in meant.rows if self.actions[row.number] == action]


def check(actor: Actor, upload: Upload) -> Plan:
    """What the rows mean; what is wrong is written to them. Reads only, in a constant number of queries."""
    today = today_of(actor.organisation_id)
    known = Known(actor.organisation_id, upload.rows)
    plan = Plan(
        today=today,
        people=match(known, upload.rows),
        actions={},
        site_ids=sites_to_work_at(actor.organisation_id),
        grade_ids=_grade_ids(actor.organisation_id),
        managers=_managers(actor.organisation_id, upload.rows),
        known=known,
        rows=upload.rows,
    )
    for row in upload.rows:
        _check_names(row, plan)
        rules.check_days(row, today)
    _check_rights(actor, plan)
    for meant in plan.people:
        rules.check_reachable(meant, today)
        plan.actions |= {row.number: action for row, action in rules.decide(meant)}
    return plan


def _grade_ids(organisation_id: str) -> dict[str, str]:
    rungs = grades(organisation_id, archived=False)
    return {name.casefold(): one.id for one in rungs for name in (one.name_zh, one.name_en)}


def _managers(organisation_id: str, rows: Iterable[Row]) -> dict[str, str | int]:
    """Employee number or name → id of somebody on file, or number of the row that brings them."""
    found = names_to_manage(organisation_id)
    brought = Counter(row.values["name"] for row in rows)
    for row in rows:
        name, number = row.values["name"], row.values["employee_number"]
        if number and number not in found:
            found[number] = row.number
        if name and brought[name] == 1 and name not in found:
            found[name] = row.number
    return found


def _check_names(row: Row, plan: Plan) -> None:
    for column, known, code in (
        ("site", plan.site_ids, "people.import_site_unknown"),
        ("manager", plan.managers, "people.import_manager_unknown"),
    ):
        name = row.values[column]
        if name and known.get(name) is None:
            row.refuse(column, code, name=name[:60])
    grade = row.values["grade"]
    if grade and grade.casefold() not in plan.grade_ids:
        row.refuse("grade", "people.import_grade_unknown", name=grade)


def _check_rights(actor: Actor, plan: Plan) -> None:
    """As for one person: nobody brings in themselves, nor whom they may not manage."""
    ids = [meant.id for meant in plan.people if meant.id]
    grants = grants_by_person(actor.organisation_id, ids)
    own = {role for role, _ in actor.grants}
    for meant in plan.people:
        for row in meant.rows if meant.id else ():
            if meant.id == actor.person_id:
                row.refuse("name", "identity.not_oneself")
            elif not identity.may_manage(own, {grant["role"] for grant in grants[meant.id]}):
                row.refuse("name", "forbidden")


def shown(plan: Plan, preview: dict[str, Any]) -> dict[str, Any]:
    """The preview with what each row does."""
    for row in preview["rows"]:
        row["action"] = rules.REFUSE if row["errors"] else plan.actions[row["row"]]
    counts = Counter(row["action"] for row in preview["rows"])
    return preview | {"actions": {action: counts[action] for action in rules.ACTIONS}}
