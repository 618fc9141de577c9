"""Doubts about scans, as pure rules on plain data."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.patrols.scans.rules import (
    Candidate,
    NewScan,
    Place,
    RoundPlan,
    Sighting,
    Stop,
    distance_m,
    flags_of,
    new_scan,
    round_for,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GATE, POND, ROOF = (31.2304, 121.4737), (31.2304, 121.4747), (31.2304, 121.4757)  # 95 m apart
POINTS = {"gate": GATE, "pond": POND, "roof": ROOF}


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def sighting(id_: str, where: str, minutes: float, **more) -> Sighting:
    usual = {"person_id": "ana", "patrol_id": None, "place": POINTS.get(where), "fix": POINTS.get(where)}
    return Sighting(id=id_, at=after(minutes), checkpoint_id=where, **(usual | {"accuracy_m": 8} | more))


def place(where: str, **more) -> Place:
    usual = {"site_id": "north", "point": POINTS.get(where), "radius_m": 50}
    return Place(checkpoint_id=where, **(usual | more))


def flags(*scans: NewScan, known=(), rounds=None) -> dict[str, tuple[str, ...]]:
    return flags_of("ana", scans, known, rounds or {})


def new(
    id_: str, where: str = "gate", minutes: float = 0, *, skew_s: float = 0, elsewhere=False, **more
) -> NewScan:
    spot, plan = more.pop("spot", {}), more.pop("round", None)
    return new_scan(sighting(id_, where, minutes, **more), place(where, **spot), plan, skew_s, elsewhere)


def only(scan: NewScan, **more) -> tuple[str, ...]:
    return flags(scan, **more)[scan.sighting.id]


def test_a_scan_before_its_label_has_no_doubts():
    assert only(new("a")) == ()


@pytest.mark.parametrize(
    ("metres", "accuracy_m", "expected"),
    [
        (49, 0, ()),
        (52, 0, ("outside_geofence",)),
        (60, 12, ()),
        (300, 60, ("outside_geofence", "poor_accuracy")),
    ],
)
def test_the_geofence_is_as_wide_as_the_phone_is_unsure(metres, accuracy_m, expected):
    fix = (GATE[0] + metres / 111_195, GATE[1])
    assert only(new("a", fix=fix, accuracy_m=accuracy_m)) == expected


def test_no_position_is_a_doubt_of_its_own():
    assert only(new("a", fix=None, accuracy_m=None)) == ("no_position",)


def test_a_checkpoint_without_a_place_on_the_map_has_no_geofence():
    assert only(new("a", "cellar", fix=GATE)) == ()


@pytest.mark.parametrize(("skew_s", "expected"), [(120, ()), (121, ("clock_skew",)), (-500, ("clock_skew",))])
def test_a_clock_that_is_two_minutes_off(skew_s, expected):
    assert only(new("a", skew_s=skew_s)) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(11, ("too_fast",)), (13, ())])
def test_faster_than_seven_metres_a_second(seconds, expected):
    assert flags(new("a"), new("b", "pond", seconds / 60))["b"] == expected


def test_two_phones_of_one_person_cannot_be_at_two_gates_at_once():
    assert flags(new("a"), new("b", "roof"))["b"] == ("too_fast",)


def test_without_positions_nothing_is_said_about_pace():
    far = new("b", "cellar", 0.01, fix=None)
    assert flags(new("a"), far)["b"] == ("no_position",)


def test_where_checkpoints_have_no_place_the_phones_positions_count():
    first = new("a", "cellar", fix=GATE)
    assert flags(first, new("b", "garage", 0.1, fix=ROOF))["b"] == ("too_fast",)
    assert flags(first, new("b", "garage", 0.1, fix=ROOF, accuracy_m=200))["b"] == ("poor_accuracy",)


def test_the_ninth_scan_in_ten_minutes_is_a_burst():
    scans = [new(f"{n}", f"spot {n}", n, fix=None) for n in range(9)]
    marked = flags(*scans)
    assert "burst" in marked["8"]
    assert "burst" not in marked["7"]
    assert "burst" not in flags(*scans[:8], new("8", "spot 8", 10, fix=None))["8"]


def test_earlier_scans_from_the_store_count_too():
    known = [sighting(f"{n}", f"spot {n}", n, fix=None) for n in range(8)]
    assert "burst" in only(new("8", "spot 8", 8, fix=None), known=known)


def test_a_replaced_label_counts_as_such_from_its_replacement_on():
    assert only(new("a", spot={"replaced_at": after(-1)})) == ("replaced_tag",)
    assert only(new("a", spot={"replaced_at": after(1)})) == ()


ROUND = RoundPlan(
    "north",
    True,
    {
        name: Stop(position, after(2 * position - 5), after(2 * position + 5))
        for position, name in enumerate(POINTS)
    },
)


def walked(*steps: tuple[str, float], round_: RoundPlan = ROUND) -> list[tuple[str, ...]]:
    scans = [
        new(str(n), where, minutes, patrol_id="lap", round=round_) for n, (where, minutes) in enumerate(steps)
    ]
    marked = flags(*scans, rounds={"lap": round_})
    return [marked[str(n)] for n in range(len(steps))]


def test_a_round_walked_as_planned():
    assert walked(("gate", 0), ("pond", 2), ("roof", 4)) == [(), (), ()]


def test_only_the_stop_that_was_jumped_over_is_out_of_order():
    assert walked(("gate", 0), ("roof", 3), ("pond", 5)) == [(), (), ("out_of_order",)]
    unordered = RoundPlan("north", False, ROUND.stops)
    assert walked(("gate", 0), ("roof", 3), ("pond", 5), round_=unordered) == [(), (), ()]


def test_the_order_in_which_scans_arrive_does_not_matter():
    assert walked(("roof", 4), ("pond", 2), ("gate", 0)) == [(), (), ()]


def test_a_visit_outside_its_window():
    assert walked(("gate", -6), ("pond", 8)) == [("outside_window",), ("outside_window",)]


def test_a_checkpoint_seen_twice_in_a_round():
    assert walked(("gate", 0), ("gate", 4)) == [(), ("repeated",)]


def test_outside_rounds_a_repeat_counts_for_ten_minutes():
    assert flags(new("a"), new("b", minutes=9))["b"] == ("repeated",)
    assert flags(new("a"), new("b", minutes=10))["b"] == ()


def test_a_tag_of_another_site_than_the_rounds():
    south = RoundPlan("south", False, {})
    assert only(new("a", patrol_id="lap", round=south)) == ("other_site",)
    assert only(new("a", elsewhere=True)) == ("other_site",)


def test_a_team_mates_scan_advances_the_round_but_not_the_persons_trail():
    mate = sighting("m", "roof", 0.01, person_id="ben", patrol_id="lap")
    scan = new("a", "gate", 0.1, patrol_id="lap", round=ROUND)
    assert only(scan, known=[mate], rounds={"lap": ROUND}) == ("out_of_order",)


@given(st.permutations(range(12)), st.integers(0, 12))
def test_flags_depend_on_times_alone_however_the_batch_is_shuffled(order, split):
    names = list(POINTS)
    steps = [(names[n % 3], n * 1.1) for n in range(12)]
    scans = [
        new(str(n), where, minutes, patrol_id="lap", round=ROUND) for n, (where, minutes) in enumerate(steps)
    ]
    rounds = {"lap": ROUND}
    known = [scan.sighting for scan in scans[:split]]
    whole = flags(*scans, rounds=rounds)
    shuffled = flags(*[scans[n] for n in order if n >= split], known=known, rounds=rounds)
    assert shuffled == {id_: found for id_, found in whole.items() if int(id_) >= split}


def test_distance_of_a_hundredth_of_a_degree():
    assert distance_m((0, 0), (0, 0.01)) == pytest.approx(1111.95, abs=0.1)
    assert distance_m((90, 0), (-90, 0)) == pytest.approx(20_015_115, abs=1)


def candidate(patrol_id: str, *, running=False, since=-5, until=5, checkpoint_id="gate") -> Candidate:
    return Candidate(patrol_id, checkpoint_id, running, after(since), after(until))


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([], None),
        ([candidate("a")], "a"),
        ([candidate("a"), candidate("b")], None),
        ([candidate("a"), candidate("b", running=True)], "b"),
        ([candidate("a", running=True), candidate("b", running=True)], None),
        ([candidate("a", until=-1)], None),
        ([candidate("a", checkpoint_id="pond")], None),
    ],
)
def test_a_scan_without_a_round_finds_the_one_that_fits(candidates, expected):
    assert round_for("gate", NOON, candidates) == expected
