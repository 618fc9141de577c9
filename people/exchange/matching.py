"""Whom the rows of a table are about: people on file, or new ones; several rows may be about one."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from guard_api.database import db
from guard_api.identity.models import Person
from guard_api.tables import Row
from people.employment.models import Employment
from people.employment.rules import Span
from people.exchange.rules import Meant
from people.records.models import Particulars
from people.records.service import digest_of

NUMBERS = ("employee_number", "phone_number", "email", "identity_number")
UNIQUE = NUMBERS[:3]
Sign = tuple[str, Any]


class Known:
    """People on file by what the table may say of them, and their spells."""

    def __init__(self, organisation_id: str, rows: list[Row]):
        self.organisation_id = organisation_id
        self.people: dict[str, Person] = {}
        self.by_sign: dict[Sign, str] = {}
        self.by_name: dict[str, list[str]] = defaultdict(list)
        wanted = {name: {row.values[name] for row in rows if row.values[name]} for name in (*UNIQUE, "name")}
        for name, values in wanted.items():
            for person in self._people(name, values):
                self._add(person)
        self._add_identities(rows)
        self.spells = self._spells()

    def _people(self, name: str, values: set[str]) -> Iterable[Person]:
        return db.session.scalars(
            select(Person).where(
                Person.organisation_id == self.organisation_id, getattr(Person, name).in_(values)
            )
        )

    def _add(self, person: Person) -> None:
        if person.id in self.people:
            return
        self.people[person.id] = person
        self.by_name[person.name].append(person.id)
        for name in UNIQUE:
            if value := getattr(person, name):
                self.by_sign[name, value] = person.id

    def _add_identities(self, rows: list[Row]) -> None:
        """By digest: the numbers themselves are sealed."""
        digests = {
            digest_of(self.organisation_id, number): number
            for row in rows
            if (number := row.values["identity_number"])
        }
        found = db.session.execute(
            select(Particulars.identity_digest, Person)
            .join(
                Person,
                (Person.organisation_id == Particulars.organisation_id)
                & (Person.id == Particulars.person_id),
            )
            .where(
                Particulars.organisation_id == self.organisation_id,
                Particulars.identity_digest.in_(list(digests)),
            )
        )
        for digest, person in found:
            self._add(person)
            self.by_sign["identity_number", digests[digest]] = person.id

    def _spells(self) -> dict[str, list[Span]]:
        spells = defaultdict(list)
        rows = db.session.scalars(
            select(Employment)
            .where(
                Employment.organisation_id == self.organisation_id,
                Employment.person_id.in_(list(self.people)),
            )
            .order_by(Employment.hired_on)
        )
        for one in rows:
            spells[one.person_id].append(Span(one.hired_on, one.left_on, one.id))
        return spells


def match(known: Known, rows: list[Row]) -> list[Meant]:
    """Each row joins the one it is about; a row that fits two, or nobody surely, is refused."""
    meant: dict[Any, Meant] = {}
    of_sign: dict[Sign, Any] = {}
    names = Counter(row.values["name"] for row in rows)
    for row in rows:
        key = _key(row, known, of_sign, names)
        for sign in _signs(row):
            of_sign.setdefault(sign, key)
        if key not in meant:
            meant[key] = _meant(known, key)
        meant[key].rows.append(row)
    return list(meant.values())


def _signs(row: Row) -> list[Sign]:
    return [(name, row.values[name]) for name in NUMBERS if row.values[name]]


def _key(row: Row, known: Known, of_sign: dict[Sign, Any], names: Counter) -> Any:
    """The id of somebody on file, or something that stands for a new one."""
    keys = {
        found for sign in _signs(row) if (found := known.by_sign.get(sign) or of_sign.get(sign)) is not None
    }
    if len(keys) > 1:
        row.refuse(_signs(row)[0][0], "identity.row_matches_two")
        return row.number
    if keys:
        return keys.pop()
    return row.number if _signs(row) else _by_name(row, known, names)


def _by_name(row: Row, known: Known, names: Counter) -> Any:
    """Without any number there is the name: good for who was hired on the same day, else for one alone."""
    name = row.values["name"]
    same = known.by_name.get(name, ())
    for person_id in same:
        if any(spell.from_on == row.values["hired_on"] for spell in known.spells[person_id]):
            return person_id
    if name and (same or names[name] > 1):
        row.refuse("name", "people.import_same_name")
    return row.number


def _meant(known: Known, key: Any) -> Meant:
    person = known.people.get(key)
    if person is None:
        return Meant()
    reachable = bool(person.phone_number or person.email)
    spells = list(known.spells[person.id])
    signs_in = reachable and (person.active or person.password_hash is not None)
    return Meant(person.id, reachable, signs_in, spells)
