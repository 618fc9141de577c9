"""Sam plans a month for forty guards on three sites, publishes it, and repairs it after a call-off."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import month
from tests.e2e.conftest import ADMIN, DESK
from tests.e2e.stage import PASSWORD, Desk

PLACES = 906
SECONDS = 20
SLOW_MS = 120_000
FROM_ON, UNTIL_ON = month.next_month(datetime.now(UTC).date())


@pytest.fixture(scope="module")
def planned(installation) -> Desk:
    """What Sam plans with; then Sam's own calls, to look behind the screens."""
    month.set_up(Desk(installation.address).sign_in(ADMIN), FROM_ON)
    return Desk(installation.address).sign_in("sam@example.org")


@pytest.fixture
def desk(open_browser, planned) -> Page:
    page = open_browser("sam", DESK).pages[0]
    page.set_default_timeout(SLOW_MS)
    sign_in(page, planned.address)
    return page


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label(re.compile("phone number or e-mail", re.I)).fill("sam@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/**")


def test_a_month_is_solved_edited_published_repaired_and_read(desk, planned):
    story(desk, planned, desk.url.split("/desk")[0])


def story(page: Page, sam: Desk, address: str) -> None:
    make_the_draft(page, address)
    roster = page.url.rsplit("/", 1)[1]
    solve(page)
    person, on = edit_by_keyboard(page, sam, roster)
    publish(page)
    assert sam.get(f"/rosters/{roster}")["version"] == 1
    repair_a_call_off(page, sam, roster, person, on)
    read_the_coverage(page, sam, address)


def make_the_draft(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/rosters")
    page.get_by_role("button", name="New roster").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Next month")
    for site in ("North Gate", "River Tower", "South Works"):
        expect(dialog.get_by_label(site)).to_be_checked()
    dialog.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", name="Next month")).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text(f"0/{PLACES}")).to_be_visible(timeout=SLOW_MS)


def solve(page: Page) -> None:
    page.get_by_role("button", name="Solve").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Seconds at most").fill(str(SECONDS))
    dialog.get_by_role("button", name="Start").click()
    expect(dialog.get_by_text(re.compile(f"of {SECONDS} s"))).to_be_visible(timeout=SLOW_MS)
    expect(dialog.get_by_text(re.compile("from the best possible|not known yet|proven"))).to_be_visible()
    dialog.get_by_role("button", name="Take it over").click(timeout=SLOW_MS)
    expect(dialog.get_by_text("Taken over into the roster")).to_be_visible(timeout=SLOW_MS)
    dialog.get_by_role("button", name="Close").click()
    filled = page.locator("dl").get_by_text(re.compile(rf"[1-9]\d\d/{PLACES} · \d\d"))
    expect(filled).to_be_visible(timeout=SLOW_MS)


def edit_by_keyboard(page: Page, sam: Desk, roster: str) -> tuple[str, str]:
    """Of the first shift in sight: cleared, typed anew, taken back and forth; then locked."""
    cell = page.locator("[data-cell]", has=page.locator(".code")).first
    place, code = cell.get_attribute("data-cell"), cell.locator(".code").inner_text()
    cell = page.locator(f'[data-cell="{place}"]')
    number = sam.get(f"/rosters/{roster}")["edit_number"]
    cell.focus()
    page.keyboard.press("Delete")
    expect(cell.locator(".code")).to_have_count(0)
    page.keyboard.type(code)
    expect(cell.locator(".code")).to_have_text(code, timeout=SLOW_MS)
    wait_for_edit(page, sam, roster, number + 2)
    page.keyboard.press("Control+z")
    expect(cell.locator(".code")).to_have_count(0, timeout=SLOW_MS)
    wait_for_edit(page, sam, roster, number + 3)
    page.keyboard.press("Control+y")
    expect(cell.locator(".code")).to_have_text(code, timeout=SLOW_MS)
    cell.focus()
    page.keyboard.press("Shift+L")
    expect(cell).to_contain_text("locked", timeout=SLOW_MS)
    page.keyboard.press("Delete")
    expect(page.get_by_text("This cell is locked")).to_be_visible()
    return behind(cell, sam, roster)


def wait_for_edit(page: Page, sam: Desk, roster: str, number: int) -> None:
    for _ in range(120):
        if sam.get(f"/rosters/{roster}")["edit_number"] >= number:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"edit {number} never came")


def behind(cell: Locator, sam: Desk, roster: str) -> tuple[str, str]:
    """Who and when, as the server has it: exactly one shift is locked."""
    for _ in range(40):
        shifts = sam.get(f"/rosters/{roster}/grid?by=posts&limit=1000")["shifts"]
        if found := [one for one in shifts if one["locked"]]:
            (shift,) = found
            return shift["person_id"], shift["on"]
        cell.page.wait_for_timeout(500)
    raise AssertionError("nothing was locked")


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("No rule that may not be broken stands in the way.")).to_be_visible()
    warnings = dialog.get_by_label("I have read the warnings and accept them")
    if warnings.count():
        warnings.check()
    dialog.get_by_role("button", name="Publish and tell").click()
    expect(page.get_by_text("Version 1")).to_be_visible(timeout=SLOW_MS)


def repair_a_call_off(page: Page, sam: Desk, roster: str, person: str, on: str) -> None:
    cell = page.locator("[data-cell]", has=page.locator(".code")).first
    cell.click()
    page.get_by_role("button", name="Called off").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason", exact=True).select_option("sick")
    dialog.get_by_role("button", name="Called off").click()
    expect(dialog.get_by_text("Who could take it")).to_be_visible(timeout=SLOW_MS)
    (call_off,) = sam.get("/call-offs")["items"]
    assert (call_off["person_id"], call_off["on"]) == (person, on)
    dialog.get_by_role("button", name=re.compile("^Assign ")).first.click(timeout=SLOW_MS)
    accept_if_asked(dialog)
    expect(page.get_by_text("Filled, and everybody concerned is told")).to_be_visible(timeout=SLOW_MS)
    newest = sam.get(f"/rosters/{roster}/versions")["items"][0]
    (change,) = newest["changes"]
    assert change["shift_id"] == call_off["shift_id"]
    assert change["after"]["person_id"] not in (None, person)
    assert newest["reason"] == "Replacement after a call-off"


def accept_if_asked(dialog: Locator) -> None:
    """A replacement may bring a warning, which is to be read first."""
    dialog.page.wait_for_timeout(3_000)
    warnings = dialog.get_by_label("I have read the warnings and accept them")
    if warnings.count():
        warnings.check()
        dialog.get_by_role("button", name="Change and tell").click()


def read_the_coverage(page: Page, sam: Desk, address: str) -> None:
    page.goto(f"{address}/desk/post-coverage?from={FROM_ON}&to={UNTIL_ON}")
    total = sam.get(f"/coverage/posts?from_on={FROM_ON}&until_on={UNTIL_ON}")["total"]
    assert total["places"] == PLACES
    hours = f"{total['demanded_minutes'] / 60:,.1f}".removesuffix(".0")
    expect(page.locator("dl").get_by_text(hours, exact=True)).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_role("row")).to_have_count(13)
