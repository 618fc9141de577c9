"""One guard's shifts, set up through the API: a shift that runs, some to come, leave, a wish, keys."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from guard_api.database import new_id
from tests.e2e.stage import Desk

SHANGHAI = ZoneInfo("Asia/Shanghai")


def set_up(admin: Desk, guard: Desk) -> dict[str, str]:
    """The id of a shift to look at then: the one that runs, in which the guard has clocked in."""
    guard_id = guard.get("/me")["id"]
    site = guard.get("/my/shifts")["sites"][0]["id"]
    post = admin.post("/posts", {"site_id": site, "name": "北门岗", "kind": "gate"})["id"]
    kind = admin.get("/shift-types")["items"][0]["id"]
    publish(admin, site, post, kind, guard_id)
    keys = [{"name_zh": "大门钥匙", "name_en": "Gate keys", "count": 4}]
    admin.put(f"/sites/{site}/equipment", {"items": keys})
    say(guard, site)
    shifts = guard.get("/my/shifts")["shifts"]
    return {"shift": max(shifts, key=lambda one: one["start_at"])["id"], "running": shifts[0]["id"]}


def publish(admin: Desk, site: str, post: str, kind: str, guard_id: str) -> None:
    """One shift that began an hour ago, two to come, and one that is open to whoever fits."""
    today, at = datetime.now(SHANGHAI).date(), datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    days = {"from_on": today - timedelta(days=1), "until_on": today + timedelta(days=9)}
    span = {name: on.isoformat() for name, on in days.items()}
    roster = admin.post("/rosters", {"name": "十二月排班", "site_ids": [site]} | span)
    begun, over = at - timedelta(hours=1), at + timedelta(hours=7)
    running = {"start_at": begun.isoformat(), "end_at": over.isoformat()}
    place = {"post_id": post, "shift_type_id": kind}
    adds = [{"on": today.isoformat(), "person_id": guard_id} | running]
    adds += [{"on": (today + timedelta(days=days)).isoformat(), "person_id": guard_id} for days in (3, 6)]
    adds += [{"on": (today + timedelta(days=8)).isoformat(), "person_id": None}]
    changes = [{"add": place | one} for one in adds]
    edited = {"edit_number": roster["edit_number"], "changes": changes, "accept": True}
    admin.post(f"/rosters/{roster['id']}/edits", edited)
    admin.post(f"/rosters/{roster['id']}/publish?accept=true", {})
    listed = admin.get(f"/shifts?roster_id={roster['id']}&limit=500")["items"]
    vacant = next(one["id"] for one in listed if one["post_id"] == post and one["person"] is None)
    admin.post(f"/shifts/{vacant}/offer", {"mode": "first_come"})


def say(guard: Desk, site: str) -> None:
    today = datetime.now(SHANGHAI).date()
    guard.post("/my/punches", {"id": new_id(), "kind": "in", "site_id": site, "method": "button"})
    away = (today + timedelta(days=30)).isoformat()
    guard.post("/my/leave", {"kind": "annual", "from_on": away, "until_on": away, "reason": "回老家"})
    guard.post("/my/wishes", {"kind": "avoids", "from_on": today.isoformat(), "weekday": 2, "note": "送孩子"})
    lately = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    add = {"kind": "in", "at": lately}
    guard.post("/my/corrections", {"site_id": site, "adds": [add], "reason": "手机没电，已到岗。"})
