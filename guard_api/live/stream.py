"""The feed as server-sent events, from a process of its own: idle listeners must not starve the API.

Listeners wait in greenlets; everything that touches the database runs in real threads. For each
organisation with listeners there is one reader, however many they are.
"""

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

import gevent
import orjson
import structlog
from flask import Flask
from gevent.pywsgi import WSGIServer
from gevent.queue import Empty, Full, Queue

from guard_api.errors import Problem
from guard_api.fields import iso
from guard_api.identity.actor import Actor
from guard_api.identity.tokens import actors_of, load_actor
from guard_api.live import feed
from guard_api.live.feed import Cursor
from guard_api.live.sight import FOLLOWERS, sight_of
from guard_api.tenants.queries import is_own_origin

log = structlog.get_logger()
PATH = "/api/v1/live/stream"
READ_EVERY_S = 0.5
CHECK_SESSIONS_EVERY_S = 15.0
HEARTBEAT_S = 15.0
MOST_WAITING = 1_000
RETRY = b"retry: 3000\n\n"
HEARTBEAT = b": still here\n\n"
OVER = object()


@dataclass(eq=False)
class Listener:
    actor: Actor
    queue: Queue = field(default_factory=lambda: Queue(MOST_WAITING))

    def sees(self, event: "Event") -> bool:
        return event.for_all or sight_of(self.actor).sees(event.kind, event.site_id)

    def give(self, item: Any) -> None:
        """Who does not keep up is let go, and comes back with its cursor."""
        try:
            self.queue.put_nowait(item)
        except Full:
            self.queue.queue.clear()
            self.queue.put_nowait(OVER)


@dataclass(frozen=True)
class Event:
    kind: str
    site_id: str | None
    text: bytes
    for_all: bool = False


class Reader:
    """Reads one organisation's feed for all its listeners."""

    def __init__(self, organisation_id: str, ask: Callable[..., Any]):
        self.organisation_id, self.ask = organisation_id, ask
        self.listeners: set[Listener] = set()
        self.cursor: Cursor | None = None
        self.running: gevent.Greenlet | None = None
        self.checked_at = monotonic()

    def run(self) -> None:
        """For as long as somebody listens."""
        while self.listeners:
            try:
                self._look()
            except Exception:
                log.exception("live_feed_unreadable")
            gevent.sleep(READ_EVERY_S)

    def _look(self) -> None:
        self.cursor, events = self.ask(read, self.organisation_id, self.cursor)
        for event in events:
            for listener in list(self.listeners):
                if listener.sees(event):
                    listener.give(event.text)
        if monotonic() - self.checked_at > CHECK_SESSIONS_EVERY_S:
            self.checked_at = monotonic()
            self._check_sessions()

    def _check_sessions(self) -> None:
        actors = self.ask(actors_of, self.organisation_id, [one.actor.session_id for one in self.listeners])
        for listener in list(self.listeners):
            actor = actors.get(listener.actor.session_id)
            if actor is None:
                listener.give(OVER)
            else:
                listener.actor = actor


def read(organisation_id: str, cursor: Cursor | None) -> tuple[Cursor, list[Event]]:
    """The new cursor and the events up to it; a reset where the old one does not lead on."""
    if cursor is None:
        return feed.present(organisation_id), []
    delta = feed.since(organisation_id, cursor)
    if delta is None:
        present = feed.present(organisation_id)
        return present, [Event("reset", None, _written("reset", present, {"reset": True}), for_all=True)]
    return delta.cursor, [_event(change) for change in delta.changes]


def _event(change: Any) -> Event:
    cursor = Cursor(change.tx, change.id, change.at)
    body = {**feed.shown(change), "at": iso(change.at)}
    return Event(change.kind, change.site_id, _written("change", cursor, body))


def _written(name: str, cursor: Cursor, body: dict[str, Any]) -> bytes:
    return f"id: {cursor}\nevent: {name}\ndata: ".encode() + orjson.dumps(body) + b"\n\n"


