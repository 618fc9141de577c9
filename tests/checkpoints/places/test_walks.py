import csv
import io
import random
import time
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoints.places import queries
from checkpoints.places.walks.distances import (
    ASSUMED_PLAN_WIDTH_M,
    FLOOR_CHANGE_M,
    Place,
    Plan,
    haversine_m,
    leg,
    minutes,
)
from checkpoints.places.walks.shortest import shortest_order


@pytest.fixture
def spots(add) -> list[dict]:
    """Five checkpoints along a road to the east, 95 m apart, added out of order."""
    return [add(f"Point {place}", lat=31.23, lon=121.47 + place / 1000) for place in (2, 0, 4, 1, 3)]


@pytest.fixture
def route(sam, north, spots) -> dict:
    stops = [{"checkpoint_id": spot["id"], "minutes": 3} for spot in spots]
    return sam.post(f"{north}/routes", json={"name": "Night", "ordered": True, "stops": stops}).get_json()


@pytest.mark.both_databases
def test_a_route_keeps_its_stops_in_order(app, cast, sam, ana, spots, route):
    seen = ana.get(f"/api/v1/routes/{route['id']}").get_json()
    assert [stop["checkpoint"] for stop in seen["stops"]] == [spot["name"] for spot in spots]
    assert [stop["position"] for stop in seen["stops"]] == [1, 2, 3, 4, 5]
    assert (seen["minutes"], seen["ordered"]) == (15, True)
    turned = [{"checkpoint_id": spot["id"]} for spot in reversed(spots[:3])]
    changed = sam.patch(f"/api/v1/routes/{route['id']}", json={"stops": turned, "ordered": False}).get_json()
    assert [stop["checkpoint_id"] for stop in changed["stops"]] == [stop["checkpoint_id"] for stop in turned]
    with app.app_context():
        (stops,) = queries.stops_of(cast.organisation_id, [route["id"]]).values()
        assert [(stop.position, stop.minutes) for stop in stops] == [(1, 2), (2, 2), (3, 2)]
        assert queries.routes_for_phones(cast.organisation_id, [cast.north_gate])[0]["id"] == route["id"]


def test_stops_are_the_sites_own_in_use_and_there_once(sam, admin, cast, north, spots):
    other = admin.post(f"/api/v1/sites/{cast.south_tower}/checkpoints", json={"name": "Gate"}).get_json()

    def code(*ids: str) -> tuple[str, str]:
        stops = [{"checkpoint_id": id_} for id_ in ids]
        answer = sam.post(f"{north}/routes", json={"name": "Night", "stops": stops})
        assert answer.status_code == 422
        return answer.get_json()["code"], answer.get_json()["detail"]

    one, two = spots[0]["id"], spots[1]["id"]
    assert code(one, other["id"])[0] == "places.stop_unknown"
    assert code(one, two, one) == (
        "places.stop_twice",
        "These stops are on the route already: 3. A route visits a checkpoint once.",
    )
    sam.delete(f"/api/v1/checkpoints/{two}")
    assert code(one, two)[0] == "places.stop_unknown"
    assert sam.post(f"{north}/routes", json={"name": "Night", "stops": []}).status_code == 422


def test_a_route_goes_to_the_archive_and_comes_back(sam, north, route):
    path = f"/api/v1/routes/{route['id']}"
    assert sam.delete(path).get_json()["archived_at"]
    assert sam.get(f"{north}/routes").get_json()["items"] == []
    assert len(sam.get(f"{north}/routes?archived=1").get_json()["items"]) == 1
    assert sam.patch(path, json={"archived": False}).get_json()["archived_at"] is None


def test_a_route_comes_back_only_with_all_its_checkpoints(sam, spots, route):
    path = f"/api/v1/routes/{route['id']}"
    sam.delete(path)
    sam.delete(f"/api/v1/checkpoints/{spots[0]['id']}")
    assert sam.patch(path, json={"archived": False}).get_json()["code"] == "places.stop_unknown"


def test_a_route_that_a_patrol_plan_walks_is_not_archived(sam, north, route):
    plan = {
        "route_id": route["id"],
        "name": "Nightly",
        "rule": "FREQ=DAILY",
        "first_on": "2030-01-01",
        "starts_at": "22:00",
    }
    planned = sam.post(f"{north}/patrol-plans", json=plan)
    assert planned.status_code == 201, planned.get_json()
    path = f"/api/v1/routes/{route['id']}"
    refused = sam.delete(path)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "places.route_in_use")
    assert "Nightly" in refused.get_json()["detail"]
    sam.delete(f"/api/v1/patrol-plans/{planned.get_json()['id']}")
    assert sam.delete(path).get_json()["archived_at"]


def test_routes_are_exported_stop_by_stop(sam, north, route):
    rows = list(csv.reader(io.StringIO(sam.get(f"{north}/routes?format=csv").data.decode("utf-8-sig"))))
    assert [row[4] for row in rows] == ["Checkpoint", "Point 2", "Point 0", "Point 4", "Point 1", "Point 3"]


# --- the shortest walk --------------------------------------------------------------------------


