"""What an organisation may choose, and what holds until it does."""

import re
from urllib.parse import urlsplit
from zoneinfo import available_timezones

# Days that records are kept; counsel should confirm them (law and custom differ).
DEFAULTS = {"keep_positions_days": 60, "keep_photos_days": 90, "keep_scans_days": 365}
# Rounds are kept at least so long: phones bring theirs back after weeks without a signal.
SHORTEST_MEMORY_DAYS = 31
TILE_HOST = re.compile(
    r"(\{s\}\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?"
)


def effective(chosen: dict) -> dict:
    """The organisation's settings with the defaults it has not changed."""
    return DEFAULTS | chosen


def known_zone(name: str) -> bool:
    return name in available_timezones()


def is_origin(address: str) -> bool:
    """https://patrol.example, without a path."""
    parts = _split(address)
    return (
        parts is not None
        and parts.scheme in ("http", "https")
        and TILE_HOST.fullmatch(parts.netloc.lower()) is not None
        and "{" not in parts.netloc
        and not (parts.path or parts.query or parts.fragment)
    )


def is_tile_address(address: str) -> bool:
    """https://tiles.example/{z}/{x}/{y}.png; {s}. may lead the host."""
    parts = _split(address)
    return (
        parts is not None
        and parts.scheme in ("http", "https")
        and TILE_HOST.fullmatch(parts.netloc.lower()) is not None
        and all(f"{{{name}}}" in parts.path + parts.query for name in "zxy")
    )


def tile_source(address: str) -> str:
    """The host of a tile address as a Content-Security-Policy source."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.lower().replace('{s}.', '*.')}"


def _split(address: str):
    try:
        return urlsplit(address)
    except ValueError:
        return None
