"""Placements and absences lie inside their employment, whatever is corrected."""

from typing import Any

from guard_api.database import db
from people.employment import queries, rules
from people.employment.models import Employment, LeaveOfAbsence
from people.employment.rules import Span


def fit(employment: Employment) -> None:
    """Placements and absences end with the employment, and the first placement begins with it."""
    whole = Span(employment.hired_on, employment.left_on)
    placements = queries.placements_of(employment.organisation_id, [employment.id])
    parts = [Span(one.from_on, one.until_on, one.id) for one in placements]
    _write_spans(placements, {part.id: part for part in rules.fitted(parts, whole)})
    absences = [
        one
        for one in queries.absences_of(employment.organisation_id, [employment.person_id])
        if one.employment_id == employment.id
    ]
    _write_spans(absences, dict(_cut(absences, whole)))
    db.session.flush()


def _cut(absences: list[LeaveOfAbsence], whole: Span):
    for one in absences:
        span = Span(one.from_on, one.until_on)
        if rules.overlap(span, whole):
            ends = [end for end in (one.until_on, whole.until_on) if end]
            yield one.id, Span(max(one.from_on, whole.from_on), min(ends, default=None))


def _write_spans(rows: list[Any], spans: dict[str, Span]) -> None:
    """Rows without a span are gone. Those that begin later are moved first, so that none ever meet."""
    for row in rows:
        if row.id not in spans:
            db.session.delete(row)
    db.session.flush()
    for row in rows:
        if span := spans.get(row.id):
            row.from_on, row.until_on = span.from_on, span.until_on
