"""The same answers for many people, places and days at the cost of one question."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlalchemy import select

from guard_api.database import db
from people.employment import queries as employments
from training.certificates import passes
from training.certificates.models import QualificationException, QualificationRule
from training.certificates.qualification import rules
from training.certificates.qualification.queries import rules_of
from training.certificates.queries import of_people

Periods = Mapping[str, Mapping[str, list[rules.Period]]]


class Judge:
    """Everything that speaks for or against some people between two days."""

    def __init__(
        self,
        organisation_id: str,
        person_ids: Iterable[str],
        from_on: date,
        until_on: date,
        *,
        type_ids: Iterable[str] = (),
    ):
        self.organisation_id, self.person_ids = organisation_id, list(dict.fromkeys(person_ids))
        self.asked = [_plain(rule) for rule in rules_of(organisation_id)]
        self.periods = self._periods({*type_ids, *(one.asked for one in self.asked if not one.module)})
        self.grades = self._grades()
        self.exceptions = self._exceptions(from_on, until_on)
        self._passed = self._passes(from_on, until_on)

    def answer(self, person_id: str, on: date, site_id: str | None, post: str | None) -> rules.Answer:
        """Whether the person may stand there that day."""
        if not self.asked:
            return rules.Answer(rules.YES)
        person = rules.Person(
            self.periods.get(person_id, {}),
            self._passed(person_id, on),
            {
                rule: until
                for rule, from_on, until in self.exceptions.get(person_id, ())
                if from_on <= on <= until
            },
        )
        return rules.judge(self.asked, person, rules.Where(site_id, post, self.grade(person_id, on)), on)

    def holds(self, person_id: str, type_id: str, on: date) -> bool:
        """Whether a certificate of that type holds on the day."""
        periods = self.periods.get(person_id, {}).get(type_id, ())
        return any(
            not one.revoked and one.since <= on and (one.until is None or on <= one.until) for one in periods
        )

    def grade(self, person_id: str, on: date) -> str | None:
        for from_on, until_on, grade_id in self.grades.get(person_id, ()):
            if from_on <= on and (until_on is None or on <= until_on):
                return grade_id
        return None

    def _periods(self, type_ids: set[str]) -> Periods:
        found: dict[str, dict[str, list[rules.Period]]] = {}
        for one in of_people(self.organisation_id, self.person_ids, type_ids) if type_ids else ():
            period = rules.Period(one.issued_on, one.expires_on, one.revoked_at is not None)
            found.setdefault(one.person_id, {}).setdefault(one.type_id, []).append(period)
        return found

    def _grades(self) -> dict[str, list[tuple[date, date | None, str | None]]]:
        spells = {one.id for one in employments.employments_of(self.organisation_id, self.person_ids)}
        found: dict[str, list[tuple[date, date | None, str | None]]] = {}
        for one in employments.placements_of(self.organisation_id, spells):
            found.setdefault(one.person_id, []).append((one.from_on, one.until_on, one.grade_id))
        return found

    def _exceptions(self, from_on: date, until_on: date) -> dict[str, list[tuple[str, date, date]]]:
        rows = db.session.scalars(
            select(QualificationException).where(
                QualificationException.organisation_id == self.organisation_id,
                QualificationException.person_id.in_(self.person_ids),
                QualificationException.from_on <= until_on,
                QualificationException.until_on >= from_on,
                QualificationException.ended_at.is_(None),
            )
        )
        found: dict[str, list[tuple[str, date, date]]] = {}
        for one in rows:
            found.setdefault(one.person_id, []).append((one.rule_id, one.from_on, one.until_on))
        return found

    def _passes(self, from_on: date, until_on: date) -> Callable[[str, date], Iterable[str]]:
        """Passed at both ends is passed between; only where something ends are the days asked for."""
        if not any(one.module for one in self.asked):
            return lambda person_id, on: ()
        known = {on: passes.current(self.organisation_id, self.person_ids, on) for on in {from_on, until_on}}
        steady = known[from_on] == known[until_on]

        def passed(person_id: str, on: date) -> Iterable[str]:
            day = from_on if steady else on
            if day not in known:
                known[day] = passes.current(self.organisation_id, self.person_ids, day)
            return known[day].get(person_id, ())

        return passed


def _plain(rule: QualificationRule) -> rules.Rule:
    module = rule.module_id is not None
    asked = rule.module_id if module else rule.certificate_type_id
    return rules.Rule(rule.id, rule.scope, rule.value, asked, rule.effect, module)
