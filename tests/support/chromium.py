"""The browser of the end-to-end tests: Debian's Chromium, or another one that ANXUN_CHROMIUM names."""

import os
import shutil
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class ChromiumMissing(RuntimeError):
    pass


@cache
def chromium_path() -> str:
    named = os.environ.get("ANXUN_CHROMIUM")
    installed = [*filter(None, map(shutil.which, NAMES)), *([str(MAC)] if MAC.exists() else [])]
    found = named or next(iter(installed), None)
    if found is None:
        raise ChromiumMissing(
            "The end-to-end tests need Chromium: apt-get install chromium, or name one in ANXUN_CHROMIUM."
        )
    return found


def fake_camera(video: Path) -> tuple[str, ...]:
    """Arguments that show `video` (mjpeg) to the page as its camera."""
    return (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    )
