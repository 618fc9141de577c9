"""Takes up searches that were asked for or broken off, and follows them in a process of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

import structlog
from flask import Flask, current_app
from sqlalchemy import or_, select, update

from guard_api.clock import now
from guard_api.database import db, get_owned, new_id, write_transaction
from schedules.planning import remedies, rules
from schedules.planning.fairness import fairness_of
from schedules.planning.legality import legal_assignments
from schedules.planning.models import SolveRun
from schedules.planning.service import tell_screens
from schedules.planning.situation import situation_of
from schedules.planning.translate import Translation, translated
from schedules.rosters.facts import names_in
from schedules.rosters.models import Roster
from schedules.solver.apart import Apart, News, Work
from schedules.solver.progress import Progress

log = structlog.get_logger()
AT_ONCE = 1  # searches of one leader: each takes two cores
EVERY_S = 1.0
_following: set[str] = set()
_turn = Lock()


def take_up() -> list[Thread]:
    """Begin what is queued and go on with what was broken off, each in a thread that only follows."""
    threads = []
    while run_id := claim():
        app = current_app._get_current_object()
        threads.append(Thread(target=follow, args=(app, *run_id), name="solve run", daemon=True))
        threads[-1].start()
    return threads


def claim() -> tuple[str, str, str] | None:
    """(organisation, run, holder) of a run that nobody follows, taken by one UPDATE."""
    with _turn:
        if len(_following) >= AT_ONCE:
            return None
    lost = now() - rules.LOST_AFTER
    free = or_(
        SolveRun.state == rules.QUEUED, (SolveRun.state == rules.RUNNING) & (SolveRun.heartbeat_at < lost)
    )
    found = db.session.execute(
        select(SolveRun.organisation_id, SolveRun.id).where(free).order_by(SolveRun.asked_at).limit(1)
    ).first()
    return None if found is None else taken(*found, free)


def taken(organisation_id: str, run_id: str, free) -> tuple[str, str, str] | None:
    holder = new_id()
    with write_transaction() as session:
        changed = session.execute(
            update(SolveRun)
            .where(SolveRun.organisation_id == organisation_id, SolveRun.id == run_id, free)
            .values(state=rules.RUNNING, heartbeat_at=now(), holder=holder)
            .execution_options(synchronize_session=False)
        )
    if not changed.rowcount:
        return None
    with _turn:
        _following.add(run_id)
    return organisation_id, run_id, holder


def follow(app: Flask, organisation_id: str, run_id: str, holder: str) -> None:
    with app.app_context():
        try:
            Follower(organisation_id, run_id, holder).follow()
        except Exception:
            log.exception("solve_run_failed", run=run_id)
            _failed(organisation_id, run_id, holder, "planning.search_failed")
        finally:
            db.session.remove()
            with _turn:
                _following.discard(run_id)


def _failed(organisation_id: str, run_id: str, holder: str, failure: str) -> None:
    with write_transaction() as session:
        run = session.get(SolveRun, (organisation_id, run_id), with_for_update=True)
        if run is not None and run.holder == holder:
            run.state, run.failure, run.ended_at = rules.FAILED, failure, now()
            tell_screens(run)


@dataclass
class Follower:
    """Writes what the search says, about every second, each time in a short transaction."""

    organisation_id: str
    run_id: str
    holder: str
    spent: float = 0.0  # by those who ran it before

    def follow(self) -> None:
        translation, work = self.prepared()
        search = Apart(work)
        try:
            self.listen(translation, search)
        finally:
            search.end()

    def prepared(self) -> tuple[Translation, Work]:
        """Reads everything, and lets go of the database before the long search."""
        run = get_owned(SolveRun, self.organisation_id, self.run_id)
        roster = get_owned(Roster, self.organisation_id, run.roster_id)
        translation = translated(situation_of(roster, run.keep))
        self.spent = run.progress["seconds"] if run.progress else 0.0
        work = Work(
            translation.problem,
            rules.seconds_left(run.seconds, run.progress),
            run.seed,
            start=translation.roster(run.best),
        )
        db.session.expunge_all()
        db.session.rollback()
        return translation, work

    def listen(self, translation: Translation, search: Apart) -> None:
        stopping = False
        while True:
            news = search.news(EVERY_S)
            if news.ended:
                self.finish(translation, news)
                return
            held = self.note(translation, news)
            if not held:
                return
            if held.stop_at is not None and not stopping:
                stopping = True
                search.stop()

    def note(self, translation: Translation, news: News, then: Callable[[SolveRun], None] | None = None):
        """The run, or None when another has taken it over or it is gone."""
        facts = self.facts(translation, news)
        with write_transaction() as session:
            run = session.get(SolveRun, (self.organisation_id, self.run_id), with_for_update=True)
            if run is None or run.holder != self.holder or run.state != rules.RUNNING:
                return None
            run.heartbeat_at = now()
            for name, value in facts.items():
                setattr(run, name, value)
            if then is not None:
                then(run)
            if facts or then:
                tell_screens(run)
            session.flush()
            session.expunge(run)
        return run

    def facts(self, translation: Translation, news: News) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if news.roster is not None:
            self.best = translation.assignments(news.roster)
            found["best"] = self.best
        if news.progress is not None:
            self.last = self.progress(translation, news.progress)
            found["progress"] = self.last
        return found

    best: Mapping[str, str] | None = None
    last: Mapping[str, Any] | None = None

    def progress(self, translation: Translation, said: Progress) -> dict[str, Any]:
        best = self.best or {}
        works = translation.situation.works
        filled = sum(work.id in best for work in works)
        proven = said.bound > 0 or said.cost <= 0
        return {
            "seconds": round(self.spent + said.seconds, 1),
            "cost": round(said.cost),
            "bound": round(said.bound) if proven else None,
            "gap": round(said.gap, 4) if proven else None,
            "coverage": round(filled / len(works), 4) if works else None,
            "missing": len(works) - filled,
            "needed": len(works),
            "rounds": said.rounds,
            "changes": sum(best.get(work.id) != work.person_id for work in works),
            "fairness": fairness_of(translation.situation, best),
        }

    def finish(self, translation: Translation, news: News) -> None:
        self.note(translation, news)
        if news.failure == "impossible":
            names = names_in(
                self.organisation_id, [translation.situation.people[who] for who in news.impossible]
            )
            failure = f"planning.no_legal_roster {', '.join(sorted(names.values()))}"
            _failed(self.organisation_id, self.run_id, self.holder, failure)
            return
        if news.failure is not None:
            log.error("solver_died", run=self.run_id, said=news.failure)
            _failed(self.organisation_id, self.run_id, self.holder, "planning.search_failed")
            return
        self.checked(translation)
        self.note(translation, News(), self.over)
        self.explain(translation)

    def explain(self, translation: Translation) -> None:
        """What would fill the vacant shifts is reckoned after the run is over; nobody waits for it."""
        if self.best is None or self.last is None or not self.last["missing"]:
            return
        said = remedies.told(
            translation, {work.id: self.best.get(work.id) for work in translation.situation.works}
        )
        with write_transaction() as session:
            run = session.get(SolveRun, (self.organisation_id, self.run_id), with_for_update=True)
            if run is not None and run.holder == self.holder:
                run.explanation = said
                tell_screens(run)

    def checked(self, translation: Translation) -> None:
        """What the rosters' own checks would refuse is taken out before anybody sees a result."""
        if self.best is None or self.last is None:
            return
        people, left_out = legal_assignments(translation.situation, self.best)
        self.best = {id_: who for id_, who in people.items() if who}
        if left_out:
            works = translation.situation.works
            missing = len(works) - len(self.best)
            self.last |= {
                "missing": missing,
                "coverage": round(1 - missing / len(works), 4),
                "bound": None,
                "gap": None,
            }

    def over(self, run: SolveRun) -> None:
        run.state = rules.STOPPED if run.stop_at else rules.DONE
        run.ended_at = now()
        if self.best is not None:
            run.best, run.progress = dict(self.best), dict(self.last or {}) or run.progress
