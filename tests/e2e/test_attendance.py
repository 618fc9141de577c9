"""A month is settled: leave, a missed punch, the board computed by hand, the timesheets."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from guard_api.database import new_id
from tests.e2e.conftest import ADMIN, DESK
from tests.e2e.stage import PASSWORD, Desk

SHANGHAI = ZoneInfo("Asia/Shanghai")
SITE = "North Gate Estate"
DAY = {"code": "D", "name_zh": "白班", "name_en": "Day", "starts_at": "08:00", "minutes": 480}
LONG_MS = 20_000


@dataclass
class Month:
    """Last month, of which four days in a row were worked: Ana all of them, Ben two; nobody on the third."""

    site: str
    people: dict[str, str]
    days: list[date]

    @property
    def address(self) -> str:
        """The days as the desk's filters."""
        return f"from={self.days[0]}&until={self.days[-1]}"

    @property
    def name(self) -> str:
        return f"{self.days[0]:%B %Y}"


@pytest.fixture(scope="module")
def month(installation) -> Month:
    admin = Desk(installation.address).sign_in(ADMIN)
    place = {"name": SITE, "time_zone": "Asia/Shanghai", "lat": 31.2304, "lon": 121.4737}
    site = admin.post("/sites", place)["id"]
    people = {name: hired(admin, name, "guard", site) for name in ("Ana", "Ben")}
    hired(admin, "Sam", "supervisor", site)
    days = four_working_days(admin)
    sam = Desk(installation.address).sign_in("sam@example.org")
    plan = [("Ana", 0), ("Ana", 1), ("Ana", 2), ("Ana", 3), ("Ben", 0), ("Ben", 1), (None, 2)]
    publish(admin, sam, site, [(people.get(name), days[number]) for name, number in plan], DAY, "Last month")
    for name, number, came, went in (
        ("Ana", 0, time(8), time(16)),
        ("Ana", 1, time(8, 20), time(16)),
        ("Ana", 2, time(7, 58), None),
        ("Ben", 1, time(8), time(16)),
    ):
        clock(sam, site, people[name], days[number], came, went)
    ana = Desk(installation.address).sign_in("ana@example.org")
    ill = {"kind": "sick", "from_on": str(days[3]), "until_on": str(days[3]), "reason": "Fever"}
    ana.post("/my/leave", ill)
    return Month(site, people, days)


def four_working_days(admin: Desk) -> list[date]:
    """Monday to Thursday of last month's second week, holiday or not: the organisation's own word."""
    first = (datetime.now(SHANGHAI).date().replace(day=1) - timedelta(days=1)).replace(day=8)
    monday = first + timedelta(days=-first.weekday() % 7)
    days = [monday + timedelta(days=number) for number in range(4)]
    for on in days:
        admin.put(f"/calendar/{on}", {"kind": "working_day", "name_en": "A working day"})
    return days


def hired(admin: Desk, name: str, role: str, site_id: str) -> str:
    person = {"name": name, "email": f"{name.lower()}@example.org", "language": "en", "password": PASSWORD}
    return admin.post("/people", person | {"grants": [{"role": role, "site_id": site_id}]})["id"]


def publish(admin: Desk, sam: Desk, site: str, plan: list, kind: dict, name: str) -> None:
    """A roster with one place for each (person, day), published."""
    post = admin.post("/posts", {"site_id": site, "name": f"Gate, {kind['name_en']}", "kind": "gate"})["id"]
    shift = admin.post("/shift-types", kind)["id"]
    days = sorted(on for _, on in plan)
    facts = {"name": name, "from_on": str(days[0]), "until_on": str(days[-1]), "site_ids": [site]}
    roster = sam.post("/rosters", facts)
    adds = [
        {"add": {"post_id": post, "shift_type_id": shift, "on": str(on), "person_id": who}}
        for who, on in plan
    ]
    edits = {"edit_number": roster["edit_number"], "changes": adds, "accept": True}
    sam.post(f"/rosters/{roster['id']}/edits", edits)
    sam.post(f"/rosters/{roster['id']}/publish?accept=true", {})


def clock(sam: Desk, site: str, person: str, on: date, came: time, went: time | None) -> None:
    for kind, at in (("in", came), ("out", went)):
        if at is not None:
            instant = datetime.combine(on, at, SHANGHAI).astimezone(UTC).isoformat()
            said = {"person_id": person, "site_id": site, "kind": kind, "at": instant, "note": "Phone broken"}
            sam.post("/punches", said)


def desk_of(open_browser, address: str, login: str) -> Page:
    page = open_browser(login, DESK).pages[0]
    page.goto(f"{address}/sign-in")
    page.get_by_label(re.compile("phone number or e-mail", re.I)).fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Attendance", exact=True)).to_be_visible(timeout=LONG_MS)
    return page


def tile(page: Page, name: str) -> Locator:
    return page.locator("dl > div").filter(has=page.get_by_text(name, exact=True))


def test_a_month_is_settled_by_two_pairs_of_eyes(installation, month, open_browser, tmp_path):
    sam = desk_of(open_browser, installation.address, "sam@example.org")
    leave_is_approved_with_its_conflict_shown(sam, installation.address)
    a_missing_clock_out_is_asked_for(sam, installation.address, month)
    admin = desk_of(open_browser, installation.address, ADMIN)
    another_pair_of_eyes_accepts_it(admin)
    the_board_is_what_the_hand_computes(admin)
    the_timesheets_are_exported_and_locked(admin, month, tmp_path)


