"""A few days around a fact say of a shift what the whole history says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schedules.attendance.facts import IN, OUT, PlannedShift, Punch
from schedules.attendance.rules import derive

START = datetime(2026, 10, 20, tzinfo=UTC)
DAYS = 12
REACH, CONTEXT = timedelta(days=2), timedelta(days=2)
NOW = START + timedelta(days=DAYS + 3)

begins = st.integers(0, 23)
lengths = st.sampled_from((240, 480, 600, 720))
plans = st.lists(st.tuples(begins, lengths) | st.none(), min_size=DAYS, max_size=DAYS)
punches = st.lists(st.tuples(st.integers(0, DAYS * 1440), st.sampled_from((IN, OUT))), max_size=30)


def shifts_of(days) -> list[PlannedShift]:
    found = []
    for number, said in enumerate(days):
        if said:
            start = START + timedelta(days=number, hours=said[0])
            found.append(PlannedShift(f"s{number}", "ana", start, start + timedelta(minutes=said[1]), "UTC"))
    return found


def punches_of(said) -> list[Punch]:
    return [
        Punch(f"p{number}", "ana", kind, at, at)
        for number, (minutes, kind) in enumerate(said)
        for at in (START + timedelta(minutes=minutes),)
    ]


@given(plans, punches, st.integers(0, DAYS * 1440))
def test_what_a_fact_may_change_is_read_alike_from_a_window_and_from_everything(days, said, about):
    at = START + timedelta(minutes=about)
    shifts, made = shifts_of(days), punches_of(said)
    whole = derive(shifts, made, now=NOW, zone="UTC")
    first, last = at - REACH - CONTEXT, at + REACH + CONTEXT
    near = [each for each in shifts if each.end_at > first and each.start_at < last]
    known = [each for each in made if first <= each.occurred_at <= last]
    window = {each.shift_id: each for each in derive(near, known, now=NOW, zone="UTC").attendances}
    for each in whole.attendances:
        if at - REACH <= each.planned.start_at <= at + REACH:
            assert window[each.shift_id] == each
