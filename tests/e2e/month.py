"""A month to be planned, set up through the API: three sites, twelve posts, forty guards."""

from datetime import date, timedelta
from typing import Any

from tests.e2e.stage import PASSWORD, Desk

SITES = (
    ("North Gate", 31.2304, 121.4737),
    ("River Tower", 31.2354, 121.4837),
    ("South Works", 31.2204, 121.4637),
)
# Name, kind, pattern, and how many stand there at once.
POSTS = (
    ("Main gate", "gate", "three_shift", 1),
    ("Lobby", "fixed", "fixed_day", 1),
    ("Control room", "control_room", "three_shift", 1),
    ("Patrol", "patrol", "three_shift", 1),
)
NAMES = ("Ana", "Bao", "Chen", "Dan", "Emma", "Fang", "Gus", "Hua", "Ivy", "Jun")
FAMILIES = ("Li", "Wang", "Zhao", "Sun")


def next_month(today: date) -> tuple[date, date]:
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def set_up(admin: Desk, from_on: date) -> dict[str, Any]:
    """Their ids. Sam supervises all three sites."""
    sites = [admin.post("/sites", {"name": name, "lat": lat, "lon": lon})["id"] for name, lat, lon in SITES]
    posts = [add_post(admin, site_id, *facts, from_on=from_on) for site_id in sites for facts in POSTS]
    guards = [
        add_person(
            admin, f"{name} {family}", number * 10 + place, [("guard", sites[(number * 10 + place) % 3])]
        )
        for number, family in enumerate(FAMILIES)
        for place, name in enumerate(NAMES)
    ]
    sam = add_person(
        admin, "Sam", 900, [("supervisor", site_id) for site_id in sites], email="sam@example.org"
    )
    return {"sites": sites, "posts": posts, "guards": guards, "sam": sam}


def add_post(
    admin: Desk, site_id: str, name: str, kind: str, pattern: str, need: int, *, from_on: date
) -> str:
    post = admin.post("/posts", {"site_id": site_id, "name": name, "kind": kind})
    admin.post(
        f"/posts/{post['id']}/pattern", {"pattern": pattern, "need": need, "from_on": from_on.isoformat()}
    )
    return post["id"]


def add_person(admin: Desk, name: str, number: int, grants: list[tuple[str, str]], email: str = "") -> str:
    person = {
        "name": name,
        "employee_number": f"A{number:03}",
        "password": PASSWORD,
        "language": "en",
        "grants": [{"role": role, "site_id": site_id} for role, site_id in grants],
        "phone_number": f"+8613900001{number:03}",
    }
    return admin.post("/people", person | ({"email": email} if email else {}))["id"]
