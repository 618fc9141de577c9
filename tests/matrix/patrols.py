from datetime import date, time, timedelta

from checkpoints.patrols.models import NO_VISIT, Patrol, PatrolException, PatrolPlan
from checkpoints.places.models import Checkpoint, Route, RouteStop
from guard_api.clock import now
from guard_api.database import db, new_id
from tests.matrix.rows import DESK, ON_SITE, SEE_SITE, Row

BOARD = SEE_SITE - {"guard"}
TODAY = date(2026, 3, 1)


def make(cast, things: dict[str, str]) -> None:
    """A plan, a round that Ana walked, and an exception about her, on both sites; one decided too."""
    for place, site_id in (("here", cast.north_gate), ("there", cast.south_tower)):
        walker = cast.ana if place == "here" else cast.ben
        things[f"route_{place}"] = _route(cast, site_id)
        things[f"plan_{place}"] = _plan(cast, site_id, things[f"route_{place}"])
        things[f"patrol_{place}"] = _patrol(cast, site_id, things[f"route_{place}"], walker)
        for decision in ("", "excused"):
            kind = "too_long" if decision else "late"
            things[f"{decision or 'open'}_exception_{place}"] = _exception(
                cast, site_id, things[f"patrol_{place}"], walker, kind, decision
            )


def _keep(row) -> str:
    db.session.add(row)
    db.session.flush()
    return row.id


def _route(cast, site_id: str) -> str:
    own = {"organisation_id": cast.organisation_id}
    spot = _keep(Checkpoint(**own, id=new_id(), site_id=site_id, name="Boiler room"))
    route = _keep(Route(**own, id=new_id(), site_id=site_id, name="Boilers"))
    _keep(RouteStop(**own, id=new_id(), route_id=route, checkpoint_id=spot, position=0))
    return route


def _plan(cast, site_id: str, route_id: str) -> str:
    return _keep(
        PatrolPlan(
            organisation_id=cast.organisation_id,
            id=new_id(),
            site_id=site_id,
            route_id=route_id,
            name="Night",
            rule="FREQ=DAILY",
            first_on=TODAY,
            starts_at=time(22),
        )
    )


def _patrol(cast, site_id: str, route_id: str, walker: str) -> str:
    at = now()
    return _keep(
        Patrol(
            organisation_id=cast.organisation_id,
            id=new_id(),
            site_id=site_id,
            route_id=route_id,
            name="Night",
            ordered=False,
            on=at.date(),
            nominal_at=at,
            start_at=at,
            start_from_at=at,
            start_until_at=at,
            end_due_at=at + timedelta(minutes=10),
            expected_minutes=10,
            tolerance_minutes=5,
            state="running",
            person_id=walker,
            started_at=at,
        )
    )


def _exception(cast, site_id: str, patrol_id: str, person_id: str, kind: str, decision: str) -> str:
    return _keep(
        PatrolException(
            organisation_id=cast.organisation_id,
            id=new_id(),
            site_id=site_id,
            patrol_id=patrol_id,
            visit_id=NO_VISIT,
            on=TODAY,
            person_id=person_id,
            kind=kind,
            state=decision or "open",
            decision=decision or None,
            decided_at=now() if decision else None,
            decided_by=cast.sam if decision else None,
        )
    )


def thing(name: str, kind: str) -> dict:
    return {"url": {name: f"{kind}_here"}, "foreign": {name: f"{kind}_there"}}


ON = {"url": {"site_id": "north_gate"}, "foreign": {"site_id": "south_tower"}}
PLANS, PLAN = "/api/v1/sites/<site_id>/patrol-plans", "/api/v1/patrol-plans/<plan_id>"
EXCEPTION = "/api/v1/exceptions/<exception_id>"
NIGHTLY = {"route_id": "@route_here", "rule": "FREQ=DAILY", "first_on": "2026-03-01", "starts_at": "22:00"}

ROWS = [
    Row("GET", PLANS, SEE_SITE, **ON),
    Row("POST", PLANS, DESK, **ON, json=NIGHTLY | {"name": "Every night"}),
    Row("POST", PLANS + "/preview", DESK, **ON, json=NIGHTLY),
    Row("GET", PLAN, SEE_SITE, **thing("plan_id", "plan")),
    Row("PATCH", PLAN, DESK, **thing("plan_id", "plan"), json={"name": "Nightly"}),
    Row("DELETE", PLAN, DESK, **thing("plan_id", "plan")),
    Row("GET", "/api/v1/patrols", SEE_SITE),
    Row("GET", "/api/v1/patrols/<patrol_id>", SEE_SITE, **thing("patrol_id", "patrol")),
    Row("GET", "/api/v1/my/rounds", ON_SITE),
    Row("GET", "/api/v1/scans", SEE_SITE),
    Row("GET", "/api/v1/exceptions", BOARD),
    Row("GET", EXCEPTION, SEE_SITE, **thing("exception_id", "open_exception")),
    Row(
        "POST",
        EXCEPTION + "/decision",
        DESK,
        **thing("exception_id", "open_exception"),
        json={"excused": True},
    ),
    Row("DELETE", EXCEPTION + "/decision", DESK, **thing("exception_id", "excused_exception")),
    Row("GET", "/api/v1/my/exceptions", ON_SITE),
]
