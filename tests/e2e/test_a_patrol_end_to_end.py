"""The main job on real input: a table, printed labels, a camera in the dark, no signal, a live screen."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.camera import View, film, film_darkness
from tests.e2e.conftest import ADMIN, DESK, PHONE
from tests.e2e.line import Line
from tests.e2e.stage import PASSWORD, Desk

CHECKPOINTS = """name,zone,kind,lat,lon,radius,instructions
East gate,Outdoors,qr,31.230400,121.473700,40,Check the barrier
一号楼大堂,1号楼,qr,31.230800,121.474100,40,看消防通道是否畅通
Pump room,Garage,qr,31.230100,121.474300,40,Listen for leaks
"""
VIEWS = [
    View(),
    View(turn=-14, tilt=0.12, blur=1.6, light=0.35),
    View(turn=22, tilt=0.06, blur=1.4, light=0.4),
]


@pytest.mark.slow
def test_a_round_walked_without_a_signal_appears_on_the_supervisors_screen(
    installation, admin, open_browser, tmp_path
):
    site = admin.post("/sites", {"name": "North Gate Estate", "lat": 31.2304, "lon": 121.4737})
    people = staff(admin, site["id"])
    desk = open_browser("desk", DESK)
    labels = import_and_print(desk, installation.address, site, tmp_path)
    assert sorted(name for name, _ in labels) == sorted(["East gate", "一号楼大堂", "Pump room"])
    plan_a_round_that_starts_now(admin, site["id"])
    watch_today(desk, installation.address)

    line, video = Line(installation.port), tmp_path / "camera.mjpeg"
    film_darkness(video)
    with open_phone(open_browser, video) as phone:
        sign_in(phone.pages[0], line.address, people["ana"])
        expect(phone.pages[0].get_by_text("Night round")).to_be_visible(timeout=20_000)
        wait_for_the_app_to_be_kept(phone.pages[0])
    line.cut()

    with open_phone(open_browser, video) as phone:
        walk_offline(phone.pages[0], line.address, labels, video, tmp_path)
        line.mend()
        page = phone.pages[0]
        page.goto(f"{line.address}/unsent")
        expect(page.locator("#content").get_by_text("All sent")).to_be_visible(timeout=60_000)

    the_desk_shows_it_without_a_reload(desk.pages[0])
    the_records_are_whole(admin, site["id"])


def staff(admin: Desk, site_id: str) -> dict[str, str]:
    ana = {"name": "Ana", "email": "ana@example.org", "language": "en", "password": PASSWORD}
    admin.post("/people", ana | {"grants": [{"role": "guard", "site_id": site_id}]})
    return {"ana": "ana@example.org"}


def sign_in(page: Page, address: str, login: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label(re.compile("phone number or e-mail", re.I)).fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url, timeout=20_000)


def import_and_print(desk: BrowserContext, address: str, site: dict, folder: Path):
    """By hand at the desk: first a table with a mistake, then the right one, then the sheet of labels."""
    page = desk.pages[0]
    sign_in(page, address, ADMIN)
    page.goto(f"{address}/desk/sites/{site['id']}?tab=import")
    choose(page, CHECKPOINTS.replace("31.230800", "somewhere"))
    expect(page.get_by_role("alert")).to_contain_text("Nothing was imported")
    choose(page, CHECKPOINTS)
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_role("tabpanel").get_by_text("3 rows imported")).to_be_visible()
    page.get_by_role("link", name="Print their labels").click()
    page.get_by_label("Label stock or sign").select_option("a6")
    with page.expect_download() as sheet:
        page.get_by_role("button", name=re.compile("Make the sheet")).click()
    sheet.value.save_as(folder / "labels.pdf")
    return rasterised(folder / "labels.pdf")


def choose(page: Page, table: str) -> None:
    file = {"name": "checkpoints.csv", "mimeType": "text/csv", "buffer": table.encode("utf-8-sig")}
    page.locator("input[type=file]").set_input_files(file)


def rasterised(path: Path) -> list[tuple[str, Image.Image]]:
    """Each printed sign as a picture, with the checkpoint's name that stands on it."""
    document = pypdfium2.PdfDocument(path)
    signs = []
    for page in document:
        text = page.get_textpage().get_text_range()
        picture = page.render(scale=2.5).to_pil()
        assert zxingcpp.read_barcodes(picture)[0].text.startswith("https://patrol.example/t/")
        names = [name for name in ("East gate", "一号楼大堂", "Pump room") if name in text]
        signs.append((names[0], picture))
    return signs


