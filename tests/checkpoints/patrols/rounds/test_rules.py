"""What a round's facts amount to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoints.patrols.rounds.rules import (
    DueVisit,
    Round,
    RoundScan,
    Stop,
    Thresholds,
    end_due,
    judge,
    windows,
)

TEN = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
TOLERANCE = timedelta(minutes=5)
STOPS = [Stop("gate", 2), Stop("garage", 10), Stop("roof", 8)]
ROUND = Round(
    planned=True,
    start_until_at=TEN + TOLERANCE,
    end_due_at=end_due(TEN + TOLERANCE, 20),
    expected_minutes=20,
    tolerance_minutes=5,
)
VISITS = [
    DueVisit(window.checkpoint_id, window.checkpoint_id, window.due_from_at, window.due_until_at)
    for window in windows(STOPS, ordered=True, start_from_at=TEN - TOLERANCE, start_until_at=TEN + TOLERANCE)
]
MORNING = TEN + timedelta(hours=9)


def at(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def scan(checkpoint: str, minutes: float, person: str = "ana", id_: str = "") -> RoundScan:
    return RoundScan(id_ or f"{checkpoint}{minutes}", checkpoint, at(minutes), person)


WALKED = [scan("gate", 2), scan("garage", 12), scan("roof", 20)]


def walked(start: float | None = 0, end: float | None = 21, **facts) -> Round:
    started_at, ended_at = (None if minute is None else at(minute) for minute in (start, end))
    person = None if start is None else "ana"
    return replace(ROUND, started_at=started_at, ended_at=ended_at, person_id=person, **facts)


def states(judgement) -> dict[str, str]:
    return {id_: visit.state for id_, visit in judgement.visits.items()}


def kinds(judgement) -> set[str]:
    return {kind for kind, _ in judgement.exceptions}


def test_a_round_is_planned_until_its_start_is_overdue_and_then_missed():
    before = judge(ROUND, VISITS, [], [], at(4.9))
    assert (before.state, before.judge_at, kinds(before)) == ("planned", at(5), set())
    after = judge(ROUND, VISITS, [], [], at(5))
    assert (after.state, kinds(after), set(states(after).values())) == ("missed", {"missed"}, {"missed"})


def test_a_round_walked_as_planned_is_done_without_exceptions():
    judgement = judge(walked(), VISITS, WALKED, [], MORNING)
    assert (judgement.state, judgement.exceptions, judgement.judge_at) == ("done", {}, None)
    assert set(states(judgement).values()) == {"on_time"}


def test_a_late_start_is_late_and_never_missed():
    scans = [scan("gate", 32), scan("garage", 42), scan("roof", 50)]
    judgement = judge(walked(30, 51), VISITS, scans, [], MORNING)
    assert judgement.state == "done"
    assert judgement.exceptions == {("late", None): {"minutes": 25.0}}
    assert set(states(judgement).values()) == {"late"}


def test_a_visit_before_its_window_is_early():
    judgement = judge(walked(-9, 12), VISITS, [scan("gate", -8)], [], MORNING)
    assert states(judgement)["gate"] == "early"


def test_a_repeated_scan_changes_nothing():
    again = [*WALKED, scan("gate", 1, id_="earlier"), scan("garage", 19)]
    judgement = judge(walked(), VISITS, again, [], MORNING)
    assert judgement.visits["gate"].scan_id == "earlier"
    assert judgement.visits["garage"].scanned_at == at(12)


def test_unvisited_checkpoints_of_a_closed_round_are_missed_and_named():
    judgement = judge(walked(), VISITS, WALKED[:1], [], MORNING)
    assert judgement.state == "incomplete"
    assert judgement.exceptions[("incomplete", None)] == {"unvisited": 2, "visits": 3}
    assert ("skipped", "garage") in judgement.exceptions
    assert ("skipped", "roof") in judgement.exceptions


def test_a_round_nobody_ended_is_closed_by_itself():
    running = judge(walked(end=None), VISITS, WALKED[:2], [], at(25))
    assert (running.state, states(running)["roof"]) == ("running", "due")
    assert running.judge_at == ROUND.end_due_at + timedelta(minutes=30)
    assert judge(walked(end=None), VISITS, WALKED[:2], [], running.judge_at).state == "incomplete"


def test_a_round_begun_late_has_its_whole_time_before_it_is_closed():
    running = judge(walked(40, None), VISITS, [], [], at(41))
    assert running.judge_at == at(40) + timedelta(minutes=25 + 30)


def test_a_finding_pauses_the_clock_until_the_next_scan():
    scans = [scan("gate", 2), scan("garage", 50), scan("roof", 58)]
    without = judge(walked(0, 60), VISITS, scans, [], MORNING)
    paused = judge(walked(0, 60), VISITS, scans, [at(8)], MORNING)
    assert (states(without)["garage"], states(paused)["garage"]) == ("late", "on_time")
    assert paused.paused_s == 42 * 60
    assert ("too_long" in kinds(without), "too_long" in kinds(paused)) == (True, False)


def test_a_pause_lasts_an_hour_at_most_and_overlaps_count_once():
    scans = [scan("gate", 2), scan("garage", 190)]
    judgement = judge(walked(0, None), VISITS, scans, [at(10), at(20)], at(200))
    assert judgement.paused_s == 70 * 60


def test_a_finding_after_the_last_checkpoint_does_not_shorten_the_walk():
    judgement = judge(walked(end=None), VISITS, WALKED, [at(20.5)], MORNING)
    assert judgement.exceptions == {}


def test_a_rushed_round_is_too_short_and_one_broken_off_is_not():
    rushed = [scan("gate", 1), scan("garage", 2), scan("roof", 3)]
    assert kinds(judge(walked(0, 4), VISITS, rushed, [], MORNING)) == {"too_short"}
    broken_off = judge(walked(0, 4), VISITS, [scan("gate", 2)], [], MORNING)
    assert kinds(broken_off) == {"incomplete", "skipped"}


def test_an_organisation_may_set_its_own_thresholds():
    patient = Thresholds.chosen({"patrol_too_short_share": 0.1, "other": 1})
    rushed = [scan("gate", 1), scan("garage", 2), scan("roof", 3)]
    assert judge(walked(0, 4, thresholds=patient), VISITS, rushed, [], MORNING).exceptions == {}


def test_of_two_who_walk_one_round_the_first_to_start_has_it():
    scans = [scan("gate", 2, "ben"), scan("garage", 12, "ana"), scan("roof", 20, "cao")]
    judgement = judge(walked(3), VISITS, scans, [], MORNING)
    assert (judgement.person_id, judgement.started_at) == ("ben", at(2))
    assert judgement.also_person_ids == ("ana", "cao")
    assert judgement.state == "done"


def test_an_unplanned_round_keeps_no_time_and_owes_nothing():
    round_ = walked(200, 260, planned=False)
    judgement = judge(round_, VISITS, [scan("gate", 250)], [], MORNING)
    assert states(judgement) == {"gate": "on_time", "garage": "excused", "roof": "excused"}
    assert (judgement.state, judgement.exceptions) == ("incomplete", {})


@pytest.mark.parametrize(
    ("decisions", "excused"),
    [
        ({("incomplete", None): "excused"}, {"garage", "roof"}),
        ({("skipped", "roof"): "excused"}, {"roof"}),
        ({("incomplete", None): "excused", ("skipped", "roof"): "unexcused"}, {"garage"}),
        ({("incomplete", None): "unexcused"}, set()),
        ({("late", None): "excused"}, set()),
    ],
)
def test_what_is_excused_excuses_its_visits(decisions, excused):
    judgement = judge(walked(decisions=decisions), VISITS, WALKED[:1], [], MORNING)
    assert {id_ for id_, state in states(judgement).items() if state == "excused"} == excused


def test_an_excused_late_start_excuses_its_late_visits():
    scans = [scan("gate", 32), scan("garage", 42), scan("roof", 50)]
    judgement = judge(walked(30, 51, decisions={("late", None): "excused"}), VISITS, scans, [], MORNING)
    assert set(states(judgement).values()) == {"excused"}
    assert judgement.visits["gate"].scanned_at == at(32)


minutes = st.integers(-30, 240)
people = st.sampled_from(["ana", "ben"])
scans_made = st.lists(
    st.builds(scan, st.sampled_from(["gate", "garage", "roof", "elsewhere"]), minutes, people), max_size=8
)


@settings(deadline=None)
@given(
    st.data(),
    scans_made,
    st.lists(minutes, max_size=3),
    st.lists(st.tuples(minutes, people), max_size=3),
    st.lists(minutes, max_size=2),
    st.integers(0, 600),
)
def test_facts_give_the_same_judgement_in_any_order_and_however_often(
    data, scans, found, starts, ends, later
):
    """As they arrive one by one: each arrival is folded into what is stored and judged anew."""
    facts = [("scan", one) for one in scans] + [("found", at(minute)) for minute in found]
    facts += [("start", (at(minute), person)) for minute, person in starts]
    facts += [("end", at(minute)) for minute in ends]
    shuffled = data.draw(st.permutations(facts))
    repeated = shuffled + (data.draw(st.lists(st.sampled_from(facts), max_size=4)) if facts else [])
    assert arrive(facts, at(later)) == arrive(repeated, at(later))


def arrive(facts: list, now: datetime):
    """Store the facts as the service does, judging after each."""
    round_, scans, openings = ROUND, {}, set()
    judgement = judge(round_, VISITS, [], [], now)
    for kind, fact in facts:
        if kind == "scan":
            scans[fact.id] = fact
        elif kind == "found":
            openings.add(fact)
        elif kind == "end":
            round_ = replace(round_, ended_at=max(fact, round_.ended_at or fact))
        else:
            round_ = started(round_, fact)
        judgement = judge(round_, VISITS, list(scans.values()), openings, now)
        round_ = replace(
            round_,
            started_at=judgement.started_at,
            person_id=judgement.person_id,
            also_person_ids=judgement.also_person_ids,
        )
    return judgement


def started(round_: Round, fact: tuple[datetime, str]) -> Round:
    known = [] if round_.started_at is None else [(round_.started_at, round_.person_id)]
    started_at, person_id = min([fact, *known])
    others = {person for _, person in [fact, *known]} | set(round_.also_person_ids)
    also = tuple(sorted(others - {person_id}))
    return replace(round_, started_at=started_at, person_id=person_id, also_person_ids=also)
