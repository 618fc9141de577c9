"""What stands in the way of a roster beside the law: qualification, leave, wishes, pairings, terms."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from schedules.law.sentences import dates
from schedules.law.shapes import HARD, SOFT, Words, words
from schedules.law.violations import violations as law_violations
from schedules.rosters.facts import Facts
from schedules.rosters.sayings import SAYINGS
from schedules.rosters.works import Work
from schedules.terms.rules import APART, AVOIDS, TOGETHER, UNAVAILABLE
from training.certificates.qualification.rules import EXCEPTED, WARN
from training.certificates.qualification.rules import NO as NOT_QUALIFIED

WALKING = ("none", "some", "much")


class Found(NamedTuple):
    """One finding, whatever found it. `worse` orders findings of one rule about the same days."""

    kind: str
    level: str
    rule_id: str
    article: Words | None
    person_id: str | None
    from_on: date
    until_on: date
    shift_ids: tuple[str, ...]
    sentence: Words
    weight: int = 1
    worse: int = 0
    forecast: bool = False

    @property
    def key(self) -> tuple:
        return self.rule_id, self.person_id or "", self.from_on, self.until_on, self._which

    @property
    def _which(self) -> tuple[str, ...]:
        return () if self.worse else self.shift_ids


def judge(facts: Facts, works: Sequence[Work], person_ids: Iterable[str]) -> list[Found]:
    """Everything about these people in these places, the worst first; what concerns a post too."""
    mine: dict[str, list[Work]] = {id_: [] for id_ in person_ids}
    for work in works:
        if work.person_id in mine:
            mine[work.person_id].append(work)
    found = [one for id_, theirs in mine.items() for one in of_person(facts, id_, theirs)]
    found += pairings(facts, works, set(mine))
    found += together(facts, works)
    return sorted(found, key=lambda one: (one.level != HARD, -one.weight, one.from_on, one.key))


def of_person(facts: Facts, person_id: str, theirs: Sequence[Work]) -> Iterator[Found]:
    """`theirs` are the shifts in what is judged; the others are known to the facts."""
    yield from _law(facts, person_id, theirs)
    for work in theirs:
        yield from of_place_and_day(facts, work)


def of_place_and_day(facts: Facts, work: Work) -> Iterator[Found]:
    """What speaks against somebody in one place, whatever else that person does."""
    yield from _of_place(facts, work)
    yield from _of_day(facts, work)


def _law(facts: Facts, person_id: str, theirs: Sequence[Work]) -> Iterator[Found]:
    everything = [*theirs, *facts.elsewhere.get(person_id, ())]
    ours = {work.id for work in theirs}
    shifts = [work.for_law(facts.zones[work.site_id]) for work in everything]
    found = law_violations(
        facts.packs[person_id],
        {person_id: shifts},
        people=facts.people,
        calendar=facts.calendar,
        known=facts.known,
        within=facts.within,
    )
    for one in found:
        if ours.isdisjoint(one.shift_ids):
            continue
        yield Found(
            one.kind,
            one.level,
            one.rule_id,
            one.article,
            person_id,
            one.from_on,
            one.until_on,
            one.shift_ids,
            one.sentence,
            one.weight,
            1 + abs(one.found - one.allowed),
            one.forecast,
        )


# --- the place --------------------------------------------------------------------------------


def _of_place(facts: Facts, work: Work) -> Iterator[Found]:
    yield from _qualified(facts, work)
    yield from _certified(facts, work)
    post, terms = facts.posts[work.post_id], facts.terms[work.person_id]
    if post.min_grade_id and _grade_place(facts, work) < facts.grade_places.get(post.min_grade_id, 0):
        zh, en = facts.grade_names[post.min_grade_id]
        yield _about(facts, work, "grade", HARD, 5, asked=words(zh, en))
    if terms.site_ids and work.site_id not in terms.site_ids:
        yield _about(facts, work, "site", SOFT, 3, asked=_same(facts.site_names[work.site_id]))
    missing = [one for one in post.languages if terms.languages and one not in terms.languages]
    if missing:
        yield _about(facts, work, "language", SOFT, 2, asked=_same(", ".join(missing)))
    if WALKING.index(post.walking) > WALKING.index(terms.max_walking):
        yield _about(facts, work, "walking", SOFT, 3)


def _grade_place(facts: Facts, work: Work) -> int:
    grade_id = facts.judge.grade(work.person_id, work.on)
    return facts.grade_places.get(grade_id, -1) if grade_id else -1


def _qualified(facts: Facts, work: Work) -> Iterator[Found]:
    """What the rules of qualification say of everybody who stands there."""
    answer = facts.answer(work)
    for reason in answer.reasons:
        if reason.code == EXCEPTED:
            continue
        level = SOFT if reason.effect == WARN or answer.answer != NOT_QUALIFIED else HARD
        yield _lacks(facts, work, reason.asked, level, f"qualification.{reason.rule_id}")


def _certified(facts: Facts, work: Work) -> Iterator[Found]:
    """What this post asks for beyond them."""
    for type_id in facts.posts[work.post_id].certificate_type_ids:
        if not facts.judge.holds(work.person_id, type_id, work.on):
            yield _lacks(facts, work, type_id, HARD, f"post.certificate.{type_id}")


def _lacks(facts: Facts, work: Work, asked: str, level: str, rule_id: str) -> Found:
    name = facts.asked_name(asked)
    return _about(facts, work, "qualification", level, 8, asked=words(name["zh"], name["en"]))._replace(
        rule_id=rule_id
    )


# --- the day ----------------------------------------------------------------------------------


def _of_day(facts: Facts, work: Work) -> Iterator[Found]:
    spells = facts.spells.get(work.person_id)
    if spells and not any(hired <= work.on and (left is None or work.on <= left) for hired, left in spells):
        yield _about(facts, work, "employment", HARD, 9)
    if work.on in facts.away.get(work.person_id, ()):
        yield _about(facts, work, "leave", HARD, 9)
    for wish in facts.wishes.get(work.person_id, ()):
        if _meets(wish, work) and wish.kind in (UNAVAILABLE, AVOIDS):
            hurts = 6 if wish.kind == UNAVAILABLE else 1
            yield _about(facts, work, wish.kind, SOFT, hurts)


def _meets(wish, work: Work) -> bool:
    return (
        wish.from_on <= work.on
        and (wish.until_on is None or work.on <= wish.until_on)
        and wish.weekday in (None, work.on.weekday())
        and wish.shift_type_id in (None, work.shift_type_id)
    )


def called_off(facts: Facts, work: Work) -> Found:
    """Who has just said not to be able to come is nobody's replacement there."""
    return _about(facts, work, "called_off", HARD, 9)


