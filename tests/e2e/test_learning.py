"""A guard learns without a signal: lessons, a test, its result, a certificate that anybody can check."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import ADMIN, PHONE
from tests.e2e.line import Line
from tests.e2e.stage import PASSWORD, Desk

FIRE = "Fire patrol and extinguishers"
LESSONS = 6
GUARDS = ("Ana", "Ben", "Cara", "Dan")
Right = list[dict]


@dataclass
class School:
    """A site with guards of whom the fire module is asked, and what is right in its questions."""

    site_id: str
    fire_id: str
    right: Right


@pytest.fixture(scope="module")
def school(installation) -> School:
    admin = Desk(installation.address).sign_in(ADMIN)
    site = admin.post("/sites", {"name": "North Gate Estate", "lat": 31.2304, "lon": 121.4737})
    for name in GUARDS:
        person = {"name": name, "email": f"{name.lower()}@example.org", "language": "en"}
        grants = [{"role": "guard", "site_id": site["id"]}]
        admin.post("/people", person | {"password": PASSWORD, "grants": grants})
    fire = next(one for one in admin.get("/modules")["items"] if one["code"] == "fire-patrol")
    ask_of_guards = {"kind": "role", "value": "guard", "due_days": 7}
    admin.post(f"/modules/{fire['id']}/requirements", ask_of_guards)
    questions = admin.get(f"/modules/{fire['id']}/questions?limit=200")["items"]
    return School(site["id"], fire["id"], questions)


def open_phone(open_browser, name: str = "phone") -> BrowserContext:
    return open_browser(name, PHONE, permissions=["geolocation"])


def signed_in_guard(open_browser, address: str, name: str) -> tuple[BrowserContext, Page]:
    phone = open_phone(open_browser)
    page = phone.pages[0]
    page.goto(f"{address}/sign-in")
    page.get_by_label(re.compile("phone number or e-mail", re.I)).fill(f"{name.lower()}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"On duty: {name}")).to_be_visible(timeout=20_000)
    return phone, page


def open_learning(page: Page) -> None:
    page.get_by_role("link", name="Learn", exact=True).click()
    expect(fire_module(page)).to_be_visible(timeout=20_000)


def fire_module(page: Page) -> Locator:
    return page.get_by_role("listitem").get_by_role("link").filter(has_text=FIRE)


def keep_for_offline(page: Page) -> None:
    """Until the app and the module's pictures are on the phone."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_for(lambda: kept_pictures(page) >= 1, page)
    page.wait_for_timeout(1_500)


