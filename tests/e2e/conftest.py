"""A served installation and real browsers for the stories in this folder."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Playwright, sync_playwright

from guard_api.settings import PROJECT
from tests.e2e.stage import PASSWORD, Desk, Installation
from tests.support.chromium import ARGUMENTS, chromium_path, fake_camera

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
ADMIN = "admin@example.org"
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """An empty organisation with its first administrator, served."""
    if not (PROJECT / "static/pwa/dist/index.html").exists():
        pytest.fail("The app is not built: make test builds it, or run `make app`.")
    installation = Installation(tmp_path_factory.mktemp("installation"))
    installation.command("migrate")
    installation.command(
        *("create-administrator", "--organisation", "Jade Court", "--name", "Admin"),
        *("--email", ADMIN, "--language", "en"),
        ANXUN_ADMIN_PASSWORD=PASSWORD,
    )
    installation.start()
    yield installation
    installation.stop()


@pytest.fixture
def admin(installation) -> Desk:
    return Desk(installation.address).sign_in(ADMIN)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def open_browser(playwright, tmp_path, request) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser with a profile of its own, which stays on the disk between two openings."""
    opened: list[BrowserContext] = []

    def open_browser(profile: str, viewport: dict[str, int], video: Path | None = None, **options):
        context = playwright.chromium.launch_persistent_context(
            tmp_path / profile,
            executable_path=chromium_path(),
            args=[*ARGUMENTS, *(fake_camera(video) if video else ())],
            viewport=viewport,
            locale=options.pop("locale", "en"),
            accept_downloads=True,
            **options,
        )
        opened.append(context)
        return context

    yield open_browser
    if request.node.stash.get(FAILED, False):
        keep_what_was_seen(opened, request.node.name)
    for context in opened:
        context.close()


def keep_what_was_seen(opened: list[BrowserContext], story: str) -> None:
    """What stood on each screen when a story failed, under build/seen/."""
    for number, page in enumerate(page for context in opened for page in context.pages):
        with suppress(Error):
            page.screenshot(path=PROJECT / f"build/seen/{story}-{number}.png", timeout=5_000)