def suggest(client, north, spots, **more) -> dict:
    ids = [spot["id"] for spot in spots]
    answer = client.post(f"{north}/routes/suggest", json={"checkpoint_ids": ids, **more})
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def test_the_shortest_walk_goes_along_the_road(sam, north, spots):
    found = suggest(sam, north, spots)
    names = {spot["id"]: spot["name"] for spot in spots}
    walked = [names[id_] for id_ in found["checkpoint_ids"]]
    assert walked in (sorted(walked), sorted(walked, reverse=True))
    assert found["metres"] == pytest.approx(380, abs=2)
    assert found["minutes"] == pytest.approx(380 / 1.2 / 60, abs=0.1)
    assert (found["measured"], found["assumptions"]) == (True, [])
    assert [stop["basis"] for stop in found["stops"]] == [None, "map", "map", "map", "map"]


def test_a_walk_starts_where_it_is_told(sam, north, spots):
    found = suggest(sam, north, spots, start_checkpoint_id=spots[0]["id"])
    assert found["checkpoint_ids"][0] == spots[0]["id"]
    assert found["metres"] == pytest.approx(570, abs=3)


def test_a_walk_says_what_it_had_to_assume(sam, north, add, plan):
    first = add("Pump room", floor_plan_id=plan["id"], plan_x=0, plan_y=0.5)
    second = add("Store", floor_plan_id=plan["id"], plan_x=0.2, plan_y=0.5)
    third = add("Nowhere")
    found = suggest(sam, north, [first, second, third])
    assert not found["measured"]
    assert len(found["assumptions"]) == 2
    assert found["metres"] == 0.2 * ASSUMED_PLAN_WIDTH_M + FLOOR_CHANGE_M
    sam.patch(
        f"/api/v1/floor-plans/{plan['id']}",
        json={"scale": {"x1": 0, "y1": 0, "x2": 1, "y2": 0, "distance_m": 20}},
    )
    found = suggest(sam, north, [first, second])
    assert (found["metres"], found["measured"]) == (4, True)


def test_a_walk_is_asked_for_2_to_60_checkpoints_of_the_site(sam, north, spots):
    path = f"{north}/routes/suggest"
    one = spots[0]["id"]
    assert sam.post(path, json={"checkpoint_ids": [one]}).status_code == 422
    assert sam.post(path, json={"checkpoint_ids": [one] * 61}).status_code == 422
    strange = {"checkpoint_ids": [one, "018f0000-0000-7000-8000-000000000000"]}
    assert sam.post(path, json=strange).get_json()["code"] == "places.stop_unknown"
    assert suggest(sam, north, [spots[0], spots[0]])["metres"] == 0


def length(metres, order) -> float:
    return sum(metres[a][b] for a, b in pairwise(order))


def grid(points) -> list[list[float]]:
    return [[((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 for bx, by in points] for ax, ay in points]


points = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=7)


@settings(max_examples=40, deadline=None)
@given(points, st.booleans())
def test_no_order_is_shorter(points, fixed_start):
    metres = grid(points)
    start = 0 if fixed_start else None
    order = shortest_order(metres, start)
    assert sorted(order) == list(range(len(points)))
    assert not fixed_start or order[0] == 0
    best = min(length(metres, p) for p in permutations(range(len(points))) if not fixed_start or p[0] == 0)
    assert length(metres, order) == pytest.approx(best, abs=0.01 * len(points))


def test_sixty_points_take_less_than_two_seconds_and_beat_the_nearest_neighbour():
    draw = random.Random(5)
    metres = grid([(draw.random() * 800, draw.random() * 800) for _ in range(60)])
    started = time.monotonic()
    order = shortest_order(metres)
    assert time.monotonic() - started < 2
    nearest = [0]
    while len(nearest) < 60:
        nearest.append(min(set(range(60)) - set(nearest), key=lambda place: metres[nearest[-1]][place]))
    assert length(metres, order) < length(metres, nearest)


PLANS = {"scaled": Plan(1000, 500, 0.1), "bare": Plan(1000, 500, None), "other": Plan(1000, 500, 0.1)}


def on(plan: str, x: float, y: float) -> Place:
    return Place("on a plan", plan_id=plan, plan_x=x, plan_y=y)


@pytest.mark.parametrize(
    ("a", "b", "metres", "basis"),
    [
        (on("scaled", 0, 0), on("scaled", 0.3, 0.8), 50, "plan"),
        (Place("a", 0, 0, "scaled", 0, 0), Place("b", 9, 9, "scaled", 0, 1), 50, "plan"),
        (Place("a", 0, 0), Place("b", 0, 0.001), 111.2, "map"),
        (Place("a", 0, 0, "bare", 0, 0), Place("b", 0, 0.001, "bare", 1, 0), 111.2, "map"),
        (Place("a", 0, 0, "scaled", 0, 0), Place("b", 0, 0, "other", 0, 0), FLOOR_CHANGE_M, "floor_change"),
        (on("scaled", 0, 0), on("other", 0, 0), FLOOR_CHANGE_M, "floor_change"),
        (on("bare", 0, 0), on("bare", 1, 0), ASSUMED_PLAN_WIDTH_M, "unscaled"),
        (Place("a"), Place("b", 1, 1), FLOOR_CHANGE_M, "unknown"),
    ],
)
def test_a_leg_is_measured_by_the_best_that_is_known(a, b, metres, basis):
    found = leg(a, b, PLANS)
    assert (round(found.metres, 1), found.basis) == (metres, basis)


degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(degrees, degrees)
def test_distance_on_the_map_is_the_same_both_ways_and_never_too_long(a, b):
    there, back = haversine_m(*a, *b), haversine_m(*b, *a)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_015_200


def test_walking_time_is_at_1_2_metres_a_second():
    assert minutes(720) == 10
