"""Where a roster breaks the law or the organisation's own rules."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from schedules.law.checks import CHECKS, Finding, View
from schedules.law.days import Range, start_day
from schedules.law.pay import NO_CALENDAR
from schedules.law.sentences import sentence
from schedules.law.shapes import HARD, OFF, SOFT, Calendar, Pack, Person, Rule, Shift, Violation


def violations(
    pack: Pack,
    roster: Mapping[str, Iterable[Shift]],
    *,
    people: Mapping[str, Person] | None = None,
    calendar: Calendar = NO_CALENDAR,
    known: Range | None = None,
    within: Range | None = None,
) -> list[Violation]:
    """Everything that a rule which is not off finds in the shifts of each person, worst first.

    `known` are the first and the last date that the shifts speak of, history included (else as far as the
    shifts reach); `within` keeps what touches these dates.
    """
    shifts = {person_id: in_order(theirs) for person_id, theirs in roster.items()}
    known = known or reach(shifts.values())
    if known is None:
        return []
    views = (
        View(pack, (people or {}).get(person_id, Person(person_id)), theirs, calendar, known)
        for person_id, theirs in shifts.items()
        if theirs
    )
    found = [each for view in views for each in _of_person(view)]
    return sorted((each for each in found if within is None or _touches(each, within)), key=_worst_first)


def in_order(shifts: Iterable[Shift]) -> list[Shift]:
    return sorted(shifts, key=lambda shift: (shift.span, shift.id))


def reach(rosters: Iterable[list[Shift]]) -> Range | None:
    dates = [start_day(shift) for shifts in rosters for shift in shifts]
    return (min(dates), max(dates)) if dates else None


def _of_person(view: View) -> Iterator[Violation]:
    for rule in view.pack.rules:
        if rule.level == OFF:
            continue
        check, unit = CHECKS[rule.kind]
        for finding in check(rule, view):
            if not _waived(rule, view.person, finding.until_on):
                yield _violation(rule, view.person, finding, unit)


def _waived(rule: Rule, person: Person, on: date) -> bool:
    waiver = person.waivers.get(rule.waiver) if rule.waiver else None
    return waiver is not None and waiver.holds_on(on)


def _violation(rule: Rule, person: Person, finding: Finding, unit: str) -> Violation:
    figures = {
        "from_on": finding.from_on,
        "until_on": finding.until_on,
        "found": finding.found,
        "allowed": finding.allowed,
        "unit": unit,
        "article": rule.article,
        "forecast": finding.forecast,
    }
    return Violation(
        rule_id=rule.id,
        kind=rule.kind,
        # What may still be put right by the rest of the period does not stop a roster.
        level=SOFT if finding.forecast else rule.level,
        weight=rule.weight,
        person_id=person.id,
        shift_ids=finding.shift_ids,
        sentence=sentence(rule.kind, person=person.name or person.id, **figures),
        **figures,
    )


def _touches(violation: Violation, within: Range) -> bool:
    return violation.from_on <= within[1] and violation.until_on >= within[0]


def _worst_first(violation: Violation) -> tuple:
    return (
        violation.level != HARD,
        -violation.weight,
        violation.from_on,
        violation.person_id,
        violation.rule_id,
        violation.shift_ids,
    )
