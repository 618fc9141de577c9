"""A guard's phone in single stories: shared, touched to a tag, typed on, offline, killed, in need."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from guard_api.database import new_id
from tests.e2e.conftest import ADMIN, DESK, PHONE
from tests.e2e.line import Line
from tests.e2e.stage import PASSWORD, Desk

PINS = {"Ana": "481735", "Ben": "739264"}

FAKE_NFC = """
window.NDEFReader = class extends EventTarget {
  async scan() {
    window.touchTag = (link) => {
      const data = new DataView(new TextEncoder().encode(link).buffer)
      const message = { records: [{ recordType: 'url', data }] }
      this.dispatchEvent(Object.assign(new Event('reading'), { message }))
    }
  }
}
"""


@dataclass
class Estate:
    """A site with two checkpoints on one route; the pump room has the fire-patrol checklist."""

    site_id: str
    route_id: str
    codes: dict[str, str]


@pytest.fixture(scope="module")
def estate(installation) -> Estate:
    admin = Desk(installation.address).sign_in(ADMIN)
    site = admin.post("/sites", {"name": "North Gate Estate", "lat": 31.2304, "lon": 121.4737})
    for name, pin in PINS.items():
        person = {"name": name, "email": f"{name.lower()}@example.org", "language": "en", "pin": pin}
        grants = [{"role": "guard", "site_id": site["id"]}]
        admin.post("/people", person | {"password": PASSWORD, "grants": grants})
    checklist = admin.get("/checklists")["items"][0]["id"]
    points = [
        checkpoint(admin, site["id"], "East gate"),
        checkpoint(admin, site["id"], "Pump room", checklist),
    ]
    stops = [{"checkpoint_id": point, "minutes": 1} for point in points]
    route = admin.post(f"/sites/{site['id']}/routes", {"name": "Night route", "stops": stops})
    codes = [admin.get(f"/checkpoints/{point}/tags")["items"][0]["code"] for point in points]
    return Estate(site["id"], route["id"], dict(zip(("East gate", "Pump room"), codes, strict=True)))


def checkpoint(admin: Desk, site_id: str, name: str, checklist_id: str | None = None) -> str:
    place = {"name": name, "lat": 31.2304, "lon": 121.4737, "checklist_id": checklist_id}
    return admin.post(f"/sites/{site_id}/checkpoints", place)["id"]


def open_phone(open_browser, name: str = "phone") -> BrowserContext:
    here = {"latitude": 31.2304, "longitude": 121.4737, "accuracy": 12}
    return open_browser(name, PHONE, permissions=["geolocation"], geolocation=here)


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label(re.compile("phone number or e-mail", re.I)).fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url, timeout=20_000)


def signed_in_guard(open_browser, address: str, name: str = "Ana") -> tuple[BrowserContext, Page]:
    phone = open_phone(open_browser)
    page = phone.pages[0]
    sign_in(page, address, f"{name.lower()}@example.org")
    expect(page.get_by_text(f"On duty: {name}")).to_be_visible()
    expect(page.get_by_role("button", name="Walk another route")).to_be_visible(timeout=20_000)
    return phone, page


def type_code(page: Page, code: str) -> None:
    page.get_by_role("link", name="Scan", exact=True).click()
    page.get_by_role("button", name="Type the code").click()
    page.get_by_label("Code on the label").fill(code)
    page.get_by_role("button", name="Record the scan").click()


def scans_at(admin: Desk, estate: Estate, method: str) -> list[dict]:
    found = admin.get(f"/scans?site_id={estate.site_id}")["items"]
    return [scan for scan in found if scan["method"] == method]


def wait_until_sent(page: Page) -> None:
    expect(page.get_by_role("banner").get_by_text("All sent")).to_be_visible(timeout=20_000)


def keep_the_app(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(500)


def choose_guard(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    for digit in PINS[name]:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"On duty: {name}")).to_be_visible(timeout=20_000)


def switch_to(page: Page, name: str) -> None:
    page.get_by_role("link", name="Me", exact=True).click()
    page.get_by_role("button", name="Switch guard").click()
    choose_guard(page, name)


def test_two_guards_share_a_phone_by_pin_without_a_signal_and_each_sees_only_their_own(
    installation, admin, estate, open_browser
):
    enrolment = admin.post("/phones/enrolments", {"site_id": estate.site_id, "name": "Gate phone"})
    line = Line(installation.port)
    page = open_phone(open_browser).pages[0]
    page.goto(f"{line.address}/enrol")
    page.get_by_label("Enrolment code").fill(enrolment["code"])
    page.get_by_role("button", name="Enrol").click()
    choose_guard(page, "Ana")
    switch_to(page, "Ben")
    expect(page.get_by_role("button", name="Walk another route")).to_be_visible(timeout=20_000)
    switch_to(page, "Ana")
    expect(page.get_by_role("button", name="Walk another route")).to_be_visible(timeout=20_000)
    keep_the_app(page)
    line.cut()

    type_code(page, estate.codes["East gate"])
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    expect(page.get_by_text("1 unsent")).to_be_visible()
    switch_to(page, "Ben")
    expect(page.get_by_text("All sent")).to_be_visible()
    page.goto(f"{line.address}/unsent")
    expect(page.get_by_text("1 record of others on this phone")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Scan at")).to_have_count(0)
    switch_to(page, "Ana")
    expect(page.get_by_text("1 unsent")).to_be_visible()
    line.mend()
    page.goto(f"{line.address}/unsent")
    wait_until_sent(page)
    assert [scan["person"]["name"] for scan in scans_at(admin, estate, "typed")] == ["Ana"]


def test_a_tag_that_is_touched_is_a_scan_by_nfc(installation, admin, estate, open_browser):
    _, page = signed_in_guard(open_browser, installation.address)
    page.add_init_script(FAKE_NFC)
    page.goto(f"{installation.address}/scan")
    expect(page.get_by_text("or touch the tag")).to_be_visible()
    page.evaluate("(link) => window.touchTag(link)", f"https://patrol.example/t/{estate.codes['East gate']}")
    expect(page.get_by_role("dialog", name="East gate")).to_contain_text("Recorded")
    wait_until_sent_behind(page)
    assert len(scans_at(admin, estate, "nfc")) == 1


def wait_until_sent_behind(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    wait_until_sent(page)


def test_a_code_typed_with_spaces_small_letters_and_o_for_nought_is_understood(
    installation, admin, estate, open_browser
):
    before = len(scans_at(admin, estate, "typed"))
    _, page = signed_in_guard(open_browser, installation.address, "Ben")
    type_code(page, "not a code")
    expect(page.get_by_text("not a whole code")).to_be_visible()
    letters = estate.codes["East gate"].lower().replace("0", "o").replace("1", "l")
    page.get_by_label("Code on the label").fill(" ".join(re.findall(".{1,5}", letters)))
    page.get_by_role("button", name="Record the scan").click()
    expect(page.get_by_role("dialog", name="East gate")).to_contain_text("Recorded")
    wait_until_sent_behind(page)
    assert len(scans_at(admin, estate, "typed")) == before + 1


def test_a_call_for_help_is_on_the_desk_at_once(installation, admin, estate, open_browser):
    desk = open_browser("desk", DESK).pages[0]
    sign_in(desk, installation.address, ADMIN)
    desk.goto(f"{installation.address}/desk/today")
    expect(desk.get_by_text("North Gate Estate").first).to_be_visible()
    _, page = signed_in_guard(open_browser, installation.address)
    page.get_by_role("button", name="SOS").click()
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("The call for help is on its way.")).to_be_visible()
    expect(desk.get_by_role("alert").filter(has_text="Ana")).to_be_visible(timeout=10_000)
    call = next(one for one in admin.get(f"/findings?site_id={estate.site_id}")["items"] if one["sos"])
    assert call["severity"] == 4


def test_a_guard_answers_an_exception_without_a_signal(installation, admin, estate, open_browser):
    end_a_round_early(admin, estate)
    line = Line(installation.port)
    _, page = signed_in_guard(open_browser, line.address)
    keep_the_app(page)
    page.get_by_role("link", name="Exceptions", exact=True).click()
    expect(page.get_by_role("button", name="Say why").first).to_be_visible(timeout=20_000)
    waiting = page.get_by_role("button", name="Say why").count()
    line.cut()
    page.get_by_role("button", name="Say why").first.click()
    page.get_by_text("Dealing with an incident").click()
    page.get_by_label(re.compile("In words")).fill("A leak in the garage")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("button", name="Say why")).to_have_count(waiting - 1)
    line.mend()
    page.goto(f"{line.address}/unsent")
    wait_until_sent(page)
    answered = admin.get(f"/exceptions?site_id={estate.site_id}&state=answered")["items"]
    assert [one["reply"]["text"] for one in answered] == ["A leak in the garage"]


def end_a_round_early(admin: Desk, estate: Estate) -> None:
    plan_a_round_that_starts_now(admin, estate)
    ana = Desk(admin.address).sign_in("ana@example.org")
    rounds = ana.get("/my/rounds")["rounds"]
    patrol_id = min(rounds, key=lambda one: one["start_at"])["id"]
    at = datetime.now(UTC) - timedelta(minutes=2)
    events = [
        event("patrol.started", at, {"patrol_id": patrol_id}),
        event("patrol.ended", at + timedelta(minutes=1), {"patrol_id": patrol_id}),
    ]
    answer = ana.post("/sync", {"sent_at": datetime.now(UTC).isoformat(), "events": events})
    assert {one["verdict"] for one in answer["verdicts"]} == {"accepted"}


def plan_a_round_that_starts_now(admin: Desk, estate: Estate) -> None:
    zone = admin.get(f"/sites/{estate.site_id}")["time_zone"]
    local = datetime.now(UTC).astimezone(ZoneInfo(zone)) + timedelta(minutes=2)
    plan = {
        "route_id": estate.route_id,
        "name": "Night round",
        "rule": "FREQ=DAILY",
        "first_on": local.date().isoformat(),
        "starts_at": local.strftime("%H:%M"),
        "tolerance_minutes": 30,
    }
    admin.post(f"/sites/{estate.site_id}/patrol-plans", plan)


def event(kind: str, at: datetime, payload: dict) -> dict:
    return {"id": new_id(), "kind": kind, "occurred_at": at.isoformat(), "payload": payload}


def test_signing_out_waits_until_everything_is_sent(installation, estate, open_browser):
    line = Line(installation.port)
    _, page = signed_in_guard(open_browser, line.address, "Ben")
    keep_the_app(page)
    line.cut()
    type_code(page, estate.codes["East gate"])
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Me", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("signing out must wait")).to_be_visible()
    expect(page.get_by_role("heading", name="Unsent records")).to_be_visible()
    line.mend()


def test_a_scan_whose_checklist_was_half_filled_survives_a_killed_app(
    installation, admin, estate, open_browser
):
    before = len(scans_at(admin, estate, "typed"))
    phone, page = signed_in_guard(open_browser, installation.address)
    type_code(page, estate.codes["Pump room"])
    dialog = page.get_by_role("dialog", name="Pump room")
    dialog.get_by_role("button", name="Problem").first.click()
    dialog.get_by_label("What is wrong?").fill("Extinguisher gone")
    page.wait_for_timeout(500)
    phone.close()

    page = open_phone(open_browser).pages[0]
    page.goto(installation.address)
    expect(page.get_by_text("On duty: Ana")).to_be_visible(timeout=20_000)
    wait_for(lambda: len(scans_at(admin, estate, "typed")) == before + 1, page)
    kept = next(scan for scan in scans_at(admin, estate, "typed") if scan["checkpoint"] == "Pump room")
    assert [(one["ok"], one["note"]) for one in kept["answers"].values()] == [(False, "Extinguisher gone")]


def wait_for(holds, page: Page) -> None:
    for _ in range(40):
        if holds():
            return
        page.wait_for_timeout(250)
    raise AssertionError("It did not happen within ten seconds.")
