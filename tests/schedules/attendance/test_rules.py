"""What becomes of planned shifts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from schedules.attendance.facts import (
    IN,
    OUT,
    Correction,
    Tolerances,
    accepted,
    correction_faults,
)
from schedules.attendance.rules import derive, expected_punch
from schedules.attendance.words import CORRECTION_FAULTS, FLAGS, IGNORED, QUESTIONS, STATES
from tests.schedules.attendance.days import LATER, at, minutes_of, only, plan, punch, punches

DAY = plan("13 08:00", "13 20:00", "day", breaks=[("13 12:00", "13 13:00")])
NIGHT = plan("13 20:00", "14 08:00", "night")


def test_a_day_as_planned():
    held = only([DAY], punches("in 13 07:58", "out 13 20:02"))
    assert (held.state, held.on, held.flags) == ("worked", date(2026, 7, 13), ())
    assert (held.early_minutes, held.inside_minutes, held.break_minutes, held.over_minutes) == (2, 660, 60, 2)
    assert (held.worked_minutes, held.planned_minutes, held.unconfirmed_minutes) == (662, 660, 0)


def test_time_before_the_start_counts_where_the_organisation_says_so():
    held = only([DAY], punches("in 13 07:45", "out 13 20:00"), allow=Tolerances(early_counts=True))
    assert held.worked_minutes == 675


@pytest.mark.parametrize(
    ("made", "late", "left", "flags"),
    [
        (("in 13 08:05", "out 13 20:00"), 0, 0, ()),
        (("in 13 08:06", "out 13 20:00"), 6, 0, ("late",)),
        (("in 13 08:00", "out 13 19:55"), 0, 0, ()),
        (("in 13 08:00", "out 13 19:54"), 0, 6, ("left_early",)),
        (("in 13 08:00", "out 13 20:30"), 0, 0, ("stayed_over",)),
    ],
)
def test_late_and_early_have_a_tolerance(made, late, left, flags):
    held = only([DAY], punches(*made))
    assert (held.late_minutes, held.left_early_minutes, held.flags) == (late, left, flags)


@pytest.mark.parametrize(
    ("made", "break_minutes", "worked"),
    [
        pytest.param(("in 13 08:00", "out 13 20:00"), 60, 660, id="not clocked: as planned"),
        pytest.param(
            ("in 13 08:00", "out 13 12:00", "in 13 13:00", "out 13 20:00"), 0, 660, id="clocked as planned"
        ),
        pytest.param(
            ("in 13 08:00", "out 13 15:00", "in 13 16:00", "out 13 20:00"), 0, 660, id="at another time"
        ),
        pytest.param(
            ("in 13 08:00", "out 13 10:00", "in 13 10:15", "out 13 20:00"), 45, 660, id="a quarter of it"
        ),
        pytest.param(
            ("in 13 08:00", "out 13 12:00", "in 13 13:30", "out 13 20:00"), 0, 630, id="longer than planned"
        ),
        pytest.param(("in 13 08:00", "out 13 11:00"), 0, 180, id="left before it"),
    ],
)
def test_breaks(made, break_minutes, worked):
    held = only([DAY], punches(*made))
    assert (held.break_minutes, held.worked_minutes) == (break_minutes, worked)


def test_a_split_shift_is_two_plans_and_two_stays():
    morning, evening = plan("13 08:00", "13 12:00", "a"), plan("13 16:00", "13 20:00", "b")
    made = punches("in 13 08:00", "out 13 12:00", "in 13 16:00", "out 13 20:00")
    assert [each.worked_minutes for each in only([morning, evening], made)] == [240, 240]


def test_a_double_shift_is_clocked_once_and_each_shift_has_its_own_hours():
    first, second = only([DAY, NIGHT], punches("in 13 08:00", "out 14 08:00"))
    assert (first.inside_minutes, first.over_minutes, first.last_out_at) == (660, 0, DAY.end_at)
    assert (second.inside_minutes, second.early_minutes, second.late_minutes) == (720, 0, 0)


def test_clocking_in_anew_for_the_second_of_two_shifts_changes_nothing():
    made = punches("in 13 08:00", "in 13 20:01", "out 14 08:00")
    derived = derive([DAY, NIGHT], made, now=LATER)
    assert derived.ignored == {"wangin13 20:01": "stayed_on"}
    assert [each.worked_minutes for each in derived.attendances] == [660, 720]


def test_a_clock_in_for_a_later_shift_while_on_duty_ends_nothing():
    later = plan("13 21:30", "14 05:30", "later")
    made = punches("in 13 08:00", "in 13 19:45", "out 13 20:00", "in 13 21:30", "out 14 05:30")
    first, second = only([DAY, later], made, allow=Tolerances(early=120))
    assert (first.inside_minutes, first.unconfirmed_minutes, first.flags) == (660, 0, ())
    assert (second.inside_minutes, second.late_minutes) == (480, 0)


def test_a_punch_sent_again_much_later_is_the_same_punch():
    made = punches("in 13 07:58", "out 13 20:00")
    again = [replace(each, received_at=each.received_at + timedelta(days=2)) for each in made]
    assert derive([DAY], again + made, now=LATER) == derive([DAY], made, now=LATER)


def test_staying_between_two_shifts_that_follow_on_is_work():
    late = plan("13 21:00", "14 05:00", "late")
    first, second = only([DAY, late], punches("in 13 08:00", "out 14 05:00"))
    assert (first.over_minutes, second.early_minutes, second.inside_minutes) == (60, 0, 480)


def test_a_forgotten_clock_out_closes_where_the_shift_ended_and_is_asked():
    open_ = derive([DAY], punches("in 13 08:00"), now=at("14 02:00"))
    assert open_.attendances[0].state == "working"
    closed = derive([DAY], punches("in 13 08:00"), now=at("14 02:01"))
    (held,) = closed.attendances
    assert (held.state, held.worked_minutes, held.unconfirmed_minutes) == ("worked", 660, 660)
    assert set(held.flags) == {"missed_out", "closed_unasked"}
    assert held.last_out_at is None
    (question,) = closed.questions
    assert (question.kind, question.shift_id, question.presumed_at) == ("when_out", "day", DAY.end_at)


def test_a_forgotten_clock_in_is_presumed_at_the_planned_start_and_asked():
    derived = derive([NIGHT], punches("out 14 08:03"), now=LATER)
    (held,) = derived.attendances
    assert (held.inside_minutes, held.over_minutes, held.unconfirmed_minutes) == (720, 3, 723)
    assert (held.flags, held.first_in_at, held.late_minutes) == (("missed_in",), None, 0)
    assert [(each.kind, each.presumed_at) for each in derived.questions] == [("when_in", NIGHT.start_at)]


def test_a_clock_in_forgotten_after_lunch_loses_nobody_the_afternoon():
    held = only([DAY], punches("in 13 08:00", "out 13 12:00", "out 13 20:00"))
    assert (held.inside_minutes, held.break_minutes, held.unconfirmed_minutes) == (660, 60, 420)
    assert held.flags == ("missed_in",)


def test_a_clock_out_long_after_the_end_is_claimed_and_not_yet_counted():
    derived = derive([DAY], punches("in 13 08:00", "out 14 03:00"), now=LATER)
    (held,) = derived.attendances
    assert (held.worked_minutes, held.claimed_minutes) == (660, 7 * 60)
    assert {"missed_out", "claimed"} <= set(held.flags)
    assert len(derived.questions) == 1


def test_a_clock_in_before_the_window_is_unplanned_work_up_to_the_shift():
    derived = derive([DAY], punches("in 13 05:00", "out 13 20:00"), now=LATER)
    (held,) = derived.attendances
    assert (held.early_minutes, held.inside_minutes, held.late_minutes) == (0, 660, 0)
    assert "before_window" in held.flags
    (extra,) = derived.unplanned
    assert (extra.span.minutes, extra.confirmed, extra.on) == (180, True, date(2026, 7, 13))


def test_work_without_a_plan_is_kept_and_belongs_to_the_date_it_begins_on():
    derived = derive([], punches("in 13 22:00", "out 14 06:00"), now=LATER)
    (extra,) = derived.unplanned
    assert (extra.on, extra.span.minutes, derived.attendances) == (date(2026, 7, 13), 480, ())


def test_work_without_a_plan_and_without_an_end_is_asked_and_counts_nothing():
    assert derive([], punches("in 13 22:00"), now=at("14 12:00")).unplanned[0].span.minutes == 14 * 60
    derived = derive([], punches("in 13 22:00"), now=at("14 13:01"))
    assert (derived.unplanned[0].span.minutes, derived.questions[0].kind) == (0, "when_out")


def test_a_shift_passes_from_planned_to_missing_to_no_show():
    states = [
        only([DAY], [], now=at(when)).state for when in ("13 08:04", "13 08:05", "13 19:59", "13 20:00")
    ]
    assert states == ["planned", "missing", "missing", "absent"]
    deadlines = [only([DAY], [], now=at(when)).judge_at for when in ("13 07:00", "13 09:00", "13 21:00")]
    assert deadlines == [DAY.start_at, DAY.end_at, None]
    assert only([DAY], [], now=DAY.start_at).judge_at == DAY.start_at + timedelta(minutes=5)


def test_a_phone_that_was_offline_turns_a_no_show_into_a_shift_worked():
    late = [
        punch("in", "13 07:58", late_hours=60),
        punch("out", "13 20:00", late_hours=48),
    ]
    held = only([DAY], late)
    assert (held.state, held.late_minutes, held.flags) == ("worked", 0, ("received_late",))


@pytest.mark.parametrize("notice", ["leave", "called_off"])
def test_who_said_so_before_is_no_no_show(notice):
    excused = plan("13 08:00", "13 20:00", notice=notice)
    assert only([excused], []).state == notice
    came = only([excused], punches("in 13 08:00", "out 13 20:00"))
    assert (came.state, came.flags) == ("worked", ("came_despite_notice",))


def test_a_shift_without_a_person_is_vacant():
    assert only([plan("13 08:00", "13 20:00", person=None)], []).state == "vacant"


def test_whose_relief_does_not_come_is_named_with_the_wait():
    relief = plan("13 20:00", "14 08:00", "relief", person="li", relieves="day")
    stays = punches("in 13 08:00")
    waiting, missing = only([DAY, relief], stays, now=at("13 20:40"))
    assert (waiting.state, waiting.waited_for_relief_minutes, missing.state) == ("working", 40, "missing")
    assert "relief_not_arrived" in waiting.flags
    came = [*stays, *punches("out 13 20:50"), *punches("in 13 20:45", "out 14 08:00", person="li")]
    waited, late = only([DAY, relief], came)
    assert (waited.waited_for_relief_minutes, waited.over_minutes, late.late_minutes) == (45, 50, 45)
    assert "relief_late" in waited.flags
    punctual = [*stays, *punches("out 13 20:05"), *punches("in 13 19:50", "out 14 08:00", person="li")]
    assert only([DAY, relief], punctual)[0].flags == ()


def test_only_its_guards_punches_fill_a_shift():
    assert only([DAY], punches("in 13 08:00", "out 13 20:00", person="li")).state == "absent"


ASKED = {"person_id": "wang", "reason": "手机没电", "asked_by": "wang", "asked_at": at("15 09:00")}


def test_a_correction_needs_a_second_person_and_leaves_the_punches_alone():
    made = punches("in 13 08:00")
    added = punch("out", "13 20:10", "by-hand")
    asked = Correction("c1", adds=(added,), **ASKED)
    granted = Correction("c1", adds=(added,), decision="accepted", decided_by="chen", **ASKED)
    assert only([DAY], made, corrections=[asked]).unconfirmed_minutes == 660
    held = only([DAY], made, corrections=[granted])
    assert (held.unconfirmed_minutes, held.over_minutes) == (0, 10)
    assert set(held.flags) == {"corrected", "stayed_over"}
    assert len(made) == 1


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"adds": ()}, "nothing_corrected"),
        ({"adds": (punch("out", "13 20:00", person="li"),)}, "of_somebody_else"),
        ({"decided_by": "wang", "asked_by": "chen"}, "own_hours"),
        ({"decided_by": "chen", "asked_by": "chen"}, "own_request"),
    ],
)
def test_four_eyes(changed, fault):
    facts = {"adds": (punch("out", "13 20:00"),), "decision": "accepted", "decided_by": "chen"}
    assert accepted(Correction("c1", **ASKED, **facts))
    broken = Correction("c1", **(ASKED | facts | changed))
    assert fault in correction_faults(broken)
    assert not accepted(broken)
    assert set(CORRECTION_FAULTS[fault]) == {"zh-CN", "en"}


def test_a_voided_punch_holds_no_longer_and_says_why():
    wrong = [*punches("in 13 08:00", "out 13 09:00", "out 13 20:00")]
    void = Correction("c1", voids=(wrong[1].id,), decision="accepted", decided_by="chen", **ASKED)
    derived = derive([DAY], wrong, now=LATER, corrections=[void])
    assert derived.ignored == {wrong[1].id: "voided"}
    assert (derived.attendances[0].worked_minutes, derived.attendances[0].unconfirmed_minutes) == (660, 0)


# One row for each way a shift can lie over midnight or a change of the clocks: zone, month, plan, punches,
# the date it belongs to, minutes inside, minutes after.
OVER_MIDNIGHT = {
    "a night": ("Asia/Shanghai", "2026-07", "13 20:00", "14 08:00", "13 19:55", "14 08:05", 13, 720, 5),
    "from midnight": ("Asia/Shanghai", "2026-07", "14 00:00", "14 08:00", "13 23:50", "14 08:00", 14, 480, 0),
    "to midnight": ("Asia/Shanghai", "2026-07", "13 16:00", "14 00:00", "13 16:00", "14 00:10", 13, 480, 10),
    "clocked in after midnight": (
        "Asia/Shanghai", "2026-07", "13 23:30", "14 07:30", "14 00:10", "14 07:30", 13, 440, 0,
    ),
    "24 hours": ("Asia/Shanghai", "2026-07", "13 08:00", "14 08:00", "13 08:00", "14 08:00", 13, 1440, 0),
    "the end of a month": (
        "Asia/Shanghai", "2026-07", "30 20:00", "31 08:00", "30 20:00", "31 08:00", 30, 720, 0,
    ),
    "spring, Berlin": (
        "Europe/Berlin", "2026-03", "28 22:00", "29 06:00", "28 22:00", "29 06:00", 28, 420, 0,
    ),
    "autumn, Berlin": (
        "Europe/Berlin", "2026-10", "24 22:00", "25 06:00", "24 22:00", "25 06:00", 24, 540, 0,
    ),
    "spring, starts in the gap": (
        "Europe/Berlin", "2026-03", "29 02:30", "29 10:30", "29 03:30", "29 10:30", 29, 420, 0,
    ),
    "autumn, starts in the fold": (
        "Europe/Berlin", "2026-10", "25 02:30", "25 10:30", "25 02:30", "25 10:30", 25, 540, 0,
    ),
    "spring, London": (
        "Europe/London", "2026-03", "28 20:00", "29 08:00", "28 20:00", "29 08:00", 28, 660, 0,
    ),
    "autumn, London": (
        "Europe/London", "2026-10", "24 20:00", "25 08:00", "24 20:00", "25 08:00", 24, 780, 0,
    ),
    "spring, Los Angeles": (
        "America/Los_Angeles", "2026-03", "07 22:00", "08 06:00", "07 22:00", "08 06:00", 7, 420, 0,
    ),
    "autumn, Los Angeles": (
        "America/Los_Angeles", "2026-11", "01 00:00", "01 08:00", "01 00:00", "01 08:00", 1, 540, 0,
    ),
    "half an hour of change": (
        "Australia/Lord_Howe", "2026-10", "03 22:00", "04 06:00", "03 22:00", "04 06:00", 3, 450, 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", OVER_MIDNIGHT)
def test_over_midnight_and_over_a_change_of_the_clocks(case):
    zone, month, starts, ends, came, left, day, inside, over = OVER_MIDNIGHT[case]
    clock = {"zone": zone, "month": month}
    held = only([plan(starts, ends, **clock)], punches(f"in {came}", f"out {left}", **clock))
    assert (held.state, held.on.day, held.inside_minutes, held.over_minutes) == ("worked", day, inside, over)
    assert held.left_early_minutes == 0


def test_a_clock_out_in_the_hour_that_comes_twice_is_the_instant_it_was():
    clock = {"zone": "Europe/Berlin", "month": "2026-10"}
    shift = plan("24 22:00", "25 06:00", **clock)
    begun = punch("in", "24 22:00", **clock)
    for hour, inside in ((0, 270), (1, 330)):
        left = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        ended = punch("out", "24 22:00", "out", **clock)
        ended = replace(ended, occurred_at=left, received_at=left)
        assert only([shift], [begun, ended]).inside_minutes == inside


# What went wrong elsewhere.


def test_frappe_hrms_3298_a_night_s_clock_out_is_not_the_next_day_s_evening_shift():
    night, evening = plan("13 18:00", "14 07:00", "night"), plan("14 14:00", "14 20:00", "evening")
    made = punches("in 13 18:30", "out 14 07:10")
    worked, missed = only([night, evening], made)
    assert (worked.state, worked.inside_minutes, worked.over_minutes, worked.late_minutes) == (
        "worked",
        750,
        10,
        30,
    )
    assert (missed.state, missed.punch_ids) == ("absent", ())
    assert only([night, evening], made, now=at("14 13:00"))[1].state == "planned"


def test_frappe_hrms_3839_in_and_out_of_overlapping_plans_are_one_shift_and_nobody_is_absent():
    assigned, default = plan("13 10:00", "13 19:00", "assigned"), plan("13 09:00", "13 18:00", "default")
    held = only([assigned, default], punches("in 13 09:58", "out 13 19:03"))
    assert [each.state for each in held] == ["worked", "clashing"]
    assert (held[0].inside_minutes, held[0].over_minutes, held[1].punch_ids) == (540, 3, ())


def test_frappe_hrms_1107_every_shift_of_a_month_without_punches_is_a_no_show():
    shifts = []
    for day in range(1, 31):
        starts = ("06:00", "14:00", "22:00", "09:00")[day % 4]
        ends = {"06:00": "14:00", "14:00": "22:00", "09:00": "18:00"}.get(starts)
        until = f"{day:02d} {ends}" if ends else f"{day + 1:02d} 06:00"
        shifts.append(plan(f"{day:02d} {starts}", until))
    assert [each.state for each in only(shifts, [])] == ["absent"] * 30


def test_frappe_hrms_3349_a_shift_after_another_of_its_kind_is_not_skipped():
    shifts = [plan(f"{day} 22:00", f"{day + 1} 06:00") for day in range(13, 18)]
    made = punches("in 13 22:00", "out 14 06:00", "in 16 22:00", "out 17 06:00")
    states = [each.state for each in only(shifts, made)]
    assert states == ["worked", "absent", "absent", "worked", "absent"]


@pytest.mark.parametrize(
    ("now", "made", "offers"),
    [
        pytest.param("14 08:00", ("in 13 10:00",), (IN, "today"), id="before the shift"),
        pytest.param("14 14:00", ("in 13 10:00",), (IN, "today"), id="in the shift, not yet clocked in"),
        pytest.param("14 14:00", ("in 13 10:00", "in 14 10:00"), (OUT, "today"), id="clocked in"),
        pytest.param("13 20:00", ("in 13 10:00",), (OUT, "yesterday"), id="staying over"),
        pytest.param("13 20:00", ("in 13 10:00", "out 13 18:00"), (IN, None), id="done"),
    ],
)
def test_frappe_hrms_3859_yesterday_s_forgotten_clock_out_does_not_turn_today_s_first_punch(
    now, made, offers
):
    shifts = [plan("13 10:00", "13 18:00", "yesterday"), plan("14 10:00", "14 18:00", "today")]
    assert expected_punch(shifts, punches(*made), now=at(now)) == offers


def test_frappe_hrms_3859_each_day_keeps_its_own_punches():
    shifts = [plan("13 10:00", "13 18:00", "yesterday"), plan("14 10:00", "14 18:00", "today")]
    derived = derive(shifts, punches("in 13 10:00", "in 14 09:55", "out 14 18:00"), now=LATER)
    yesterday, today = derived.attendances
    assert (yesterday.inside_minutes, yesterday.unconfirmed_minutes) == (480, 480)
    assert (today.inside_minutes, today.unconfirmed_minutes, today.flags) == (480, 0, ())
    assert [each.shift_id for each in derived.questions] == ["yesterday"]


def test_frappe_hrms_3859_an_out_sent_by_a_stale_phone_costs_nobody_the_day():
    shifts = [plan("13 10:00", "13 18:00", "yesterday"), plan("14 10:00", "14 18:00", "today")]
    _, today = only(shifts, punches("in 13 10:00", "out 14 10:02", "out 14 18:00"))
    assert (today.inside_minutes, today.unconfirmed_minutes) == (480, 480)


def test_one_fm_2542_two_nights_in_a_row_keep_their_own_clock_outs():
    shifts = [plan("13 20:00", "14 08:00", "first"), plan("14 20:00", "15 08:00", "second")]
    made = punches("in 13 19:50", "out 14 08:20", "in 14 19:55", "out 15 08:00")
    first, second = only(shifts, made)
    assert (first.on.day, first.inside_minutes, first.over_minutes) == (13, 720, 20)
    assert (second.on.day, second.inside_minutes, second.late_minutes) == (14, 720, 0)
    derived = derive(shifts, made, now=LATER)
    assert minutes_of(derived) == 750 + 725


def test_everything_that_is_shown_has_words_in_both_languages():
    for table in (STATES, FLAGS, IGNORED, QUESTIONS, CORRECTION_FAULTS):
        assert all(set(said) == {"zh-CN", "en"} and all(said.values()) for said in table.values())
