"""Who takes part: the product, two peers, and bare SQL that only inserts the rows."""

import http.client
import json
import os
import sqlite3
import subprocess
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import jwt
import psycopg
import requests
from sqlalchemy.engine import make_url

from bench.stage import LOGIN, PASSWORD, SECRET, Stage
from checkpoints.patrols.scans.service import COUNT
from checkpoints.patrols.scans.service import KEEP as KEEP_SCANS
from checkpoints.patrols.service import MARK
from evidence.sync.ledger import KEEP as KEEP_EVENTS
from guard_api.database import new_id
from guard_api.live.service import ANNOUNCE
from guard_api.serve import die_with_parent
from guard_api.settings import PROJECT
from tests.support.phone import batch
from tests.support.server import Server, free_port

START_WITHIN_S = 60


class Contestant(Protocol):
    name: str
    stage: Stage

    def start(self) -> None: ...
    def prepare(self, texts: list[str]) -> Any: ...
    def send(self, prepared: Any) -> None: ...
    def stop(self) -> None: ...


@dataclass
class Line:
    """One keep-alive connection, the same for all who speak HTTP."""

    url: str
    token: str
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)

    def send(self, body: bytes) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        self.connection.request("POST", "/api/v1/sync", body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200 or {one["verdict"] for one in json.loads(text)["verdicts"]} != {"accepted"}:
            raise RuntimeError(f"{self.url}: {answer.status} {text[:300]!r}")


@dataclass
class Product:
    """What `make run` runs: gunicorn, one process with eight threads."""

    stage: Stage
    name: str = "Anxun"
    server: Server = field(init=False)
    line: Line = field(init=False)

    def start(self) -> None:
        self.server = Server(self.stage.settings).start()
        self.line = Line(self.server.url, self.server.sign_in(LOGIN, PASSWORD))

    def prepare(self, texts: list[str]) -> bytes:
        return batch(*texts)

    def send(self, prepared: bytes) -> None:
        self.line.send(prepared)

    def stop(self) -> None:
        self.server.stop()


@dataclass
class Peer:
    """A stand-in under bench/peers, in its own environment, in one process too."""

    stage: Stage
    name: str
    command: list[str]
    python: Path
    process: subprocess.Popen | None = None
    line: Line = field(init=False)

    def start(self) -> None:
        port = free_port()
        command = [part.format(port=port) for part in self.command]
        url = self.stage.settings.database_url
        own = {"BENCH_DATABASE_URL": url, "BENCH_SECRET": SECRET, "PYTHONPATH": str(PROJECT)}
        with (self.stage.settings.data / "peer.log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.python, "-m", *command],
                cwd=PROJECT,
                env=os.environ | own,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )
        self.line = Line(f"http://127.0.0.1:{port}", self._token())
        self._wait(f"http://127.0.0.1:{port}/api/v1/sync")

    def prepare(self, texts: list[str]) -> bytes:
        return batch(*texts)

    def send(self, prepared: bytes) -> None:
        self.line.send(prepared)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)

    def _token(self) -> str:
        until = datetime.now(UTC) + timedelta(hours=1)
        claims = {"sub": self.stage.person_id, "org": self.stage.organisation_id, "exp": until}
        return jwt.encode(claims, SECRET, algorithm="HS256")

    def _wait(self, url: str) -> None:
        deadline = time.monotonic() + START_WITHIN_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                requests.get(url, timeout=5)
                return
            except requests.RequestException:
                time.sleep(0.05)
        raise RuntimeError(f"{self.name}:\n{(self.stage.settings.data / 'peer.log').read_text()[-3000:]}")


def fastapi(stage: Stage, python: Path) -> Peer:
    command = ["uvicorn", "bench.peers.fastapi_plain.main:app", "--port", "{port}", "--log-level", "warning"]
    command += ["--timeout-keep-alive", "75"]
    return Peer(stage, "FastAPI", command, python)


def django(stage: Stage, python: Path) -> Peer:
    server = ["gunicorn", "bench.peers.drf_plain.wsgi", "--bind", "127.0.0.1:{port}", "--workers", "1"]
    return Peer(
        stage,
        "Django REST",
        [*server, "--worker-class", "gthread", "--threads", "8", "--keep-alive", "75"],
        python,
    )


@dataclass
class BareSql:
    """The rows that the product stores, by the driver alone: the physical limit. One commit a batch."""

    stage: Stage
    name: str = "bare SQL"
    connection: Any = None

    def start(self) -> None:
        url = make_url(self.stage.settings.database_url)
        if url.drivername == "sqlite":
            self.connection = sqlite3.connect(url.database, isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                self.connection.execute(f"PRAGMA {pragma}")
        else:
            plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.connection = psycopg.connect(plain, autocommit=True)

    def prepare(self, texts: list[str]) -> list[tuple[str, dict[str, Any]]]:
        return [bulk.for_driver(self._dialect, rows, more) for bulk, rows, more in self._rows(texts)]

    def send(self, prepared: list[tuple[str, dict[str, Any]]]) -> None:
        self.connection.execute("BEGIN")
        for statement in prepared:
            self.connection.execute(*statement)
        self.connection.execute("COMMIT")

    def stop(self) -> None:
        self.connection.close()

    def _rows(self, texts: list[str]) -> list[tuple[Any, list[tuple], dict[str, Any]]]:
        spots = {spot.code: spot.id for spot in self.stage.estate.spots}
        events = [json.loads(text) for text in texts]
        site, at = self.stage.estate.site_id, "2026-03-01 00:00:00.000000"
        owner = {"organisation_id": self.stage.organisation_id}
        person = owner | {"person_id": self.stage.person_id, "phone_id": None, "received_at": at}
        kept = [
            (one["id"], "scan", self._time(one), "0" * 64, text)
            for one, text in zip(events, texts, strict=True)
        ]
        scans = [self._scan(one, spots[one["payload"]["code"]]) for one in events]
        on = date(2026, 3, 1).isoformat()
        counts = [(site, on, id_, 1, 0) for id_ in sorted({row[2] for row in scans})]
        marks = [(self.stage.organisation_id, site, on)]
        news = [(new_id(), "scan", events[-1]["id"], site)]
        return [
            (KEEP_EVENTS, kept, person),
            (KEEP_SCANS, scans, person),
            (COUNT, counts, owner),
            (MARK, marks, {"at": at}),
            (ANNOUNCE, news, owner | {"at": at}),
        ]

    def _scan(self, event: dict[str, Any], checkpoint_id: str) -> tuple:
        said = event["payload"]
        where = (said["lat"], said["lon"], said["accuracy_m"], 0.0)
        ids = (event["id"], self.stage.estate.site_id, checkpoint_id, None, None)
        return (*ids, self._time(event), said["method"], *where, "[]", None)

    @property
    def _dialect(self) -> str:
        return "sqlite" if isinstance(self.connection, sqlite3.Connection) else "postgresql"

    @staticmethod
    def _time(event: dict[str, Any]) -> str:
        return event["occurred_at"].replace("T", " ").removesuffix("Z") + "000"
