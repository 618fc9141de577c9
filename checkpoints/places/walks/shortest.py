"""The shortest walk through all places: an open path, found by PyVRP as a tour with a free way home."""

from collections.abc import Sequence

from pyvrp import Model
from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement

MOST_PLACES = 60
LONGEST_SEARCH_S = 1.5
TRIES_WITHOUT_GAIN = 400
CM = 100


def shortest_order(metres: Sequence[Sequence[float]], start: int | None = None) -> list[int]:
    """Indexes in walking order; from `start` when it is given, else from whichever end is best."""
    count = len(metres)
    others = [index for index in range(count) if index != start]
    if len(others) <= 1:
        return [*([] if start is None else [start]), *others]
    tour = _tour(metres, start, others)
    return tour if start is None else [start, *tour]


def _tour(metres: Sequence[Sequence[float]], start: int | None, others: list[int]) -> list[int]:
    """The clients in order. The depot is the start, or a place that is next to every other; home is free."""
    model = Model()
    home = model.add_location(0, 0)
    locations = [model.add_location(0, 0) for _ in others]
    depot = model.add_depot(home)
    model.add_vehicle_type(1, start_depot=depot, end_depot=depot)
    for location in locations:
        model.add_client(location)
    for a, place in zip(others, locations, strict=True):
        model.add_edge(home, place, distance=0 if start is None else round(metres[start][a] * CM))
        model.add_edge(place, home, distance=0)
        for b, other in zip(others, locations, strict=True):
            if a != b:
                model.add_edge(place, other, distance=round(metres[a][b] * CM))
    stop = MultipleCriteria([MaxRuntime(LONGEST_SEARCH_S), NoImprovement(TRIES_WITHOUT_GAIN)])
    best = model.solve(stop, seed=1, collect_stats=False, display=False).best
    return [others[step.idx] for step in best.routes()[0].schedule() if step.is_client()]
