from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.sessions import rules

START = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
END = START + timedelta(hours=2)


@given(
    holding=st.integers(0, 30), places=st.integers(1, 30), waiting=st.lists(st.uuids().map(str), max_size=40)
)
def test_who_moves_up_fills_the_room_and_no_more_first_come_first_served(holding, places, waiting):
    moved = rules.moving_up(waiting, holding=holding, places=places)
    assert moved == waiting[: len(moved)]
    assert len(moved) == min(len(waiting), max(0, places - holding))


@pytest.mark.parametrize(
    ("minutes", "flags"),
    [(-61, ["outside_hours"]), (-60, []), (0, []), (150, []), (151, ["outside_hours"])],
)
def test_the_door_is_open_from_an_hour_before_to_half_an_hour_after(minutes, flags):
    found = rules.door_flags(
        at=START + timedelta(minutes=minutes),
        starts_at=START,
        ends_at=END,
        state="booked",
        with_code=True,
        cancelled=False,
        clock_skew_s=0,
    )
    assert found == flags


def test_codes_differ_and_are_read_from_links_and_from_typing():
    codes = {rules.new_door_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert rules.canonical(rules.door_link("https://patrol.example/", code)) == code
        assert rules.canonical(f" {code[:6].lower()} - {code[6:]}") == code


@given(
    st.lists(
        st.fixed_dictionaries({"key": st.sampled_from("abcdef"), "required": st.booleans()}),
        unique_by=lambda item: item["key"],
    ),
    st.dictionaries(st.sampled_from("abcdef"), st.booleans()),
)
def test_a_practical_is_passed_when_nothing_required_is_left(checklist, done):
    lacking = [item for item in checklist if item["required"] and not done.get(item["key"])]
    assert rules.practical_passed(checklist, done) == (not lacking)
