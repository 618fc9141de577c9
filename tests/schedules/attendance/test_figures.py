"""The attendance board against a table that was reckoned by hand."""

from datetime import date

import pytest

from schedules.attendance.figures import figures, overtime_ratio, worked_shifts
from schedules.attendance.rules import derive
from schedules.law.packs import CN_STANDARD
from schedules.law.pay import pay_classes
from schedules.law.shapes import Calendar
from schedules.spans import total
from tests.schedules.attendance.days import LATER, at, plan, punches

# Ten shifts of twelve hours, and what became of each.
SHIFTS = [
    plan("13 08:00", "13 20:00", "on time"),
    plan("14 08:00", "14 20:00", "late"),
    plan("15 08:00", "15 20:00", "left early"),
    plan("16 08:00", "16 20:00", "no-show"),
    plan("17 08:00", "17 20:00", "on leave", notice="leave"),
    plan("18 08:00", "18 20:00", "called off", notice="called_off"),
    plan("20 20:00", "21 08:00", "night"),
    plan("22 20:00", "23 08:00", "clock-in missing"),
    plan("24 08:00", "24 20:00", "vacant", person=None),
    plan("25 08:00", "25 20:00", "not yet over"),
]
MADE = punches(
    "in 13 08:00", "out 13 20:00",
    "in 14 09:00", "out 14 20:00",
    "in 15 08:00", "out 15 14:00",
    "in 20 19:50", "out 21 08:30",
    "out 23 08:00",
    "in 25 08:00",
)  # fmt: skip
NOW = at("25 12:00")


def board(**facts):
    return figures(derive(SHIFTS, MADE, now=NOW).attendances, now=NOW, **facts)


@pytest.mark.parametrize(
    ("name", "numerator", "denominator"),
    [
        # Worked: on time, late, left early, night, clock-in missing. Owed: those, the no-show, the call-off.
        ("attendance_rate", 5, 7),
        # 12 + 11 + 6 + 12 + 12 hours of seven times twelve.
        ("attendance_hours", 53 * 60, 84 * 60),
        # Of the owed, one start is not known. On time: on time, left early, night.
        ("punctuality", 3, 6),
        ("no_show_rate", 1, 7),
        # Every post-shift that is over, the vacant and the excused too.
        ("fill_rate", 5, 9),
        ("post_hours", 53 * 60, 108 * 60),
    ],
)
def test_the_board(name, numerator, denominator):
    figure = board()[name]
    assert (figure.numerator, figure.denominator) == (numerator, denominator)
    assert figure.share == numerator / denominator


def test_figures_open_their_rows():
    rate = board()["attendance_rate"]
    assert rate.counted == ("on time", "late", "left early", "night", "clock-in missing")
    assert set(rate.rows) - set(rate.counted) == {"no-show", "called off"}


def test_approved_leave_counts_where_an_organisation_says_so():
    assert board(leave_counts=True)["attendance_rate"].denominator == 8


def test_no_data_is_not_nought_per_cent():
    for figure in figures([], now=NOW).values():
        assert (figure.denominator, figure.share) == (0, None)
    assert overtime_ratio({}).share is None


def test_two_plans_at_once_are_one_duty_of_the_person_and_two_of_the_posts():
    clash = [plan("13 08:00", "13 20:00", "a"), plan("13 09:00", "13 18:00", "b")]
    held = figures(derive(clash, punches("in 13 08:00", "out 13 20:00"), now=LATER).attendances, now=LATER)
    assert (held["attendance_rate"].denominator, held["fill_rate"].denominator) == (1, 2)
    assert held["no_show_rate"].numerator == 0


def test_overtime_is_the_laws():
    shifts = [plan(f"{day} 08:00", f"{day} 20:00") for day in range(13, 19)]
    made = [each for day in range(13, 19) for each in punches(f"in {day} 08:00", f"out {day} 20:00")]
    derived = derive(shifts, made, now=LATER)
    paid = pay_classes(CN_STANDARD, worked_shifts(derived, "wang"))
    assert dict(paid.minutes) == {"normal": 2400, "150": 1200, "200": 720, "300": 0}
    ratio = overtime_ratio({"wang": paid})
    assert (ratio.numerator, ratio.denominator, ratio.counted) == (32 * 60, 72 * 60, ("wang",))


def test_a_night_begun_late_after_midnight_is_paid_on_the_date_of_its_shift():
    derived = derive(
        [plan("13 23:30", "14 07:30", breaks=[("14 03:00", "14 03:30")])],
        punches("in 14 00:10", "out 14 07:30"),
        now=LATER,
    )
    holiday = Calendar(holidays=frozenset({date(2026, 7, 14)}))
    (shift,) = worked_shifts(derived, "wang")
    assert (shift.on, total(shift.work)) == (date(2026, 7, 13), 440 - 30)
    paid = pay_classes(CN_STANDARD, [shift], calendar=holiday)
    assert [day.on for day in paid.days] == [date(2026, 7, 13)]
    assert paid.minutes["300"] == 410


def test_unplanned_work_is_paid_too():
    derived = derive([], punches("in 13 08:00", "out 13 12:00"), now=LATER)
    assert pay_classes(CN_STANDARD, worked_shifts(derived, "wang")).worked_minutes == 240