def kept_pictures(page: Page) -> int:
    return page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open('anxun-outbox')
          opening.onsuccess = () => {
            const asked = opening.result.transaction('bundles').objectStore('bundles').getAllKeys()
            asked.onsuccess = () => {
              opening.result.close()
              resolve(asked.result.filter((key) => key.includes('file:')).length)
            }
          }
        })"""
    )


def read_all_lessons(page: Page) -> None:
    page.get_by_role("link", name="Begin").click()
    for number in range(1, LESSONS + 1):
        expect(page.get_by_text(f"Lesson {number} of {LESSONS}")).to_be_visible()
        page.get_by_role("button", name="Next lesson" if number < LESSONS else "Done reading").click()


def answer_all(page: Page, right: Right, *, wrong: bool = False, until: int | None = None) -> None:
    """Answer question after question by what stands on the screen."""
    expect(page.get_by_role("progressbar", name="Question")).to_be_visible()
    answered = 0
    while page.get_by_role("progressbar").count() and answered != until:
        place = page.get_by_role("progressbar").get_attribute("aria-label")
        answer(page, right, wrong=wrong)
        page.get_by_role("button", name=re.compile("^(Next|Look over)$")).click()
        expect(page.get_by_role("progressbar", name=place)).to_have_count(0)
        answered += 1


def answer(page: Page, right: Right, *, wrong: bool = False) -> None:
    shown = page.get_by_role("main").inner_text()
    question = next(one for one in right if all(said in shown for said in texts(one)))
    if question["kind"] == "order":
        put_in_order(page, [option["text"]["en"] for option in question["options"]], wrong)
        return
    for option in question["options"]:
        if option["right"] != wrong:
            page.get_by_label(option["text"]["en"], exact=True).check()


def texts(question: dict) -> list[str]:
    return [question["text"]["en"], *(option["text"]["en"] for option in question["options"])]


def put_in_order(page: Page, wanted: list[str], wrong: bool) -> None:
    """With the arrows alone: each option up to its place."""
    if wrong:
        wanted = [*wanted[1:], wanted[0]]
    for place, text in enumerate(wanted):
        for _ in wanted:
            row = page.locator("li[data-key]").nth(place)
            if text in row.inner_text():
                break
            page.get_by_role("button", name=f"Up: {text}", exact=True).click()


def hand_in(page: Page) -> None:
    expect(page.get_by_text("All questions are answered")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()


def wait_for(holds: Callable[[], bool], page: Page) -> None:
    for _ in range(60):
        if holds():
            return
        page.wait_for_timeout(250)
    raise AssertionError("It did not happen within fifteen seconds.")


def test_a_guard_learns_and_passes_in_airplane_mode_and_anybody_can_check_the_certificate(
    installation, admin, school, open_browser
):
    line = Line(installation.port)
    phone, page = signed_in_guard(open_browser, line.address, "Ana")
    open_learning(page)
    keep_for_offline(page)
    line.cut()

    page.goto(f"{line.address}/learn")
    fire_module(page).click()
    read_all_lessons(page)
    expect(page.get_by_role("img", name="Read", exact=True)).to_have_count(LESSONS)
    page.get_by_role("link", name="2. ").click()
    picture = page.get_by_role("article").get_by_role("img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0

    page.goto(f"{line.address}/learn/modules/{school.fire_id}")
    page.get_by_role("link", name="Start the test", exact=True).click()
    answer_all(page, school.right, until=3)
    page.wait_for_timeout(300)
    phone.close()
    page = open_phone(open_browser).pages[0]
    page.goto(f"{line.address}/learn/modules/{school.fire_id}")
    page.get_by_role("link", name="Go on with the test").click()
    expect(page.get_by_role("progressbar", name="Question 4 of")).to_be_visible()
    answer_all(page, school.right)
    hand_in(page)
    expect(page.get_by_text("The result comes after sending.")).to_be_visible()
    expect(page.get_by_role("banner").get_by_text("unsent")).to_be_visible()
    assert admin.get(f"/certificates?person_id={person(admin, 'Ana')}")["items"] == []

    line.mend()
    page.goto(f"{line.address}/learn/modules/{school.fire_id}/result")
    expect(page.get_by_text("Passed. Well done!")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="My certificates").click()
    page.get_by_role("button", name="Show the QR code").click()
    link = page.get_by_role("dialog").get_by_role("link").inner_text()
    assert link.startswith("https://patrol.example/v/")
    check = open_browser("stranger", PHONE).pages[0]
    check.goto(installation.address + link.removeprefix("https://patrol.example"))
    expect(check.get_by_text("This certificate is valid")).to_be_visible()
    expect(check.get_by_text("Jade Court")).to_be_visible()
    assert "Ana" not in check.get_by_role("main").inner_text()


def person(admin: Desk, name: str) -> str:
    return next(one["id"] for one in admin.get("/people?limit=200")["items"] if one["name"] == name)


def test_who_does_not_pass_is_told_what_was_right_and_why(installation, school, open_browser):
    _, page = signed_in_guard(open_browser, installation.address, "Ben")
    open_learning(page)
    fire_module(page).click()
    page.get_by_role("link", name="Start the test now").click()
    answer_all(page, school.right, wrong=True)
    hand_in(page)
    expect(page.get_by_text("Not passed yet")).to_be_visible(timeout=30_000)
    judged = page.get_by_role("article").first
    expect(judged.get_by_text("Not right", exact=True)).to_be_visible()
    asked = next(one for one in school.right if one["explanation"]["en"] in judged.inner_text())
    assert asked["text"]["en"] in judged.inner_text()
    page.get_by_role("link", name="Learn", exact=True).click()
    expect(fire_module(page)).to_contain_text("Not passed yet")


def test_a_class_is_booked_and_attended_by_the_code_at_the_door_without_a_signal(
    installation, admin, school, open_browser
):
    start = datetime.now(UTC) + timedelta(minutes=20)
    plan = {
        "module_id": school.fire_id,
        "site_id": school.site_id,
        "title_zh": "消防实操",
        "title_en": "Fire, hands on",
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=2)).isoformat(),
        "places": 1,
    }
    lesson = admin.post("/training-sessions", plan)
    line = Line(installation.port)
    _, page = signed_in_guard(open_browser, line.address, "Cara")
    page.goto(f"{line.address}/learn/sessions")
    page.get_by_role("button", name="Book a place").click()
    expect(page.get_by_text("Booked", exact=True)).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    door = admin.get(f"/training-sessions/{lesson['id']}/door")
    line.cut()
    page.goto(f"{line.address}/s/{door['code']}")
    page.get_by_role("button", name="Record that I am here").click()
    expect(page.get_by_text("It is safe on this phone")).to_be_visible()
    line.mend()
    page.goto(f"{line.address}/unsent")
    expect(page.get_by_role("banner").get_by_text("All sent")).to_be_visible(timeout=20_000)
    people = admin.get(f"/training-sessions/{lesson['id']}")["people"]
    assert [(one["name"], one["state"], one["flags"]) for one in people] == [("Cara", "attended", [])]


def test_the_questions_of_the_day_come_after_passing_and_are_answered_with_a_result(
    installation, school, open_browser
):
    _, page = signed_in_guard(open_browser, installation.address, "Dan")
    open_learning(page)
    fire_module(page).click()
    page.get_by_role("link", name="Start the test now").click()
    answer_all(page, school.right)
    hand_in(page)
    expect(page.get_by_text("Passed. Well done!")).to_be_visible(timeout=30_000)
    page.goto(f"{installation.address}/learn/practice")
    for number in (1, 2, 3):
        expect(page.get_by_text(f"Question {number} of 3")).to_be_visible(timeout=20_000)
        answer(page, school.right)
        page.get_by_role("button", name="Answer").click()
        expect(page.get_by_role("status").get_by_text("Right", exact=True)).to_be_visible(timeout=20_000)
        page.get_by_role("button", name=re.compile("^(Next question|Done)$")).click()
    expect(page.get_by_text("Done for today")).to_be_visible()


def test_the_inbox_tells_what_is_new_and_leads_there(installation, admin, school, open_browser):
    admin.post("/duties/remind", {"module_id": school.fire_id, "person_ids": [person(admin, "Cara")]})
    _, page = signed_in_guard(open_browser, installation.address, "Cara")
    page.goto(f"{installation.address}/learn/inbox")
    notice = page.get_by_role("listitem").get_by_role("button").filter(has_text=FIRE).first
    expect(notice).to_contain_text("New:", timeout=20_000)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("Everything is read.")).to_be_visible()
    notice.click()
    expect(page.get_by_role("heading", name=FIRE)).to_be_visible()