# --- who stands beside whom ---------------------------------------------------------------------


def pairings(facts: Facts, works: Sequence[Work], person_ids: set[str]) -> Iterator[Found]:
    """Together: on the same site at the same time, on days on which one of them works there."""
    wanted = [one for one in facts.pairings if {one.person_a, one.person_b} & person_ids]
    if not wanted:
        return
    named = {id_ for one in wanted for id_ in (one.person_a, one.person_b)}
    by_person: dict[str, list[Work]] = {}
    for work in works:
        if work.person_id in named:
            by_person.setdefault(work.person_id, []).append(work)
    for pair in wanted:
        level = HARD if pair.hard else SOFT
        one, other = by_person.get(pair.person_a, []), by_person.get(pair.person_b, [])
        if pair.kind == APART:
            yield from (_paired(facts, a, b, level) for a in one for b in other if _side_by_side(a, b))
        elif pair.kind == TOGETHER and one and other:
            yield from _alone(facts, one, other, pair.person_b, level)
            yield from _alone(facts, other, one, pair.person_a, level)


def _side_by_side(one: Work, other: Work) -> bool:
    return one.site_id == other.site_id and one.start_at < other.end_at and other.start_at < one.end_at


def _alone(facts: Facts, mine: Iterable[Work], theirs: Sequence[Work], other: str, level: str):
    for work in mine:
        if not any(_side_by_side(work, each) for each in theirs):
            yield _about(facts, work, "together", level, 2, asked=_same(facts.name(other)))


def _paired(facts: Facts, one: Work, other: Work, level: str) -> Found:
    said = _about(facts, one, "apart", level, 4, asked=_same(facts.name(other.person_id)))
    return said._replace(shift_ids=(one.id, other.id))


def together(facts: Facts, works: Sequence[Work]) -> Iterator[Found]:
    """A post where several must be at once has nobody alone."""
    places: dict[tuple, list[Work]] = {}
    for work in works:
        if facts.posts[work.post_id].least_together > 1:
            places.setdefault((work.post_id, work.on, work.start_at), []).append(work)
    for group in places.values():
        post = facts.posts[group[0].post_id]
        filled = sum(work.person_id is not None for work in group)
        if 0 < filled < post.least_together:
            yield _too_few(facts, group, filled)


def _too_few(facts: Facts, group: Sequence[Work], filled: int) -> Found:
    work, post = group[0], facts.posts[group[0].post_id]
    said = _about(facts, work, "least_together", SOFT, 8, asked=_same(f"{filled}/{post.least_together}"))
    return said._replace(person_id=None, shift_ids=tuple(sorted(one.id for one in group)))


# --- words ------------------------------------------------------------------------------------


def _same(text: str) -> Words:
    return words(text, text)


def _about(
    facts: Facts, work: Work, kind: str, level: str, weight: int, *, asked: Words | None = None
) -> Found:
    post, said, on = facts.posts[work.post_id].name, SAYINGS[kind], dates(work.on, work.on)
    name = facts.name(work.person_id) if work.person_id else ""
    sentence = {
        tag: text.format(person=name, on=on[tag], post=post, asked=(asked or {}).get(tag, ""))
        for tag, text in said.items()
    }
    return Found(
        kind, level, f"roster.{kind}", None, work.person_id, work.on, work.on, (work.id,), sentence, weight
    )
