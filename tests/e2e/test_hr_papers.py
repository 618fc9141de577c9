"""The desk's papers: an order that must be understood, certificates from a table, an assessment put right,
papers that end, an earlier course, and a finding fixed with a photo."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.e2e import school
from tests.e2e.conftest import ADMIN, DESK
from tests.e2e.stage import PASSWORD, Desk
from tests.evidence.pictures import photo
from tests.training.scorm.packages import NEW, OLD, packed

SITE = "North Gate Estate"
LONG_MS = 60_000
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def organisation(installation) -> Desk:
    """HR, a supervisor, a site, and two guards."""
    admin = Desk(installation.address).sign_in(ADMIN)
    site = admin.post("/sites", {"name": SITE, "lat": 31.2304, "lon": 121.4737})
    person = {"language": "en", "password": PASSWORD}
    for name, role in (("Hui", "hr"), ("Sam", "supervisor"), ("Ana", "guard"), ("Ben", "guard")):
        grant = {"role": role, "site_id": None if role == "hr" else site["id"]}
        facts = {"name": name, "email": f"{name.lower()}@example.org", "grants": [grant]}
        admin.post("/people", person | facts)
    return admin


@pytest.fixture
def at_desk(open_browser, organisation):
    """Somebody's screen, signed in."""

    def sign_in(name: str) -> Page:
        page = open_browser(name, DESK).pages[0]
        page.goto(f"{organisation.address}/sign-in")
        page.get_by_label(re.compile("phone number or e-mail", re.I)).fill(f"{name}@example.org")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/desk/**", timeout=LONG_MS)
        return page

    return sign_in


def guard(organisation: Desk, name: str) -> Desk:
    return Desk(organisation.address).sign_in(f"{name}@example.org")


def id_of(organisation: Desk, name: str) -> str:
    return next(one["id"] for one in organisation.get("/people")["items"] if one["name"] == name)


def send(organisation: Desk, path: str, name: str, content: bytes, **form: str) -> dict:
    answer = requests.post(
        f"{organisation.address}/api/v1{path}",
        headers={"Authorization": f"Bearer {organisation.token}"},
        files={"file": (name, content)},
        data=form,
        timeout=60,
    )
    assert answer.ok, answer.text
    return answer.json()


def test_an_order_is_written_understood_by_one_and_written_anew(at_desk, organisation):
    page = at_desk("sam")
    page.goto(f"{organisation.address}/desk/orders")
    expect(page.get_by_text("No post orders yet")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("link", name="New post order").click()
    page.get_by_label("Title in English").fill("Back gate")
    page.get_by_label("Text in English").fill("## Hours\nLock the back gate at **ten**.")
    question = page.get_by_role("group", name="Question 1")
    question.get_by_label("Question · English").fill("When is it locked?")
    question.get_by_label("Answer 1 · English").fill("At ten")
    question.get_by_label("Answer 2 · English").fill("At noon")
    question.get_by_label("Answer 1 is right").check()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("article", name="English").get_by_role("heading", name="Hours")).to_be_visible()
    expect(page.get_by_role("article", name="Chinese")).to_contain_text("Nothing is written")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile("/desk/orders/[0-9a-f-]{36}"), timeout=LONG_MS)
    order = page.url.split("/")[-1].split("?")[0]
    school.take_test(organisation, guard(organisation, "ana"), order, right=False)
    school.take_test(organisation, guard(organisation, "ana"), order, right=True)
    page.reload()
    ana = page.get_by_role("row").filter(has_text="Ana")
    expect(ana).to_contain_text("Understood", timeout=LONG_MS)
    ana.get_by_text("1 of 1 right").click()
    expect(ana).to_contain_text("When is it locked?")
    expect(ana).to_contain_text("2 attempts")
    ben = page.get_by_role("row").filter(has_text="Ben")
    ben.get_by_role("button", name="Remind Ben").click()
    expect(page.get_by_text("1 person was reminded.")).to_be_visible(timeout=LONG_MS)
    write_it_anew(page)
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("button", name="Put in force again")).to_be_visible(timeout=LONG_MS)


def write_it_anew(page: Page) -> None:
    page.get_by_role("tab", name="New version").click()
    page.get_by_label("Text in English").fill("Lock it at nine.")
    page.get_by_label("What is new").fill("Earlier in winter")
    page.get_by_role("button", name="Publish the new version").click()
    expect(page.get_by_text("Everybody is asked again.")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("row").filter(has_text="Ana")).not_to_contain_text("Understood", timeout=LONG_MS)
    page.get_by_role("tab", name="Versions").click()
    expect(page.get_by_role("row").filter(has_text="Earlier in winter")).to_contain_text("Version 2")
    expect(page.get_by_role("row").filter(has_text="Version 1")).to_be_visible()


def test_certificates_come_from_a_table_and_are_issued_to_who_earned_them(
    at_desk, organisation, tmp_path: Path
):
    page = at_desk("hui")
    page.get_by_role("link", name="Certificates", exact=True).click()
    page.get_by_role("link", name="Import certificates").click()
    table = tmp_path / "papers.csv"
    lines = [
        "Person,Certificate,Number,Issued on",
        "Ana,Guard card,G-1,2024-05-06",
        "Nobody,Guard card,G-2,2024-05-06",
    ]
    organisation_types = organisation.get("/certificate-types")["items"]
    card = next(one["name_en"] for one in organisation_types if one["code"] == "guard_card")
    table.write_text("\n".join(lines).replace("Guard card", card))
    page.get_by_label("Choose a CSV or Excel file").set_input_files(table)
    expect(page.get_by_text("Nobody", exact=True)).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("button", name=re.compile("^Import 1"))).to_be_disabled()
    table.write_text("\n".join(lines[:2]).replace("Guard card", card))
    page.get_by_label("Choose a CSV or Excel file").set_input_files(table)
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_text("1 row imported.").first).to_be_visible(timeout=LONG_MS)
    page.get_by_role("link", name="Certificates", exact=True).last.click()
    expect(page.get_by_role("row").filter(has_text="G-1")).to_contain_text("Ana", timeout=LONG_MS)
    page.get_by_role("link", name="Certificate types").click()
    page.get_by_role("button", name=re.compile("^Issue: ")).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Issue").click()
    expect(page.get_by_text("Nobody lacks it")).to_be_visible(timeout=LONG_MS)


def test_an_assessment_is_put_right_and_the_old_one_stays(at_desk, organisation):
    ana = id_of(organisation, "Ana")
    scores = [
        {"criterion_id": one["id"], "score": 20} for one in organisation.get("/assessment-criteria")["items"]
    ]
    organisation.post(f"/staff/{ana}/assessments", {"on": TODAY.isoformat(), "scores": scores})
    page = at_desk("hui")
    page.goto(f"{organisation.address}/desk/staff/{ana}?tab=growth")
    page.get_by_text("20 points").first.click(timeout=LONG_MS)
    page.get_by_role("button", name="Correct").click()
    dialog = page.get_by_role("dialog")
    for box in dialog.get_by_role("spinbutton").all():
        box.fill("82")
    dialog.get_by_label("Why it is corrected").fill("Two people were mixed up")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_text("82 points").click(timeout=LONG_MS)
    expect(page.get_by_text("Two people were mixed up")).to_be_visible()
    expect(page.get_by_text("Before: 20 points")).to_be_visible()


def test_papers_that_end_are_on_one_list(at_desk, organisation):
    day = (TODAY + timedelta(days=12)).isoformat()
    send(
        organisation,
        f"/staff/{id_of(organisation, 'Ben')}/documents",
        "card.pdf",
        b"%PDF-1.7\n",
        kind="medical",
        expires_on=day,
    )
    page = at_desk("hui")
    page.get_by_role("link", name="Staff", exact=True).click()
    page.get_by_role("link", name="Papers that end").click()
    row = page.get_by_role("row").filter(has_text="Ben")
    expect(row).to_contain_text(re.compile("1[123] days left"), timeout=LONG_MS)
    page.get_by_label("Ends", exact=True).select_option("Has ended")
    expect(page.get_by_text("Nothing ends")).to_be_visible(timeout=LONG_MS)


def test_an_earlier_package_of_a_course_is_played_again(at_desk, organisation):
    course = send(organisation, "/scorm", "old.zip", packed(OLD))["module_id"]
    send(organisation, "/scorm", "new.zip", packed(NEW), module_id=course)
    page = at_desk("hui")
    page.goto(f"{organisation.address}/desk/modules/{course}")
    rows = page.get_by_role("row").filter(has_text="Admin")
    expect(rows).to_have_count(2, timeout=LONG_MS)
    expect(rows.first).to_contain_text("Played")
    page.get_by_role("button", name="Go back to it").click()
    page.get_by_role("dialog").get_by_role("button", name="Go back to it").click()
    expect(rows.last).to_contain_text("Played", timeout=LONG_MS)
    expect(rows.first).to_contain_text("Until")


def test_a_finding_is_fixed_from_the_desk_with_a_photo(at_desk, organisation, tmp_path: Path):
    site = next(one["id"] for one in organisation.get("/sites")["items"])
    found = organisation.post(
        "/findings", {"site_id": site, "category": "fire_hazard", "severity": 2, "text": "Dark"}
    )
    picture = tmp_path / "lamp.jpg"
    picture.write_bytes(photo(7))
    page = at_desk("sam")
    page.goto(f"{organisation.address}/desk/findings/{found['id']}")
    page.get_by_role("button", name=re.compile("fixed", re.I)).first.click(timeout=LONG_MS)
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").last.set_input_files(picture)
    expect(dialog.get_by_role("img")).to_be_visible(timeout=LONG_MS)
    dialog.get_by_role("button", name=re.compile("fixed", re.I)).click()
    expect(page.get_by_text("the photos are being sent")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text(re.compile("^Fixed"))).to_be_visible(timeout=LONG_MS)
