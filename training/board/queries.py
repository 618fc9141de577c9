"""The matrix: one aggregated row for each person, so that it costs what it shows and not what has been."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from guard_api.bulk import Bulk
from guard_api.database import db
from guard_api.fields import page_of
from guard_api.identity.actor import Actor
from guard_api.identity.models import Person
from guard_api.tenants.models import Site
from people.dates import today_of
from people.ladder.models import Grade
from training.board import rules
from training.board.people import shown_people
from training.duties.models import Duty
from training.modules.models import Module
from training.modules.queries import modules_in_use

MOST_AT_ONCE = 5000
LETTER = """
    CASE WHEN d.passed_at IS NOT NULL
              AND (d.valid_until_on IS NULL OR d.valid_until_on >= CAST(:today AS date)) THEN 'c'
         WHEN d.failed_at IS NOT NULL AND (d.passed_at IS NULL OR d.failed_at > d.passed_at) THEN 'f'
         WHEN d.passed_at IS NOT NULL THEN 'x'
         WHEN d.due_on < CAST(:today AS date) THEN 'o'
         ELSE 'd' END"""
OF_PERSON = """
    FROM duties d WHERE d.organisation_id = CAST(:organisation_id AS uuid)
    AND d.person_id = input.shown_id AND d.required) FROM input"""
# Asked person by person, so that nothing is sorted; `ix_duties_matrix` answers without the rows.
CELLS = Bulk(
    {"shown_id": "uuid"},
    "SELECT shown_id, (SELECT string_agg(right(CAST(d.module_id AS text), CAST(:mark AS integer)) || "
    f"{LETTER}, '' ORDER BY d.module_id) {OF_PERSON}",
    sqlite="SELECT shown_id, (SELECT group_concat(substr(d.module_id, -:mark) || "
    f"{LETTER}, '') {OF_PERSON}".replace("CAST(:today AS date)", ":today").replace(
        "CAST(:organisation_id AS uuid)", ":organisation_id"
    ),
)


def matrix(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """People by name × the modules that somebody has to know, the oldest module first."""
    people = shown_people(actor, today_of(actor.organisation_id), **filters)
    page = page_of(people, Person.name, Person.id, limit=limit, cursor=cursor)
    modules = required_modules(actor.organisation_id)
    cells = cells_of(actor.organisation_id, [row.id for row in page["items"]], [one.id for one in modules])
    total = db.session.scalar(select(func.count()).select_from(people.order_by(None).subquery()))
    return {
        "modules": [{"id": one.id, "code": one.code, "title": one.title} for one in modules],
        "people": _named(actor, page["items"], cells),
        "totals": rules.totals([one.id for one in modules], cells),
        "people_total": total,
        "next": page["next"],
    }


def whole_matrix(actor: Actor, *, limit: int, cursor: str | None = None, **filters: Any) -> dict[str, Any]:
    """All pages at once, for a file; `limit` and `cursor` are those of a page and mean nothing here."""
    whole = matrix(actor, limit=MOST_AT_ONCE, **filters)
    part = whole
    while part["next"]:
        part = matrix(actor, limit=MOST_AT_ONCE, cursor=part["next"], **filters)
        whole["people"] += part["people"]
    return whole


def required_modules(organisation_id: str) -> list[Module]:
    """Modules in use that are required of anybody."""
    asked = select(Duty.id).where(
        Duty.organisation_id == organisation_id, Duty.module_id == Module.id, Duty.required
    )
    required = set(
        db.session.scalars(select(Module.id).where(Module.organisation_id == organisation_id, asked.exists()))
    )
    in_use = modules_in_use(organisation_id)
    return [in_use[id_] for id_ in sorted(required & set(in_use))]


def cells_of(organisation_id: str, person_ids: Sequence[str], module_ids: Sequence[str]) -> list[str]:
    """One letter for each module, for each person in turn."""
    mark = rules.mark_length(_every_module(organisation_id))
    rows = CELLS.run(
        db.session(),
        [(id_,) for id_ in person_ids],
        organisation_id=organisation_id,
        today=today_of(organisation_id).isoformat(),
        mark=mark,
    )
    written = {str(person_id): letters for person_id, letters in rows}
    reader = rules.Reader(module_ids, mark)
    return [reader.cells(written.get(id_)) for id_ in person_ids]


def _every_module(organisation_id: str) -> Iterable[str]:
    return db.session.scalars(select(Module.id).where(Module.organisation_id == organisation_id))


def _named(actor: Actor, people: Sequence[Any], cells: Sequence[str]) -> list[dict[str, Any]]:
    sites = site_names(actor.organisation_id)
    grades = grade_names(actor)
    return [
        {
            "person_id": person.id,
            "name": person.name,
            "site_id": person.site_id,
            "site": sites.get(person.site_id),
            "grade_id": person.grade_id,
            "grade": grades.get(person.grade_id),
            "cells": letters,
        }
        for person, letters in zip(people, cells, strict=True)
    ]


def site_names(organisation_id: str) -> dict[str, str]:
    rows = db.session.execute(select(Site.id, Site.name).where(Site.organisation_id == organisation_id))
    return dict(tuple(row) for row in rows)


def grade_names(actor: Actor) -> dict[str, str]:
    name = Grade.name_zh if actor.language == "zh-CN" else Grade.name_en
    rows = db.session.execute(select(Grade.id, name).where(Grade.organisation_id == actor.organisation_id))
    return dict(tuple(row) for row in rows)
