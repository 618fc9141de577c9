"""One guard's shifts beside those of the demonstration: clocked in, leave, a wish, a correction, keys."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from guard_api.database import new_id
from tests.e2e.stage import Desk

SHANGHAI = ZoneInfo("Asia/Shanghai")


def set_up(admin: Desk, guard: Desk) -> dict[str, str]:
    """Ids of the last shift to come and of one that is over."""
    shifts = sorted(guard.get("/my/shifts")["shifts"], key=lambda one: one["start_at"])
    site = shifts[-1]["site_id"]
    keys = {"name_zh": "大门钥匙", "name_en": "Gate keys", "count": 4}
    admin.put(f"/sites/{site}/equipment", {"items": [keys]})
    say(guard, site)
    return {"shift": shifts[-1]["id"], "over": shifts[0]["id"]}


def say(guard: Desk, site: str) -> None:
    guard.post("/my/punches", {"id": new_id(), "kind": "in", "site_id": site, "method": "button"})
    today = datetime.now(SHANGHAI).date()
    away = (today + timedelta(days=30)).isoformat()
    guard.post("/my/leave", {"kind": "annual", "from_on": away, "until_on": away, "reason": "回老家"})
    guard.post("/my/wishes", {"kind": "avoids", "from_on": today.isoformat(), "weekday": 2, "note": "送孩子"})
    lately = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    add = {"kind": "in", "at": lately}
    guard.post("/my/corrections", {"site_id": site, "adds": [add], "reason": "手机没电，已到岗。"})