def leave_is_approved_with_its_conflict_shown(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/leave")
    row = page.get_by_role("row").filter(has_text="Ana")
    expect(row).to_contain_text("Sick leave", timeout=LONG_MS)
    row.get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Fever")).to_be_visible()
    expect(dialog.get_by_role("heading", name="1 thing in the way")).to_be_visible()
    approve = dialog.get_by_role("button", name="Approve")
    expect(approve).to_be_disabled()
    dialog.get_by_label("Approve although").check()
    approve.click()
    expect(page.get_by_text("No leave waits for a decision")).to_be_visible(timeout=LONG_MS)


def a_missing_clock_out_is_asked_for(page: Page, address: str, month: Month) -> None:
    page.goto(f"{address}/desk/attendance/shifts?{month.address}")
    row = page.get_by_role("row").filter(has_text="Clock-out missing")
    expect(row).to_have_count(1, timeout=LONG_MS)
    row.get_by_role("button", name="Shift of Ana").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Recorded by Sam")).to_be_visible()
    dialog.get_by_role("button", name="Ask for a correction").click()
    dialog.get_by_label("Add a clock-out").first.check()
    dialog.get_by_label("Add a clock-out").last.fill(f"{month.days[2]}T18:00")
    dialog.get_by_label("Reason").fill("Stayed for the fire alarm test")
    dialog.get_by_role("button", name="Send for decision").click()
    expect(page.get_by_text("Somebody else decides on it").first).to_be_visible(timeout=LONG_MS)
    page.get_by_role("link", name="Corrections").click()
    page.get_by_role("button", name="Decide on the correction for Ana").click()
    expect(page.get_by_text("somebody else must decide")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("button", name="Accept")).to_have_count(0)


def another_pair_of_eyes_accepts_it(page: Page) -> None:
    page.get_by_role("link", name="Attendance", exact=True).click()
    page.get_by_role("link", name="Corrections").click()
    page.get_by_role("button", name="Decide on the correction for Ana").click()
    page.get_by_role("dialog").get_by_role("button", name="Accept").click()
    expect(page.get_by_text("No correction waits for a decision")).to_be_visible(timeout=LONG_MS)


def the_board_is_what_the_hand_computes(page: Page) -> None:
    """Seven shifts: Ana worked three (480, 460 and 600 minutes: time counts from the planned start) and was
    ill once, Ben came to one of two, one was vacant. Owed are five; two hours lie over eight in a day."""
    page.get_by_role("link", name="Attendance board").click()
    page.get_by_role("button", name="Earlier month").click()
    for name, share, of in (
        ("Attendance rate", "80%", "4 of 5"),
        ("Punctuality", "60%", "3 of 5"),
        ("No-show rate", "20%", "1 of 5"),
        ("Fill rate", "57.1%", "4 of 7"),
        ("Overtime ratio", "5.9%", "2 h of 33 h 40 min"),
    ):
        expect(tile(page, name)).to_contain_text(share, timeout=LONG_MS)
        expect(tile(page, name)).to_contain_text(of)
    tile(page, "No-show rate").get_by_role("link").click()
    expect(page.get_by_role("heading", name="No-show rate")).to_be_visible()
    expect(page.get_by_text("5 rows")).to_be_visible()
    counted = page.get_by_role("row").filter(has=page.get_by_role("cell", name="yes", exact=True))
    expect(counted).to_have_count(1)
    expect(counted).to_contain_text("Ben")


def the_timesheets_are_exported_and_locked(page: Page, month: Month, tmp_path) -> None:
    page.get_by_role("button", name="Staff", exact=True).click()
    page.get_by_role("link", name="Timesheets").click()
    page.get_by_role("button", name="Earlier month").click()
    row = page.get_by_role("row").filter(has_text="Ana")
    expect(row).to_contain_text("25 h 40 min", timeout=LONG_MS)
    expect(row).to_contain_text("2 h")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export Excel").click()
    download.value.save_as(tmp_path / "timesheets.xlsx")
    head, *rows = load_workbook(tmp_path / "timesheets.xlsx").active.iter_rows(values_only=True)
    ana = dict(zip(head, next(one for one in rows if "Ana" in one), strict=True))
    assert 1540 in ana.values()
    assert 120 in ana.values()
    page.get_by_role("button", name="Lock for payroll").click()
    page.get_by_role("dialog").get_by_role("button", name="Lock for payroll").click()
    expect(page.get_by_role("heading", name="Locked periods")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("row").filter(has_text="Ana")).to_contain_text("Locked")


def test_who_comes_late_is_seen_to_come(installation, month, open_browser):
    """A shift that began half an hour ago: first missing, then late, without a reload."""
    began = datetime.now(SHANGHAI) - timedelta(minutes=30)
    kind = DAY | {"code": "X", "name_en": "Extra", "starts_at": f"{began:%H:%M}"}
    admin = Desk(installation.address).sign_in(ADMIN)
    sam = Desk(installation.address).sign_in("sam@example.org")
    publish(admin, sam, month.site, [(month.people["Ana"], began.date())], kind, "Today")
    page = desk_of(open_browser, installation.address, "sam@example.org")
    page.get_by_role("link", name="Attendance", exact=True).click()
    item = page.get_by_role("listitem").filter(has_text="Gate, Extra")
    expect(item).to_contain_text("Missing", timeout=LONG_MS)
    ana = Desk(installation.address).sign_in("ana@example.org")
    punch = {"id": new_id(), "kind": "in", "site_id": month.site, "lat": 31.2304, "lon": 121.4737}
    ana.post("/my/punches", punch | {"accuracy_m": 10})
    expect(item).to_contain_text("Came late", timeout=LONG_MS)
    expect(item).to_contain_text("min late")
