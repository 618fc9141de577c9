"""A guard's shifts without a signal: the roster seen, a night over midnight, leave; and a swap."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import ADMIN, PHONE
from tests.e2e.line import Line
from tests.e2e.stage import PASSWORD, Desk

SHANGHAI = ZoneInfo("Asia/Shanghai")
GATE = {"lat": 31.2304, "lon": 121.4737}
NIGHT = {"code": "N", "name_zh": "夜班", "name_en": "Night", "starts_at": "22:00", "minutes": 480}
TO_SWAP = 4


@dataclass
class Roster:
    """A published roster: Ana's last night, and a night ahead for each of Ana and Ben."""

    id: str
    night: datetime
    people: dict[str, str]

    @property
    def ahead(self) -> date:
        return datetime.now(SHANGHAI).date() + timedelta(days=TO_SWAP)


@pytest.fixture(scope="module")
def roster(installation) -> Roster:
    admin = Desk(installation.address).sign_in(ADMIN)
    site = admin.post("/sites", {"name": "North Gate Estate", "time_zone": "Asia/Shanghai"} | GATE)["id"]
    people = {name: hired(admin, name, "guard", site) for name in ("Ana", "Ben")}
    people["Sam"] = hired(admin, "Sam", "supervisor", site)
    post = admin.post("/posts", {"site_id": site, "name": "Main gate", "kind": "gate"})["id"]
    kind = admin.post("/shift-types", NIGHT)["id"]
    night = last_night()
    ahead = datetime.now(SHANGHAI).date() + timedelta(days=TO_SWAP)
    sam = Desk(installation.address).sign_in("sam@example.org")
    made = sam.post(
        "/rosters",
        {
            "name": "This month",
            "from_on": night.date().isoformat(),
            "until_on": (ahead + timedelta(days=7)).isoformat(),
            "site_ids": [site],
        },
    )
    plan = [("Ana", night.date()), ("Ana", ahead), ("Ben", ahead + timedelta(days=2))]
    adds = [
        {
            "add": {
                "post_id": post,
                "shift_type_id": kind,
                "on": on.isoformat(),
                "person_id": people[name],
            }
        }
        for name, on in plan
    ]
    edits = {"edit_number": made["edit_number"], "changes": adds, "accept": True}
    sam.post(f"/rosters/{made['id']}/edits", edits)
    sam.post(f"/rosters/{made['id']}/publish?accept=true", {})
    return Roster(made["id"], night, people)


def hired(admin: Desk, name: str, role: str, site_id: str) -> str:
    person = {"name": name, "email": f"{name.lower()}@example.org", "language": "en", "password": PASSWORD}
    return admin.post("/people", person | {"grants": [{"role": role, "site_id": site_id}]})["id"]


def last_night() -> datetime:
    """Ten in the evening of the last night that is over."""
    today = (datetime.now(SHANGHAI) - timedelta(hours=7)).date()
    return datetime.combine(today - timedelta(days=1), time(22), SHANGHAI)