def plan_a_round_that_starts_now(admin: Desk, site_id: str) -> None:
    points = admin.get(f"/sites/{site_id}/checkpoints")["items"]
    stops = [{"checkpoint_id": point["id"], "minutes": 1} for point in points]
    route = admin.post(f"/sites/{site_id}/routes", {"name": "Night route", "stops": stops})
    zone = admin.get(f"/sites/{site_id}")["time_zone"]
    local = datetime.now(UTC).astimezone(ZoneInfo(zone)) + timedelta(minutes=2)
    plan = {
        "route_id": route["id"],
        "name": "Night round",
        "rule": "FREQ=DAILY",
        "first_on": local.date().isoformat(),
        "starts_at": local.strftime("%H:%M"),
        "tolerance_minutes": 30,
    }
    admin.post(f"/sites/{site_id}/patrol-plans", plan)


def watch_today(desk: BrowserContext, address: str) -> None:
    desk.pages[0].goto(f"{address}/desk/today")
    expect(desk.pages[0].get_by_text("North Gate Estate").first).to_be_visible()


class open_phone:
    """A browser with Ana's profile; leaving it is closing the app for good."""

    def __init__(self, open_browser, video: Path):
        self._open, self._video = open_browser, video

    def __enter__(self) -> BrowserContext:
        self._context = self._open(
            *("phone", PHONE, self._video),
            permissions=["camera", "geolocation"],
            geolocation={"latitude": 31.2304, "longitude": 121.4737, "accuracy": 12},
        )
        return self._context

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if not failed:
            self._context.close()


def wait_for_the_app_to_be_kept(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.get_by_text("Night round")).to_be_visible()
    page.wait_for_timeout(1500)


def walk_offline(page: Page, address: str, labels, video: Path, folder: Path) -> None:
    """A cold start with nothing listening: three scans, a reload, a finding with two photos."""
    page.goto(address)
    expect(page.get_by_text("Night round")).to_be_visible(timeout=20_000)
    for number, ((name, label), view) in enumerate(zip(labels, VIEWS, strict=True), start=1):
        film(label, video, view)
        page.get_by_role("link", name="Scan", exact=True).click()
        dialog = page.get_by_role("dialog", name=name)
        expect(dialog).to_be_visible(timeout=30_000)
        expect(dialog).to_contain_text(f"{number} of 3 checkpoints")
        film_darkness(video)
        if number == 2:
            page.reload()
        else:
            dialog.get_by_role("button", name=re.compile("Go on|End the round")).first.click()
        if number < 3:
            page.get_by_role("link", name="Rounds").click()
        if number == 1:
            report_a_finding(page, folder)
    expect(page.get_by_text("unsent")).to_be_visible()


def report_a_finding(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="Report").click()
    page.get_by_role("button", name="Fire hazard").click()
    page.locator("input[type=file][multiple]").set_input_files([photo(folder, 1), photo(folder, 2)])
    expect(page.get_by_role("img", name="Photo 2")).to_be_visible()
    page.get_by_role("textbox", name="In words").fill("Boxes in front of the fire door")
    page.get_by_role("button", name="Report", exact=True).click()
    expect(page.get_by_text("Reported.")).to_be_visible()


def photo(folder: Path, number: int) -> Path:
    picture = Image.new("RGB", (1600, 1200), (60 * number, 90, 120))
    ImageDraw.Draw(picture).rectangle((300, 200, 1200, 1000), fill=(200, 160, 40 * number))
    path = folder / f"photo-{number}.jpg"
    picture.save(path, "JPEG")
    return path


def the_desk_shows_it_without_a_reload(page: Page) -> None:
    expect(page.get_by_text("Boxes in front of the fire door").first).to_be_visible(timeout=20_000)
    expect(page.locator("img").first).to_be_visible(timeout=20_000)


def the_records_are_whole(admin: Desk, site_id: str) -> None:
    today = datetime.now(UTC).date()
    span = f"from_on={today - timedelta(days=1)}&to_on={today + timedelta(days=1)}"
    rounds = admin.get(f"/patrols?site_id={site_id}&{span}")["items"]
    walked = next(one for one in rounds if one["state"] == "done")
    whole = admin.get(f"/patrols/{walked['id']}")
    assert len(whole["scans"]) == 3
    assert {visit["state"] for visit in whole["visits"]} <= {"on_time", "early", "late"}
    finding = admin.get(f"/findings?site_id={site_id}")["items"][0]
    photos = admin.get(f"/findings/{finding['id']}")["photos"]
    assert [one["state"] for one in photos] == ["verified", "verified"]
