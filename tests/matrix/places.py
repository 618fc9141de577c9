import io

from PIL import Image

from checkpoints.places.checklists.service import ensure_templates
from checkpoints.places.models import Checklist, Checkpoint, FloorPlan, Route, RouteStop, Tag, Zone
from guard_api.database import db, new_id
from guard_api.files import store
from tests.matrix.rows import ADMINISTRATOR, DESK, SEE_SITE, Row

ADMIN = frozenset({ADMINISTRATOR})
HERE, THERE = {"site_id": "north_gate"}, {"site_id": "south_tower"}
CODES = {"north": "0" * 26, "south": "1" * 26}


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    out.seek(0)
    return out


def make(cast, things) -> None:
    """A place of each kind on both sites."""
    ensure_templates(organisation_id=cast.organisation_id)
    things["checklist"] = db.session.query(Checklist.id).scalar()
    for prefix, site in (("north", cast.north_gate), ("south", cast.south_tower)):
        for kind, row in _places(cast.organisation_id, site, CODES[prefix]).items():
            things[f"{prefix}_{kind}"] = row.code if kind == "tag" else row.id
            db.session.add(row)
            db.session.flush()
    store().put(f"{cast.organisation_id}/floor-plans/{'a' * 64}.webp", b"a picture")


def _places(organisation_id: str, site_id: str, code: str) -> dict:
    own = {"organisation_id": organisation_id}
    zone = Zone(**own, id=new_id(), site_id=site_id, name="Garage")
    plan = FloorPlan(
        **own, id=new_id(), site_id=site_id, name="B1", image_sha256="a" * 64, width_px=40, height_px=30
    )
    spot = Checkpoint(
        **own, id=new_id(), site_id=site_id, zone_id=zone.id, name="Pump room", lat=31.23, lon=121.47
    )
    free = Checkpoint(**own, id=new_id(), site_id=site_id, name="Roof", lat=31.24, lon=121.47)
    tag = Tag(**own, id=new_id(), checkpoint_id=spot.id, code=code)
    route = Route(**own, id=new_id(), site_id=site_id, name="Night")
    stop = RouteStop(**own, id=new_id(), route_id=route.id, checkpoint_id=spot.id, position=1)
    empty = Zone(**own, id=new_id(), site_id=site_id, name="Garden")
    return {
        "zone": zone,
        "plan": plan,
        "spot": spot,
        "free": free,
        "tag": tag,
        "route": route,
        "stop": stop,
        "empty": empty,
    }


def thing(name: str, kind: str) -> dict:
    return {"url": {name: f"north_{kind}"}, "foreign": {name: f"south_{kind}"}}


PLANS = "/api/v1/floor-plans/<floor_plan_id>"
PLAN = thing("floor_plan_id", "plan")
SPOTS = "/api/v1/checkpoints/<checkpoint_id>"
SPOT, FREE = thing("checkpoint_id", "spot"), thing("checkpoint_id", "free")
SITE = "/api/v1/sites/<site_id>"
ON = {"url": HERE, "foreign": THERE}
ROUTE = thing("route_id", "route")


ROWS = [
    Row("GET", f"{SITE}/floor-plans", SEE_SITE, **ON),
    Row(
        "POST", f"{SITE}/floor-plans", DESK, **ON, data=lambda: {"name": "B2", "file": (picture(), "b2.png")}
    ),
    Row("GET", PLANS, SEE_SITE, **PLAN),
    Row("PATCH", PLANS, DESK, **PLAN, json={"name": "B1 garage"}),
    Row("DELETE", PLANS, DESK, **PLAN),
    Row("GET", f"{PLANS}/image", SEE_SITE, **PLAN),
    Row("PUT", f"{PLANS}/image", DESK, **PLAN, data=lambda: {"file": (picture(), "b1.png")}),
    Row("GET", f"{SITE}/zones", SEE_SITE, **ON),
    Row("POST", f"{SITE}/zones", DESK, **ON, json={"name": "Tower 1"}),
    Row("PATCH", "/api/v1/zones/<zone_id>", DESK, **thing("zone_id", "empty"), json={"archived": True}),
    Row("GET", f"{SITE}/checkpoints", SEE_SITE, **ON),
    Row("POST", f"{SITE}/checkpoints", DESK, **ON, json={"name": "Gate"}),
    Row(
        "POST",
        f"{SITE}/checkpoints/import",
        DESK,
        **ON,
        data=lambda: {"file": (io.BytesIO(b"name\nGate\n"), "a.csv")},
    ),
    Row("GET", "/api/v1/checkpoints/import/template", DESK),
    Row("GET", SPOTS, SEE_SITE, **SPOT),
    Row("PATCH", SPOTS, DESK, **SPOT, json={"radius_m": 30}),
    Row("DELETE", SPOTS, DESK, **FREE),
    Row("GET", f"{SPOTS}/tags", DESK, **SPOT),
    Row("POST", f"{SPOTS}/tags", DESK, **SPOT, json={"reason": "torn"}),
    Row("GET", "/api/v1/tags/<code>", SEE_SITE, **thing("code", "tag")),
    Row("GET", "/api/v1/labels/sizes", DESK),
    Row("POST", f"{SITE}/labels", DESK, **ON, json={"size": "roll_50x30"}),
    Row("GET", f"{SITE}/routes", SEE_SITE, **ON),
    Row(
        "POST",
        f"{SITE}/routes",
        DESK,
        url=HERE,
        foreign=THERE,
        json={"name": "Day", "stops": [{"checkpoint_id": "@north_spot"}]},
    ),
    Row(
        "POST", f"{SITE}/routes/suggest", DESK, **ON, json={"checkpoint_ids": ["@north_spot", "@north_free"]}
    ),
    Row("GET", "/api/v1/routes/<route_id>", SEE_SITE, **ROUTE),
    Row("PATCH", "/api/v1/routes/<route_id>", DESK, **ROUTE, json={"name": "Late"}),
    Row("DELETE", "/api/v1/routes/<route_id>", DESK, **ROUTE),
    Row("GET", "/api/v1/checklists", SEE_SITE),
    Row("POST", "/api/v1/checklists", ADMIN, json={"name_en": "Pool", "items": [{"text_en": "Fence shut"}]}),
    Row("GET", "/api/v1/checklists/<checklist_id>", SEE_SITE, url={"checklist_id": "checklist"}),
    Row(
        "PATCH",
        "/api/v1/checklists/<checklist_id>",
        ADMIN,
        url={"checklist_id": "checklist"},
        json={"name_en": "Fire"},
    ),
]
