"""What stands between a person and a post on a date. Plain data in, an answer with its reasons out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

EVERYONE, SITE, POST, GRADE = "everyone", "site", "post", "grade"
SCOPES = (EVERYONE, SITE, POST, GRADE)
BLOCK, WARN, ALLOW = "block", "warn", "allow"
EFFECTS = (BLOCK, WARN, ALLOW)
YES, NO = "yes", "no"
ANSWERS = (YES, WARN, NO)
MISSING, EXPIRED, REVOKED, NOT_YET = (
    "qualification.certificate_missing",
    "qualification.certificate_expired",
    "qualification.certificate_revoked",
    "qualification.certificate_not_yet",
)
MODULE_MISSING, EXCEPTED = "qualification.module_missing", "qualification.excepted"


@dataclass(frozen=True)
class Where:
    """The post that is asked about. A grade is that of the person on the day."""

    site_id: str | None = None
    post: str | None = None
    grade_id: str | None = None


@dataclass(frozen=True)
class Rule:
    """`asked` is the id of a certificate type or, where `module` is true, of a module."""

    id: str
    scope: str
    value: str | None
    asked: str
    effect: str
    module: bool = False


@dataclass(frozen=True)
class Period:
    """A certificate as far as time goes."""

    since: date
    until: date | None
    revoked: bool = False


@dataclass(frozen=True)
class Person:
    """What somebody has on the day that is asked about."""

    certificates: Mapping[str, Collection[Period]] = field(default_factory=dict)
    modules: Collection[str] = ()
    exceptions: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """`on` is the day that the code's sentence speaks of."""

    code: str
    rule_id: str
    asked: str
    effect: str
    on: date | None = None


@dataclass(frozen=True)
class Answer:
    answer: str
    reasons: tuple[Reason, ...] = ()


def applies(rule: Rule, where: Where) -> bool:
    places = {EVERYONE: None, SITE: where.site_id, POST: where.post, GRADE: where.grade_id}
    return rule.value == places[rule.scope] if rule.scope != EVERYONE else True


def judge(rules: Iterable[Rule], person: Person, where: Where, on: date) -> Answer:
    """No as soon as one thing that may not be missing is; a warning where one should not be."""
    reasons = [_reason(rule, person, on) for rule in rules if applies(rule, where)]
    found = tuple(reason for reason in reasons if reason is not None)
    return Answer(_answer(found), found)


def _answer(reasons: Iterable[Reason]) -> str:
    lacking = [reason.effect for reason in reasons if reason.code != EXCEPTED]
    if any(effect != WARN for effect in lacking):
        return NO
    return WARN if lacking else YES


def _reason(rule: Rule, person: Person, on: date) -> Reason | None:
    lacks, day = _lacks_module(rule, person) if rule.module else _lacks_certificate(rule, person, on)
    if lacks is None:
        return None
    until = person.exceptions.get(rule.id)
    if rule.effect == ALLOW and until is not None:
        return Reason(EXCEPTED, rule.id, rule.asked, rule.effect, until)
    return Reason(lacks, rule.id, rule.asked, rule.effect, day)


def _lacks_module(rule: Rule, person: Person) -> tuple[str | None, date | None]:
    return (None if rule.asked in person.modules else MODULE_MISSING), None


def _lacks_certificate(rule: Rule, person: Person, on: date) -> tuple[str | None, date | None]:
    """Why not, of the nearest that there is: what has just ended says more than what never was."""
    periods = person.certificates.get(rule.asked, ())
    good = [one for one in periods if not one.revoked]
    if any(one.since <= on and (one.until is None or on <= one.until) for one in good):
        return None, None
    ended = [one.until for one in good if one.until is not None and one.until < on]
    if ended:
        return EXPIRED, max(ended)
    if good:
        return NOT_YET, min(one.since for one in good)
    return (REVOKED if periods else MISSING), None