class Stream:
    """The WSGI application."""

    def __init__(self, app: Flask):
        self.app = app
        self.readers: dict[str, Reader] = {}

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run what touches the database in a thread, while other listeners go on."""
        return gevent.get_hub().threadpool.apply(self._in_context, (function, arguments))

    def _in_context(self, function: Callable[..., Any], arguments: tuple) -> Any:
        with self.app.app_context():
            return function(*arguments)

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterator[bytes]:
        allowed = self._allow_origin(environ)
        if environ["PATH_INFO"] != PATH:
            return self._refuse(start_response, Problem("not_found", 404), allowed)
        if environ["REQUEST_METHOD"] == "OPTIONS":
            start_response("204 No Content", allowed)
            return iter(())
        if environ["REQUEST_METHOD"] != "GET":
            return self._refuse(start_response, Problem("method_not_allowed", 405), allowed)
        try:
            actor = gevent.get_hub().threadpool.apply(self._authenticate, (environ,))
        except Problem as problem:
            return self._refuse(start_response, problem, allowed)
        start_response(
            "200 OK",
            [
                ("Content-Type", "text/event-stream"),
                ("Cache-Control", "no-store"),
                ("X-Accel-Buffering", "no"),
                ("X-Content-Type-Options", "nosniff"),
                *allowed,
            ],
        )
        return self._listen(actor, asked_since(environ))

    def _authenticate(self, environ: dict[str, Any]) -> Actor:
        with self.app.request_context(environ):
            actor = load_actor()
        if not actor.has(*FOLLOWERS):
            raise Problem("forbidden", 403)
        return actor

    def _allow_origin(self, environ: dict[str, Any]) -> list[tuple[str, str]]:
        """The app itself, on whatever port, and the organisations' public addresses; nobody else."""
        origin = environ.get("HTTP_ORIGIN")
        host = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname
        vary = [("Vary", "Origin")]
        if not origin or not (urlsplit(origin).hostname == host or self.ask(is_own_origin, origin)):
            return vary
        return [
            *vary,
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Headers", "Authorization, Last-Event-ID, Accept-Language"),
            ("Access-Control-Max-Age", "7200"),
        ]

    def _refuse(self, start_response: Callable, problem: Problem, headers: list) -> Iterator[bytes]:
        start_response(f"{problem.status} Refused", [("Content-Type", "application/problem+json"), *headers])
        return iter([orjson.dumps(problem.body("en"))])

    def _listen(self, actor: Actor, since: str | None) -> Iterator[bytes]:
        """First what was missed, then what comes; heartbeats keep middlemen from cutting the line."""
        yield RETRY
        listener = Listener(actor)
        reader = self._join(listener)
        try:
            while reader.cursor is None:
                gevent.sleep(0.05)
            yield from self._missed(actor, since)
            while (text := self._next(listener)) is not OVER:
                yield text
        finally:
            reader.listeners.discard(listener)

    def _join(self, listener: Listener) -> Reader:
        """Joined before the past is read, so that nothing falls between the two; a repeat does no harm."""
        organisation_id = listener.actor.organisation_id
        reader = self.readers.get(organisation_id)
        if reader is None or not reader.running:
            reader = self.readers[organisation_id] = Reader(organisation_id, self.ask)
            reader.running = gevent.spawn(reader.run)
        reader.listeners.add(listener)
        return reader

    def _missed(self, actor: Actor, since: str | None) -> Iterator[bytes]:
        cursor = Cursor.read(since) if since else None
        if since is None or cursor is None:
            name = "ready" if since is None else "reset"
            yield _written(name, self.ask(feed.present, actor.organisation_id), {"reset": name == "reset"})
            return
        while True:
            text, cursor, more = self.ask(missed, actor, cursor)
            yield text
            if not more:
                return

    def _next(self, listener: Listener) -> Any:
        try:
            return listener.queue.get(timeout=HEARTBEAT_S)
        except Empty:
            return HEARTBEAT


def missed(actor: Actor, cursor: Cursor) -> tuple[bytes, Cursor, bool]:
    """What the caller may follow after the cursor, the cursor after that, and whether there is more."""
    delta = feed.since(actor.organisation_id, cursor, sight_of(actor))
    if delta is None:
        present = feed.present(actor.organisation_id)
        return _written("reset", present, {"reset": True}), present, False
    text = b"".join(_event(change).text for change in delta.changes)
    ready = _written("ready", delta.cursor, {"reset": False})
    more = len(delta.changes) == feed.MOST_AT_ONCE
    return text if more else text + ready, delta.cursor, more


def asked_since(environ: dict[str, Any]) -> str | None:
    query = parse_qs(environ.get("QUERY_STRING", ""))
    return environ.get("HTTP_LAST_EVENT_ID") or query.get("since", [None])[0]


def serve(app: Flask, host: str, port: int, *, certfile: Path | None, keyfile: Path | None) -> None:
    """Until SIGTERM or Ctrl-C."""
    tls = {"certfile": str(certfile), "keyfile": str(keyfile)} if certfile else {}
    server = WSGIServer((host, port), Stream(app), log=None, **tls)
    for signum in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(signum, server.stop, 1)
    server.serve_forever()
