"""Quiet hours, keys of browsers, and what a device is called. Pure."""

import base64
import binascii
import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def quiet_end(at: datetime, quiet_from: time, quiet_until: time, time_zone: str) -> datetime | None:
    """When the quiet hours that hold at this instant end; None outside of them.

    By the wall clock: a night may be an hour shorter or longer. The same time at both ends is the whole day
    but for that moment, so it means none at all.
    """
    if quiet_from == quiet_until:
        return None
    local = at.astimezone(ZoneInfo(time_zone))
    for days in (-1, 0):
        start = local.date() + timedelta(days=days)
        end = start + timedelta(days=1) if quiet_until < quiet_from else start
        begins, ends = (_instant(start, quiet_from, time_zone), _instant(end, quiet_until, time_zone))
        if begins <= at < ends:
            return ends
    return None


def _instant(day, clock: time, time_zone: str) -> datetime:
    """A time that the clocks skip counts as the moment they are put forward to."""
    return datetime.combine(day, clock, ZoneInfo(time_zone)).astimezone(UTC)


def is_key(text: str, length: int) -> bool:
    """Whether it is so many bytes in base64url."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+={0,2}", text):
        return False
    try:
        return len(base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))) == length
    except binascii.Error:
        return False


def device_name(user_agent: str) -> str:
    """What a person recognises a browser by: "Chrome, Android"."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), None)
    system = next((name for sign, name in SYSTEMS if sign in user_agent), None)
    return ", ".join(filter(None, (browser, system))) or "?"
