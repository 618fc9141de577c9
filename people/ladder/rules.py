"""What is missing to the next step, on plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MONTHS, ASSESSMENT = "months", "assessment"
CERTIFICATE, MODULE = "certificate", "module"


@dataclass(frozen=True)
class Asked:
    """What a step asks."""

    months: int = 0
    assessment_min: int | None = None
    certificate_type_ids: Sequence[str] = ()
    module_ids: Sequence[str] = ()


@dataclass(frozen=True)
class Have:
    """What somebody has: whole months on the grade, the newest assessment, what is held now."""

    months: int = 0
    assessment: int | None = None
    certificates: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Need:
    """One thing that a step asks. `need` and `have` are numbers where it can be counted."""

    kind: str
    met: bool
    id: str | None = None
    need: int | None = None
    have: int | None = None


def needs(asked: Asked, have: Have) -> list[Need]:
    """Everything that the step asks, met or not."""
    found = []
    if asked.months:
        found.append(Need(MONTHS, have.months >= asked.months, need=asked.months, have=have.months))
    if asked.assessment_min is not None:
        reached = have.assessment is not None and have.assessment >= asked.assessment_min
        found.append(Need(ASSESSMENT, reached, need=asked.assessment_min, have=have.assessment))
    found += [Need(CERTIFICATE, id_ in have.certificates, id=id_) for id_ in asked.certificate_type_ids]
    found += [Need(MODULE, id_ in have.modules, id=id_) for id_ in asked.module_ids]
    return found


def leads_back(leads_to: Mapping[str, str], from_id: str, to_id: str) -> bool:
    """Whether a step from one grade to another would make a circle of the steps there are."""
    seen = {from_id}
    at: str | None = to_id
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = leads_to.get(at)
    return False
