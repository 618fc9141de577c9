"""What the data of a course say about its learner. Plain data in, plain data out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NOT_BEGUN, INCOMPLETE, COMPLETED, PASSED, FAILED = "not_begun", "incomplete", "completed", "passed", "failed"
STATUSES = (NOT_BEGUN, INCOMPLETE, COMPLETED, PASSED, FAILED)
DONE = frozenset({COMPLETED, PASSED})
OLD = "1.2"
OF_OLD = {"passed": PASSED, "completed": COMPLETED, "failed": FAILED}
Data = Mapping[str, str]


def outcome(version: str, data: Data, pass_score: float | None) -> tuple[str, float | None]:
    """How one part stands, and its score in percent where there is one."""
    if not data:
        return NOT_BEGUN, None
    score = _old_score(data) if version == OLD else _new_score(data)
    said = _old_status(data) if version == OLD else _new_status(data)
    if pass_score is not None and score is not None and said in (COMPLETED, PASSED, FAILED):
        return (PASSED if score >= pass_score else FAILED), score
    return said, score


def _old_status(data: Data) -> str:
    return OF_OLD.get(data.get("cmi.core.lesson_status", ""), INCOMPLETE)


def _new_status(data: Data) -> str:
    success = data.get("cmi.success_status")
    if success in ("passed", "failed"):
        return OF_OLD[success]
    return COMPLETED if data.get("cmi.completion_status") == "completed" else INCOMPLETE


def _old_score(data: Data) -> float | None:
    return _percent(data, "cmi.core.score")


def _new_score(data: Data) -> float | None:
    scaled = number(data.get("cmi.score.scaled"))
    if scaled is not None:
        return max(0.0, min(100.0, scaled * 100))
    return _percent(data, "cmi.score")


def _percent(data: Data, name: str) -> float | None:
    raw, least, most = (number(data.get(f"{name}.{part}")) for part in ("raw", "min", "max"))
    if raw is None:
        return None
    least, most = least or 0.0, 100.0 if most is None else most
    share = (raw - least) / (most - least) if most > least else 0.0
    return max(0.0, min(100.0, share * 100))


def number(text: str | None) -> float | None:
    try:
        found = float(text) if text else None
    except ValueError:
        return None
    return found if found is not None and abs(found) < 1e9 else None


def whole(
    version: str, units: Sequence[Mapping[str, Any]], cmi: Mapping[str, Data]
) -> tuple[str, int | None]:
    """How the course stands: failed when a part is, done when every part is that tells anything."""
    tracked = [unit for unit in units if unit["tracked"]]
    found = [outcome(version, cmi.get(unit["id"], {}), unit["pass_score"]) for unit in tracked]
    scores = [score for _, score in found if score is not None]
    percent = round(sum(scores) / len(scores)) if scores else None
    if not tracked:
        read = all(unit["id"] in cmi for unit in units)
        return (COMPLETED if read else INCOMPLETE if cmi else NOT_BEGUN), None
    return _together([status for status, _ in found], cmi), percent


def _together(statuses: Iterable[str], cmi: Mapping[str, Data]) -> str:
    statuses = set(statuses)
    if FAILED in statuses:
        return FAILED
    if statuses <= DONE:
        return PASSED if PASSED in statuses else COMPLETED
    return INCOMPLETE if cmi else NOT_BEGUN
