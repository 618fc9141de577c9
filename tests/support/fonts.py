"""The fonts of printed sheets, brought in by `make test`."""

from pathlib import Path

from guard_api.settings import PROJECT

FONTS = PROJECT / "build" / "fonts"


def fonts_folder() -> Path:
    if not list(FONTS.glob("*.ttf")):
        raise FileNotFoundError(f"No fonts in {FONTS}: `make fonts` fetches them.")
    return FONTS
