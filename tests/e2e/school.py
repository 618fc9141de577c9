"""One guard's learning, set up through the API: results, a class, what is on file."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.stage import Desk


def set_up(admin: Desk, guard: Desk) -> dict[str, str]:
    """Ids and codes of what there is to look at then."""
    modules = {one["code"]: one["id"] for one in admin.get("/modules?limit=200")["items"]}
    guard_id = guard.get("/me")["id"]
    for code in ("fire-patrol", "patrol-basics", "law-for-guards", "privacy"):
        requirement = {"kind": "person", "value": guard_id, "due_days": 7}
        admin.post(f"/modules/{modules[code]}/requirements", requirement)
    take_test(admin, guard, modules["patrol-basics"], right=True)
    take_test(admin, guard, modules["law-for-guards"], right=False)
    door = plan_class(admin, modules["fire-patrol"])
    put_on_file(admin, guard_id)
    bundle = guard.get("/my/learning")
    fire = next(one for one in bundle["modules"] if one["code"] == "fire-patrol")
    return {
        "module": fire["id"],
        "lesson": fire["lessons"][1]["key"],
        "passed": modules["patrol-basics"],
        "failed": modules["law-for-guards"],
        "door": door,
        "certificate": next(one for one in bundle["certificates"] if one["verify_url"])["verify_url"][-16:],
    }


def take_test(admin: Desk, guard: Desk, module_id: str, *, right: bool) -> dict[str, Any]:
    """Every answer right, or every answer wrong."""
    known = {one["id"]: one for one in admin.get(f"/modules/{module_id}/questions?limit=200")["items"]}
    modules = guard.get("/my/learning")["modules"]
    paper = next(one["paper"] for one in modules if one["id"] == module_id)
    answers = {one["id"]: places(one, known[one["id"]], right=right) for one in paper["questions"]}
    started_at = (datetime.now(UTC) - timedelta(minutes=3)).isoformat()
    return guard.post("/my/attempts", {"paper_id": paper["id"], "started_at": started_at, "answers": answers})


def places(asked: dict[str, Any], known: dict[str, Any], *, right: bool) -> list[str]:
    """The keys under which the paper shows what to choose."""
    shown = {option["text"]["en"]: option["key"] for option in asked["options"]}
    if known["kind"] == "order":
        order = [shown[option["text"]["en"]] for option in known["options"]]
        return order if right else order[::-1]
    return [shown[option["text"]["en"]] for option in known["options"] if option["right"] == right]


def plan_class(admin: Desk, module_id: str) -> str:
    """A class in the next hours; the code at its door."""
    start = datetime.now(UTC) + timedelta(minutes=30)
    plan = {
        "module_id": module_id,
        "title_zh": "消防巡查实操",
        "title_en": "Fire patrol, hands on",
        "room": "2 号会议室",
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=2)).isoformat(),
        "places": 12,
    }
    planned = admin.post("/training-sessions", plan)
    return admin.get(f"/training-sessions/{planned['id']}/door")["code"]


def put_on_file(admin: Desk, person_id: str) -> None:
    praise = {"on": "2026-08-12", "kind": "found_property", "text": "拾到钱包，当晚归还业主。"}
    admin.post(f"/staff/{person_id}/commendations", praise)
    scores = [{"criterion_id": one["id"], "score": 82} for one in admin.get("/assessment-criteria")["items"]]
    judged = {"on": "2026-09-30", "scores": scores, "period": "2026 Q3", "note": "夜班认真。"}
    admin.post(f"/staff/{person_id}/assessments", judged)


def give_order(admin: Desk, site_id: str) -> str:
    """A post order of a site, in both languages."""
    options = [
        {"text": {"zh": "22:00", "en": "22:00"}, "right": True},
        {"text": {"zh": "24:00", "en": "24:00"}},
    ]
    order = {
        "site_id": site_id,
        "title": {"zh": "东大门夜间值守", "en": "East gate at night"},
        "body": {
            "zh": "自今晚起，**东大门 22:00 关闭**。",
            "en": "From tonight the **east gate closes at 22:00**.",
        },
        "questions": [
            {
                "kind": "single",
                "text": {"zh": "东大门几点关闭？", "en": "When does the gate close?"},
                "options": options,
            }
        ],
    }
    return admin.post("/orders", order)["id"]
