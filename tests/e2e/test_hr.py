"""HR brings 500 people with leavers, gives them the fire module, sees it learnt, and reads the turnover."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Locator, Page, expect

from tests.e2e import school
from tests.e2e.conftest import ADMIN, DESK
from tests.e2e.stage import PASSWORD, Desk

SITE = "North Gate Estate"
FIRE = "Fire patrol and extinguishers"
ALL, LEAVERS = 500, 80
STAYED = ALL - LEAVERS
HEADINGS = ("Name", "Employee number", "Phone number", "Role", "Site", "Hired on", "Left on", "Exit reason")
REASONS = ("Resigned: pay", "Resigned: hours", "Retired")
LONG_MS = 60_000
IMPORT_MS = 240_000


@pytest.fixture(scope="module")
def organisation(installation) -> Desk:
    """HR, a site, and a guard who may sign in."""
    admin = Desk(installation.address).sign_in(ADMIN)
    site = admin.post("/sites", {"name": SITE, "lat": 31.2304, "lon": 121.4737})
    person = {"language": "en", "password": PASSWORD}
    office = [{"role": "hr", "site_id": None}]
    admin.post("/people", person | {"name": "Hui", "email": "hui@example.org", "grants": office})
    guard = [{"role": "guard", "site_id": site["id"]}]
    admin.post("/people", person | {"name": "Ana", "email": "ana@example.org", "grants": guard})
    return admin


@pytest.fixture
def staff_list(tmp_path) -> Path:
    """All were hired two years ago; since eight months ago, every third day one of them left."""
    today = datetime.now(UTC).date()
    hired_on = (today - timedelta(days=730)).isoformat()
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for number in range(ALL):
        row = (f"Guard {number:03}", f"N{number:04}", f"139{number:08}", "Guard", SITE, hired_on)
        left_on = (today - timedelta(days=3 * number + 3)).isoformat()
        leaving = (left_on, REASONS[number % len(REASONS)])
        sheet.append((*row, *(leaving if number < LEAVERS else (None, None))))
    book.save(path := tmp_path / "staff.xlsx")
    return path


@pytest.fixture
def desk(open_browser, organisation) -> Page:
    page = open_browser("hr", DESK).pages[0]
    page.goto(f"{organisation.address}/sign-in")
    page.get_by_label(re.compile("phone number or e-mail", re.I)).fill("hui@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Turnover")).to_be_visible(timeout=LONG_MS)
    return page


def test_hr_brings_500_people_trains_them_and_sees_who_leaves(desk, organisation, staff_list):
    import_staff(desk, staff_list)
    the_list_knows_who_left(desk)
    the_turnover_opens_its_rows(desk)
    assign_the_fire_module(desk)
    the_matrix_turns_when_a_guard_passes(desk, organisation)


def import_staff(page: Page, table: Path) -> None:
    page.get_by_role("link", name="Staff", exact=True).click()
    page.get_by_role("link", name="Staff import").click()
    page.get_by_label("Choose a CSV or Excel file").set_input_files(table)
    expect(page.get_by_text(f"All {ALL} rows are right")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name=f"Import {ALL} rows").click()
    done = page.get_by_role("status").filter(has_text=f"{ALL} rows imported.").first
    expect(done).to_be_visible(timeout=IMPORT_MS)


def the_list_knows_who_left(page: Page) -> None:
    page.get_by_role("link", name="Staff", exact=True).first.click()
    expect(page.get_by_text(f"Left {LEAVERS}")).to_be_visible(timeout=LONG_MS)
    page.get_by_label("State").select_option("Left")
    expect(page.get_by_text(f"{LEAVERS} rows")).to_be_visible()
    page.get_by_role("link", name="Guard 000").click()
    expect(page.get_by_text("Resigned: pay").first).to_be_visible()


def the_turnover_opens_its_rows(page: Page) -> None:
    page.get_by_role("link", name="Turnover").click()
    retention = page.locator("dl > div").filter(has_text=re.compile("^Retention"))
    expect(retention).to_contain_text("84%", timeout=LONG_MS)
    expect(page.get_by_role("cell", name=SITE)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("after 180 days"))).to_be_visible()
    page.get_by_role("link", name=f"{LEAVERS} left").click()
    expect(page.get_by_role("heading", name="Left")).to_be_visible()
    expect(page.get_by_text(f"{LEAVERS} rows")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    retention.get_by_role("link", name=str(STAYED)).click()
    expect(page.get_by_role("heading", name="Stayed throughout")).to_be_visible()


def assign_the_fire_module(page: Page) -> None:
    page.get_by_role("link", name="Training matrix").click()
    page.get_by_role("button", name="Assign").click()
    dialog = page.get_by_role("dialog", name="Assign")
    dialog.get_by_label("Module", exact=True).select_option(FIRE)
    dialog.get_by_text("By site, role, grade").click()
    dialog.get_by_label("Site", exact=True).select_option(SITE)
    dialog.get_by_role("button", name="Assign").click()
    expect(page.get_by_text(f"Assigned to {STAYED + 1} people")).to_be_visible(timeout=LONG_MS)


def the_matrix_turns_when_a_guard_passes(page: Page, organisation: Desk) -> None:
    page.get_by_role("searchbox", name="Name or number").fill("Ana")
    page.get_by_role("searchbox", name="Name or number").press("Enter")
    expect(cell_of(page, "Ana")).to_have_text(re.compile("Due"), timeout=LONG_MS)
    fire = next(
        one for one in organisation.get("/modules?limit=200")["items"] if one["code"] == "fire-patrol"
    )
    ana = Desk(organisation.address).sign_in("ana@example.org")
    assert school.take_test(organisation, ana, fire["id"], right=True)["passed"]
    expect(cell_of(page, "Ana")).to_have_text(re.compile("Current"), timeout=LONG_MS)
    page.get_by_role("link", name="Training figures").click()
    expect(page.get_by_text(f"1 of {STAYED + 1}").first).to_be_visible(timeout=LONG_MS)


def cell_of(page: Page, name: str) -> Locator:
    """The person's first cell; it opens what is behind it."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))
    return row.get_by_role("button").first
