"""Kaplan–Meier curves with their band, and whether they differ (log-rank), by `lifelines`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from people.turnover.rules import Observed

CONFIDENCE = 0.95
MOST_POINTS = 400


def curve(observed: Sequence[Observed]) -> dict[str, Any]:
    """The share that is still here after so many days, at each day on which somebody left."""
    if not observed:
        return {"points": [], "median_days": None}
    from lifelines import KaplanMeierFitter

    fitted = KaplanMeierFitter(alpha=1 - CONFIDENCE)
    fitted.fit([one.days for one in observed], [one.left for one in observed])
    median = float(fitted.median_survival_time_)
    return {
        "points": thinned(list(_points(fitted))),
        "median_days": None if median == float("inf") else round(median),
    }


def _points(fitted: Any) -> Iterable[dict[str, Any]]:
    table, band = fitted.event_table, fitted.confidence_interval_
    low, high = band.columns
    last = table.index[-1]
    for day in table.index:
        if day in (0, last) or table.at[day, "observed"]:
            yield {
                "day": int(day),
                "survival": float(fitted.survival_function_.at[day, fitted.label]),
                "low": _within(band.at[day, low], 0.0),
                "high": _within(band.at[day, high], 1.0),
                "at_risk": int(table.at[day, "at_risk"]),
            }


def thinned(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a long curve the points at which it has fallen by what can be seen; each is exact."""
    if len(points) <= MOST_POINTS:
        return points
    kept = [points[0]]
    for point in points[1:-1]:
        if kept[-1]["survival"] - point["survival"] >= 1 / MOST_POINTS:
            kept.append(point)
    return [*kept, points[-1]]


def _within(value: float, otherwise: float) -> float:
    """Where nobody is left the band has no bounds of its own."""
    return min(max(float(value), 0.0), 1.0) if value == value else otherwise


def logrank(groups: Mapping[Any, Sequence[Observed]]) -> dict[str, Any] | None:
    """Whether the groups leave alike; None where there is nothing to compare."""
    filled = {key: one for key, one in groups.items() if one}
    rows = [(key, one) for key, of_one in filled.items() for one in of_one]
    if len(filled) < 2 or not any(one.left for _, one in rows):
        return None
    from lifelines.statistics import multivariate_logrank_test

    result = multivariate_logrank_test(
        [one.days for _, one in rows], [str(key) for key, _ in rows], [one.left for _, one in rows]
    )
    p, statistic = float(result.p_value), float(result.test_statistic)
    if p != p or statistic != statistic:
        return None
    return {"p": p, "statistic": statistic, "df": len(filled) - 1}