def signed_in_guard(open_browser, address: str, name: str) -> tuple[BrowserContext, Page]:
    here = {"latitude": GATE["lat"], "longitude": GATE["lon"], "accuracy": 12}
    phone = open_browser(f"{name}'s phone", PHONE, permissions=["geolocation"], geolocation=here)
    page = phone.pages[0]
    page.goto(f"{address}/sign-in")
    page.get_by_label(re.compile("phone number or e-mail", re.I)).fill(f"{name.lower()}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"On duty: {name}")).to_be_visible(timeout=20_000)
    return phone, page


def open_shifts(page: Page, address: str) -> None:
    page.goto(f"{address}/shifts")
    expect(page.get_by_role("link").filter(has_text="Main gate").first).to_be_visible(timeout=20_000)


def keep_the_app(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(1_000)


def wait_until_sent(page: Page) -> None:
    expect(page.get_by_role("banner").get_by_text("All sent")).to_be_visible(timeout=30_000)


def wait_for(page: Page, look: Callable[[], Any], wanted: Any) -> None:
    for _ in range(60):
        if look() == wanted:
            return
        page.wait_for_timeout(250)
    assert look() == wanted


def punch(page: Page, phone: BrowserContext, address: str, at: datetime, name: str) -> None:
    """The button on the home screen, with the phone's clock at that instant."""
    phone.clock.set_fixed_time(at)
    page.goto(address)
    page.get_by_role("button", name=name, exact=True).click()


def test_a_night_is_worked_over_midnight_without_a_signal(installation, admin, roster, open_browser):
    line = Line(installation.port)
    phone, page = signed_in_guard(open_browser, line.address, "Ana")
    open_shifts(page, line.address)
    keep_the_app(page)
    line.cut()

    page.goto(f"{line.address}/shifts")
    expect(page.get_by_role("heading", name="A roster for you to confirm")).to_be_visible()
    expect(page.get_by_text("This month: 2 shifts for you")).to_be_visible()
    page.get_by_role("button", name="I have seen it").click()
    expect(page.get_by_role("heading", name="A roster for you to confirm")).to_have_count(0)
    expect(page.get_by_text("New", exact=True)).to_have_count(0)

    punch(page, phone, line.address, roster.night - timedelta(minutes=5), "Clock in")
    expect(page.get_by_text("On duty since 21:55")).to_be_visible()
    expect(page.get_by_text("Kept on this phone, waiting to be sent")).to_be_visible()
    page.reload()
    expect(page.get_by_text("On duty since 21:55")).to_be_visible()
    punch(page, phone, line.address, roster.night + timedelta(hours=8, minutes=2), "Clock out")
    expect(page.get_by_text("Clocked out 06:02, safe on this phone")).to_be_visible()
    head = admin.get(f"/rosters/{roster.id}")
    assert head["acknowledgements"]["acknowledged"] == 0, "nothing has left the phone"

    phone.clock.set_fixed_time(datetime.now(UTC))
    line.mend()
    page.goto(f"{line.address}/shifts/attendance")
    wait_until_sent(page)
    worked = page.get_by_role("region", name=re.compile("My attendance"))
    expect(worked.get_by_text("21:55")).to_be_visible(timeout=30_000)
    expect(worked.get_by_text("06:02")).to_be_visible()
    expect(worked.get_by_text("Worked", exact=True)).to_be_visible()
    counted = worked.get_by_role("definition").last.inner_text()
    page.goto(f"{line.address}/shifts/hours")
    if roster.night.month == datetime.now(SHANGHAI).month:
        expect(page.get_by_text(counted, exact=True).first).to_be_visible()
    assert admin.get(f"/rosters/{roster.id}")["acknowledgements"]["acknowledged"] == 1
    (shift,) = attended(admin, roster)
    assert (shift["state"], shift["on"]) == ("worked", roster.night.date().isoformat())
    assert [shift["late_minutes"], shift["left_early_minutes"]] == [0, 0]


def attended(admin: Desk, roster: Roster) -> list[dict]:
    first, last = roster.night.date(), roster.night.date() + timedelta(days=1)
    rows = admin.get(f"/attendance?from_on={first}&until_on={last}&person_id={roster.people['Ana']}")
    return rows["items"]


def test_leave_is_asked_for_without_a_signal_and_answered(installation, admin, roster, open_browser):
    line = Line(installation.port)
    _, page = signed_in_guard(open_browser, line.address, "Ben")
    open_shifts(page, line.address)
    page.goto(f"{line.address}/shifts/leave/ask")
    keep_the_app(page)
    line.cut()
    day = (datetime.now(SHANGHAI).date() + timedelta(days=20)).isoformat()
    page.goto(f"{line.address}/shifts/leave/ask")
    page.get_by_label("From", exact=True).fill(day)
    page.get_by_label("Last day: morning only").check()
    page.get_by_label("Reason").fill("Home")
    page.get_by_role("button", name="Send the request").click()
    request = page.get_by_role("listitem").filter(has_text="Annual leave")
    expect(request).to_contain_text("Waiting to be sent")
    page.reload()
    expect(request).to_contain_text("Waiting to be sent")

    line.mend()
    page.goto(f"{line.address}/shifts/leave")
    wait_until_sent(page)
    expect(request).to_contain_text("Waiting for approval", timeout=30_000)
    (asked,) = admin.get("/leave?state=asked")["items"]
    assert (asked["from_on"], asked["until_half"], asked["reason"]) == (day, True, "Home")
    admin.post(f"/leave/{asked['id']}/approve", {"note": "Enjoy"})
    page.reload()
    expect(request).to_contain_text("Approved")
    expect(request).to_contain_text("Enjoy")


def test_two_guards_swap_and_their_supervisor_says_yes(installation, roster, open_browser):
    _, ana = signed_in_guard(open_browser, installation.address, "Ana")
    open_shifts(ana, installation.address)
    shift_on(ana, roster.ahead).click()
    ana.get_by_role("link", name="Swap").click()
    ana.get_by_role("radio", name="Ben").check()
    ana.get_by_role("button", name="Ask for the swap").click()
    expect(ana.get_by_role("article")).to_contain_text("To: Ben")

    _, ben = signed_in_guard(open_browser, installation.address, "Ben")
    ben.goto(f"{installation.address}/shifts/offers")
    asked = ben.get_by_role("listitem").filter(has_text="From Ana")
    expect(asked).to_contain_text("Your answer, please", timeout=20_000)
    asked.get_by_role("button", name="Agree").click()
    dialog = ben.get_by_role("dialog")
    dialog.get_by_role("radio").first.check()
    dialog.get_by_role("button", name="Agree").click()
    expect(asked).to_contain_text("Waiting for the supervisor")

    sam = Desk(installation.address).sign_in("sam@example.org")
    (offer,) = sam.get("/offers?state=awaiting")["items"]
    sam.post(f"/offers/{offer['id']}/approve", {})
    ana.goto(f"{installation.address}/shifts")
    theirs = shift_on(ana, roster.ahead + timedelta(days=2))
    expect(theirs).to_be_visible(timeout=20_000)
    expect(shift_on(ana, roster.ahead)).to_have_count(0)
    expect(ana.get_by_role("heading", name="The roster has changed")).to_be_visible()


def shift_on(page: Page, on: date) -> Locator:
    row = page.get_by_role("listitem").get_by_role("link")
    return row.filter(has_text=f"{on:%a, %b} {on.day}")


def test_what_a_guard_may_do_is_said_where_it_cannot_be_done_now(installation, roster, open_browser):
    line = Line(installation.port)
    _, page = signed_in_guard(open_browser, line.address, "Ben")
    open_shifts(page, line.address)
    shift = page.get_by_role("listitem").get_by_role("link").filter(has_text="Main gate").first
    shift.click()
    keep_the_app(page)
    line.cut()
    page.reload()
    expect(page.get_by_role("button", name="Give it away")).to_be_disabled()
    expect(page.get_by_text("This needs a connection.")).to_be_visible()
    page.get_by_role("button", name="Call off").click()
    expect(page.get_by_text("Please ring your supervisor.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Call off", exact=True).click()
    expect(page.get_by_text("Called off", exact=True)).to_be_visible()
    line.mend()
    page.goto(f"{line.address}/unsent")
    wait_until_sent(page)
    sam = Desk(installation.address).sign_in("sam@example.org")
    wait_for(page, lambda: [one["reason"] for one in sam.get("/call-offs")["items"]], ["sick"])
