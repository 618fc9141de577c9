"""No sequence of punches, however late, doubled or out of order, loses or double-counts a minute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.attendance.facts import IN, OUT, PlannedShift, Punch, in_time
from schedules.attendance.rules import derive
from schedules.law.shapes import Break
from schedules.spans import Span, merged, on_the_minute, span, total
from tests.schedules.attendance.days import minutes_of

# The clocks of Berlin go back in this week, on the sixth night.
START = datetime(2026, 10, 19, 22, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
SECONDS = 8 * 24 * 3600
LATER = START + timedelta(days=40)


def after(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


@st.composite
def planned(draw, shifts: int = 6, people: tuple[str, ...] = ("wang",)) -> list[PlannedShift]:
    """Nights, days and halves, free to overlap."""
    found = []
    for number in range(draw(st.integers(0, shifts))):
        start = START + timedelta(minutes=30 * draw(st.integers(0, 48 * 8)))
        end = start + timedelta(minutes=30 * draw(st.integers(1, 48)))
        pause = start + (end - start) / 2
        breaks = (Break(pause, min(end, pause + timedelta(minutes=45))),) if draw(st.booleans()) else ()
        person = draw(st.sampled_from(people))
        notice = draw(st.sampled_from([None, None, None, "leave"]))
        found.append(PlannedShift(f"shift{number}", person, start, end, ZONE, breaks, notice))
    return found


@st.composite
def punched(draw, most: int = 10, people: tuple[str, ...] = ("wang",)) -> list[Punch]:
    """Anything at all, in any order, some of it more than once."""
    found = []
    for number in range(draw(st.integers(0, most))):
        at = after(draw(st.integers(0, SECONDS)))
        received = at + timedelta(seconds=draw(st.integers(0, SECONDS)))
        kind = draw(st.sampled_from([IN, OUT]))
        found.append(Punch(f"punch{number}", draw(st.sampled_from(people)), kind, at, received))
    doubled = draw(st.lists(st.sampled_from(found), max_size=4)) if found else []
    return draw(st.permutations([*found, *doubled]))


@st.composite
def honest(draw) -> list[tuple[Punch, Punch]]:
    """Stays that were clocked in and out of, each under fifteen hours, ten minutes or more apart."""
    found, at = [], draw(st.integers(0, 40_000))
    for number in range(draw(st.integers(0, 8))):
        long = draw(st.integers(400, 15 * 3600))
        came, left = after(at), after(at + long)
        found.append(
            (Punch(f"in{number}", "wang", IN, came, came), Punch(f"out{number}", "wang", OUT, left, left))
        )
        at += long + draw(st.integers(600, 40_000))
    return found


def minutes_between_punches(stays) -> int:
    return total(span(came.occurred_at, left.occurred_at) for came, left in stays)


def presence(derived) -> list[Span]:
    return [piece for each in derived.attendances for piece in each.present] + [
        each.span for each in derived.unplanned
    ]


@settings(max_examples=50, deadline=None)
@given(honest())
def test_whoever_clocks_in_and_out_has_every_minute_of_it_with_no_plan_at_all(stays):
    derived = derive([], [punch for stay in stays for punch in stay], now=LATER)
    assert minutes_of(derived) == minutes_between_punches(stays)
    assert derived.questions == ()


@settings(max_examples=50, deadline=None)
@given(honest(), planned())
def test_whoever_clocks_in_and_out_has_every_minute_of_it_whatever_the_plan(stays, shifts):
    """But for a clock-out beyond the limit of its shift: that is asked about."""
    derived = derive(shifts, [punch for stay in stays for punch in stay], now=LATER)
    claimed = sum(each.claimed_minutes for each in derived.attendances)
    if not derived.questions:
        assert minutes_of(derived) == minutes_between_punches(stays)
        assert claimed == 0
        assert not any(each.unconfirmed_minutes for each in derived.attendances)
    assert total(merged(presence(derived))) == total(presence(derived)) == minutes_of(derived)


@settings(max_examples=50, deadline=None)
@given(planned(), punched(), st.integers(0, 2 * SECONDS))
def test_every_minute_is_counted_once(shifts, made, seconds):
    derived = derive(shifts, made, now=after(seconds))
    assert total(merged(presence(derived))) == total(presence(derived)) == minutes_of(derived)
    for each in derived.attendances:
        present = each.early_minutes + each.inside_minutes + each.break_minutes + each.over_minutes
        assert present == total(each.present)
        assert each.worked_minutes == total(each.work) == each.inside_minutes + each.over_minutes
        assert 0 <= each.unconfirmed_minutes <= each.worked_minutes
        assert each.inside_minutes + each.break_minutes <= each.planned.minutes
        assert min(each.early_minutes, each.break_minutes, each.over_minutes, each.claimed_minutes) >= 0


@settings(max_examples=50, deadline=None)
@given(planned(), punched())
def test_no_minute_between_a_clock_in_and_the_clock_out_that_follows_it_is_lost(shifts, made):
    """Whatever else was punched: it is kept, or it is claimed, or somebody is asked."""
    derived = derive(shifts, made, now=LATER)
    covered = merged(presence(derived))
    everything = [*derived.attendances, *derived.unplanned]
    doubtful = {id_ for each in everything if each.claimed_minutes for id_ in each.punch_ids}
    doubtful |= {question.punch_id for question in derived.questions}
    by_time = sorted({punch.id: punch for punch in made}.values(), key=in_time)
    for came, left in pairwise(by_time):
        if (came.kind, left.kind) == (IN, OUT) and not doubtful & {came.id, left.id}:
            inside = span(came.occurred_at, left.occurred_at)
            assert total(merged([*covered, inside])) == total(covered)


@settings(max_examples=50, deadline=None)
@given(planned(people=("wang", "li")), punched(people=("wang", "li")), st.integers(0, SECONDS), st.data())
def test_the_order_of_arrival_changes_nothing(shifts, made, seconds, data):
    shuffled = data.draw(st.permutations(made))
    again = [*shuffled, *data.draw(st.lists(st.sampled_from(made), max_size=3) if made else st.just([]))]
    assert derive(shifts, made, now=after(seconds)) == derive(shifts, again, now=after(seconds))


@settings(max_examples=50, deadline=None)
@given(planned(), punched(), st.lists(st.integers(0, SECONDS), min_size=14, max_size=14))
def test_how_late_a_punch_arrives_changes_nothing_but_its_flag(shifts, made, delays):
    numbers = {id_: number for number, id_ in enumerate(sorted({punch.id for punch in made}))}
    later = [
        replace(punch, received_at=punch.occurred_at + timedelta(seconds=delays[numbers[punch.id]]))
        for punch in made
    ]
    assert unflagged(derive(shifts, made, now=LATER)) == unflagged(derive(shifts, later, now=LATER))


def unflagged(derived):
    attendances = tuple(
        replace(each, flags=tuple(flag for flag in each.flags if flag != "received_late"))
        for each in derived.attendances
    )
    return replace(derived, attendances=attendances)


@settings(max_examples=50, deadline=None)
@given(planned(people=("wang", "li")), punched(people=("wang", "li")), st.integers(0, SECONDS))
def test_each_shift_has_one_verdict_and_each_punch_one_place(shifts, made, seconds):
    derived = derive(shifts, made, now=after(seconds))
    assert [each.shift_id for each in derived.attendances] == [shift.id for shift in shifts]
    placed = {id_ for each in (*derived.attendances, *derived.unplanned) for id_ in each.punch_ids}
    assert placed | set(derived.ignored) == {punch.id for punch in made}
    assert not placed & set(derived.ignored)


@settings(max_examples=50, deadline=None)
@given(planned(), punched())
def test_when_all_is_over_nothing_is_left_open(shifts, made):
    derived = derive(shifts, made, now=LATER)
    assert {each.state for each in derived.attendances} <= {"worked", "absent", "leave", "clashing"}
    assert all(each.judge_at is None for each in derived.attendances)


@settings(max_examples=50, deadline=None)
@given(planned(), punched(), st.integers(0, SECONDS))
def test_until_the_next_deadline_only_the_time_that_passes_changes(shifts, made, seconds):
    now = after(seconds)
    for each in derive(shifts, made, now=now).attendances:
        if each.judge_at is None:
            continue
        until = each.judge_at - timedelta(seconds=1)
        if any(now < punch.occurred_at <= until for punch in made):
            continue
        (then,) = (
            one for one in derive(shifts, made, now=until).attendances if one.shift_id == each.shift_id
        )
        assert (then.state, flagged(then)) == (each.state, flagged(each))


def flagged(attendance) -> set[str]:
    """Without those that the passing of time brings by itself."""
    return set(attendance.flags) - {"stayed_over", "relief_not_arrived"}


def test_seconds_are_cut_off_alike_on_both_sides():
    came, left = after(59), after(61 + 3600)
    kept = derive([], [Punch("a", "wang", IN, came, came), Punch("b", "wang", OUT, left, left)], now=LATER)
    assert minutes_of(kept) == (on_the_minute(left) - on_the_minute(came)) // timedelta(minutes=1) == 61
