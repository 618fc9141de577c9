"""Takes a batch from a phone: each event kept once, each answered, a bad one at no neighbour's cost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.exc import OperationalError

from evidence.sync import ledger
from evidence.sync.envelope import Answer, Arrival, Reader, Verdict, Written, read_batch
from evidence.sync.kinds import Handler, Outcome, Received
from evidence.sync.recording import record
from guard_api.database import db
from guard_api.errors import Problem
from guard_api.fields import iso
from guard_api.identity.actor import Actor

log = structlog.get_logger()


class Registry:
    """What the slices accept, in their order."""

    handlers: dict[str, Handler]
    reader: Reader

    def accept(self, handlers: dict[str, Handler]) -> None:
        self.handlers, self.reader = handlers, Reader(handlers)


@dataclass
class _Batch:
    """Where the events of one batch stand. `kept` gives the hash that is stored under an id."""

    actor: Actor
    firsts: dict[str, Arrival]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    recalled: dict[str, tuple[str, ...]] = field(default_factory=dict)


def receive(*, actor: Actor, registry: Registry, body: bytes, received_at: datetime) -> Answer:
    """Store what is new of a batch and answer every event of it.

    A refused event leaves no row, so that the phone may send it corrected under the same id. All is
    tried in bulk; only when something in it fails is it undone and done over step by step.
    """
    sent_at, events = read_batch(body)
    arrivals = read_events(registry.reader, events)
    skew_s = (sent_at - received_at).total_seconds()
    try:
        return _store(actor, registry, arrivals, received_at, skew_s, carefully=False)
    except OperationalError:
        raise
    except Exception:
        log.exception("batch_failed_in_bulk", events=len(arrivals))
        db.session.rollback()
        return _store(actor, registry, arrivals, received_at, skew_s, carefully=True)


def _store(
    actor: Actor,
    registry: Registry,
    arrivals: list[Arrival],
    received_at: datetime,
    skew_s: float,
    *,
    carefully: bool,
) -> Answer:
    batch = _Batch(actor, _firsts(arrivals))
    _store_new(batch, registry, received_at, skew_s, carefully)
    _look_up_old(batch, registry)
    verdicts = _verdicts(batch, arrivals)
    _keep_conflicts(batch, arrivals, verdicts, received_at)
    return Answer(iso(received_at), verdicts)


def read_events(reader: Reader, events: Sequence[Written]) -> list[Arrival]:
    return [reader.read(written) for written in events]


def _firsts(arrivals: Sequence[Arrival]) -> dict[str, Arrival]:
    firsts: dict[str, Arrival] = {}
    for arrival in arrivals:
        if arrival.problem is None:
            firsts.setdefault(arrival.id, arrival)
    return firsts


def _store_new(
    batch: _Batch, registry: Registry, received_at: datetime, skew_s: float, carefully: bool
) -> None:
    new = ledger.keep(batch.actor, batch.firsts.values(), received_at)
    events = [
        Received(id_, one.kind, one.event.occurred_at, received_at, skew_s, one.event.payload)
        for id_, one in batch.firsts.items()
        if id_ in new
    ]
    batch.outcomes = record(batch.actor, registry.handlers, events, carefully=carefully)
    refused = {id_ for id_, outcome in batch.outcomes.items() if outcome.refused}
    ledger.withdraw(batch.actor, refused)
    batch.kept = {id_: batch.firsts[id_].sha256 for id_ in new - refused}


def _look_up_old(batch: _Batch, registry: Registry) -> None:
    old = ledger.known(batch.actor, [id_ for id_ in batch.firsts if id_ not in batch.outcomes])
    batch.kept |= {id_: sha256 for id_, (_, sha256) in old.items()}
    for kind, handler in registry.handlers.items():
        ids = [id_ for id_, (its_kind, _) in old.items() if its_kind == kind]
        if ids and handler.recall:
            batch.recalled |= handler.recall(batch.actor, ids)


def _verdicts(batch: _Batch, arrivals: Sequence[Arrival]) -> list[Verdict]:
    return [_verdict(batch, arrival) for arrival in arrivals]


def _verdict(batch: _Batch, arrival: Arrival) -> Verdict:
    if arrival.problem is not None:
        return _refusal("rejected", arrival, arrival.problem, batch)
    first = batch.firsts[arrival.id]
    outcome = batch.outcomes.get(arrival.id)
    if outcome is not None and outcome.refused:
        same = arrival.sha256 == first.sha256
        problem = outcome.refused if same else Problem("sync.repeated_in_batch", 409)
        return _refusal("rejected", arrival, problem, batch)
    if batch.kept[arrival.id] != arrival.sha256:
        return _refusal("conflict", arrival, Problem("sync.conflict", 409), batch)
    if outcome is not None:
        verdict = "accepted" if arrival is first else "duplicate"
        return Verdict(arrival.id, verdict, arrival.sha256, outcome.flags)
    return Verdict(arrival.id, "duplicate", arrival.sha256, batch.recalled.get(arrival.id, ()))


def _refusal(verdict: str, arrival: Arrival, problem: Problem, batch: _Batch) -> Verdict:
    sentence = problem.sentence(batch.actor.language)
    return Verdict(arrival.id, verdict, arrival.sha256, (), problem.code, sentence)


def _keep_conflicts(
    batch: _Batch, arrivals: Sequence[Arrival], verdicts: Sequence[Verdict], received_at: datetime
) -> None:
    pairs = zip(arrivals, verdicts, strict=True)
    conflicts = {(one.id, one.sha256): one for one, verdict in pairs if verdict.verdict == "conflict"}
    ledger.keep_conflicts(batch.actor, list(conflicts.values()), received_at)
