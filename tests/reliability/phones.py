"""Phones on a bad line: they send again whatever was not proven stored, and their answers get cut."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.support.phone import batch, id_of, sha256_of

TIMEOUT_S = 20
DONE = {"accepted", "duplicate"}


class AnswerCut(Exception):
    """The line went dead before the answer was read."""


@dataclass
class Phone:
    """An outbox that is sent in batches. An event leaves it only when a verdict names its very bytes."""

    url: str
    sign_in: Callable[[], str]
    rng: random.Random
    cut_share: float = 0.0
    outbox: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    refused: list[dict] = field(default_factory=list)
    requests: int = 0
    cuts: int = 0
    _token: str | None = None
    _line: http.client.HTTPConnection | None = None

    def keep(self, text: str) -> None:
        self.outbox[id_of(text)] = text

    def send_all(self, batch_size: int, give_up_at: float) -> None:
        """Send until nothing is left."""
        while self.outbox and time.monotonic() < give_up_at:
            self.send_some(batch_size)

    def send_some(self, batch_size: int) -> None:
        """One attempt with the oldest events; whatever goes wrong, they stay in the outbox."""
        texts = list(self.outbox.values())[:batch_size]
        self.requests += 1
        try:
            self._take(texts, self._exchange(batch(*texts)))
        except (OSError, http.client.HTTPException, AnswerCut, json.JSONDecodeError):
            self._hang_up()
            time.sleep(self.rng.uniform(0, 0.02))

    def _take(self, texts: list[str], verdicts: list[dict]) -> None:
        for text, verdict in zip(texts, verdicts, strict=True):
            if verdict["verdict"] in DONE and verdict["sha256"] == sha256_of(text):
                del self.outbox[id_of(text)]
                self.acknowledged.add(id_of(text))
            else:
                self.refused.append(verdict)

    def _exchange(self, body: bytes) -> list[dict]:
        line = self._open()
        cut = self.rng.random() < self.cut_share
        self._token = self._token or self.sign_in()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        line.request("POST", "/api/v1/sync", body, headers)
        if cut:
            self._cut(line)
        answer = line.getresponse()
        text = answer.read()
        if answer.status == 401:
            self._token = None
        if answer.status != 200:
            raise http.client.HTTPException(f"{answer.status}: {text[:300]!r}")
        return json.loads(text)["verdicts"]

    def _cut(self, line: http.client.HTTPConnection) -> None:
        """Hang up at once, when the answer begins, or some while later."""
        self.cuts += 1
        how = self.rng.choice(("at once", "in the answer", "later"))
        if how == "in the answer":
            line.sock.recv(self.rng.randint(1, 200))
        elif how == "later":
            time.sleep(self.rng.uniform(0, 0.03))
        raise AnswerCut(how)

    def _open(self) -> http.client.HTTPConnection:
        if self._line is None:
            self._line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=TIMEOUT_S)
        return self._line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


@dataclass
class Crowd:
    """Phones that record and send without pause, each in a thread of its own, until told to stop."""

    phones: list[Phone]
    next_event: Callable[[random.Random], str]
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        self._stop.clear()
        self._threads = [threading.Thread(target=self._work, args=(phone,)) for phone in self.phones]
        for thread in self._threads:
            thread.start()

    def halt(self) -> None:
        """Send nothing more; what is under way goes on."""
        self._stop.set()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()

    @property
    def acknowledged(self) -> set[str]:
        return set().union(*(phone.acknowledged for phone in self.phones))

    def _work(self, phone: Phone) -> None:
        while not self._stop.is_set():
            for _ in range(phone.rng.randint(1, 20)):
                phone.keep(self.next_event(phone.rng))
            phone.send_some(50)
