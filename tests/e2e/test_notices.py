"""Notices leave the app: an administrator sets a channel up, tries it, and sees what became of each message;
a guard chooses when to be left alone, and a push that arrives is shown and leads where it says."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ADMIN, DESK, PHONE
from tests.e2e.stage import PASSWORD, Desk
from tests.support.receivers import Web, web_server

LONG_MS = 60_000
PUSHED = {
    "id": "0199a000-0000-7000-8000-000000000001",
    "notice_id": None,
    "kind": "certificates.ended",
    "title": "Jade Court",
    "text": "Your first aid certificate ended.",
    "link": "/learn/certificates",
    "language": "en",
    "urgent": False,
}


@pytest.fixture(scope="module", autouse=True)
def open_house() -> Iterator[None]:
    """This installation may speak to its own machine, where the receiver stands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANXUN_NOTICE_NETWORKS", "127.0.0.0/8")
        yield


@pytest.fixture(scope="module")
def organisation(open_house, installation) -> Desk:
    admin = Desk(installation.address).sign_in(ADMIN)
    site = admin.post("/sites", {"name": "North Gate Estate", "lat": 31.2304, "lon": 121.4737})
    guard = {"name": "Ana", "email": "ana@example.org", "language": "en", "password": PASSWORD}
    admin.post("/people", guard | {"grants": [{"role": "guard", "site_id": site["id"]}]})
    return admin


@pytest.fixture
def receiver() -> Iterator[Web]:
    with web_server() as web:
        yield web


def signed_in(open_browser, organisation: Desk, login: str, viewport: dict[str, int], **options) -> Page:
    page = open_browser(login.split("@", maxsplit=1)[0], viewport, **options).pages[0]
    page.goto(f"{organisation.address}/sign-in")
    page.get_by_label(re.compile("phone number or e-mail", re.I)).fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url, timeout=LONG_MS)
    return page


def assign_ana_a_module(organisation: Desk) -> None:
    [ana] = organisation.get("/people?q=Ana")["items"]
    module = organisation.get("/modules?limit=1")["items"][0]
    organisation.post(
        "/duties/assign", {"module_id": module["id"], "person_ids": [ana["id"]], "due_on": "2199-01-01"}
    )


def add_a_webhook(page: Page, receiver: Web) -> None:
    page.get_by_role("button", name="Add a channel").click()
    page.get_by_role("button", name=re.compile("^Webhook")).click()
    dialog = page.get_by_role("dialog", name="Webhook")
    dialog.get_by_label("Name of the channel").fill("Control room screen")
    dialog.get_by_label("Webhook address").fill(f"{receiver.url}/hook")
    dialog.get_by_label(re.compile("^Secret")).fill("agreed on")
    dialog.get_by_label("What I choose").check()
    dialog.get_by_label("Learning", exact=True).check()
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("article", name="Control room screen")).to_be_visible(timeout=LONG_MS)


def try_it(page: Page, receiver: Web) -> None:
    page.get_by_role("button", name="Send a test").click()
    dialog = page.get_by_role("dialog", name=re.compile("^Test"))
    dialog.get_by_role("button", name="Send a test").click()
    expect(dialog.get_by_text(re.compile("^Sent, taken in"))).to_be_visible(timeout=LONG_MS)
    assert receiver.asked[-1].json["kind"] == "notices.test"
    receiver.answer(403, {"reason": "wrong secret"})
    dialog.get_by_role("button", name="Send a test").click()
    expect(dialog.get_by_text("wrong secret")).to_be_visible(timeout=LONG_MS)
    dialog.get_by_role("button", name="Close").last.click()


def see_what_became_of_it(page: Page, organisation: Desk, receiver: Web) -> None:
    assign_ana_a_module(organisation)
    page.get_by_role("tab", name="Deliveries").click()
    row = page.get_by_role("row").filter(has_text="A module to learn")
    expect(row).to_contain_text("Given up", timeout=LONG_MS)
    expect(row).to_contain_text("wrong secret")
    receiver.answer(200)
    row.get_by_role("button", name="Try now").click()
    expect(row).to_contain_text("Sent", timeout=LONG_MS)
    sent = receiver.asked[-1]
    assert [one["name"] for one in sent.json["people"]] == ["Ana"]
    assert sent.headers["anxun-signature"].startswith("t=")


def test_an_administrator_sets_a_channel_up_and_sees_what_became_of_each_message(
    open_browser, organisation, receiver
):
    page = signed_in(open_browser, organisation, ADMIN, DESK)
    page.get_by_text("Set-up", exact=True).click()
    page.get_by_role("link", name="Notices").click()
    expect(page.get_by_text("Notices stay in the app")).to_be_visible(timeout=LONG_MS)
    add_a_webhook(page, receiver)
    try_it(page, receiver)
    see_what_became_of_it(page, organisation, receiver)
    page.get_by_role("tab", name="Channels").click()
    card = page.get_by_role("article", name="Control room screen")
    card.get_by_role("switch").click()
    expect(card.get_by_text("Off", exact=True)).to_be_visible(timeout=LONG_MS)
    card.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Notices stay in the app")).to_be_visible(timeout=LONG_MS)


def test_a_guard_chooses_when_to_be_left_alone(open_browser, organisation):
    page = signed_in(open_browser, organisation, "ana@example.org", PHONE)
    page.goto(f"{organisation.address}/me")
    expect(page.get_by_text("Your organisation has not set up push.")).to_be_visible(timeout=LONG_MS)
    page.get_by_label(re.compile("^Send me e-mail")).uncheck()
    page.get_by_label(re.compile("^Quiet hours")).check()
    page.get_by_label("From", exact=True).fill("21:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved").first).to_be_visible(timeout=LONG_MS)
    page.reload()
    expect(page.get_by_label("From", exact=True)).to_have_value("21:30", timeout=LONG_MS)
    expect(page.get_by_label(re.compile("^Send me e-mail"))).not_to_be_checked()
    ana = Desk(organisation.address).sign_in("ana@example.org")
    wishes = ana.get("/my/notice-preferences")
    assert (wishes["quiet_from"], wishes["quiet_until"], wishes["channels"]) == ("21:30", "07:00", ["push"])


def test_a_push_is_shown_and_a_tap_leads_where_it_says(open_browser, organisation):
    page = signed_in(open_browser, organisation, "ana@example.org", PHONE, permissions=["notifications"])
    worker = page.evaluate("navigator.serviceWorker.ready.then((one) => one.active.state)")
    assert worker in ("activating", "activated")
    push(page, organisation, json.dumps(PUSHED))
    seen = page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready
          for (let turn = 0; turn < 100; turn += 1) {
            const [one] = await registration.getNotifications()
            if (one) return { title: one.title, body: one.body, lang: one.lang, link: one.data.link }
            await new Promise((resolve) => setTimeout(resolve, 100))
          }
        }"""
    )
    assert seen == {
        "title": "Jade Court",
        "body": "Your first aid certificate ended.",
        "lang": "en",
        "link": "/learn/certificates",
    }
    page.context.service_workers[0].evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications()
          self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
        }"""
    )
    page.wait_for_url("**/learn/certificates", timeout=LONG_MS)


def push(page: Page, organisation: Desk, data: str) -> None:
    """What a push service would hand to this browser."""
    line = page.context.new_cdp_session(page)
    known: list[dict] = []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda said: known.extend(said["registrations"]))
    line.send("ServiceWorker.enable")
    while not known:
        page.wait_for_timeout(50)
    about = {"origin": organisation.address, "registrationId": known[0]["registrationId"], "data": data}
    line.send("ServiceWorker.deliverPushMessage", about)
