"""A line that drops (a relay that resets each connection after some bytes), and a phone that goes on."""

import contextlib
import http.client
import random
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.evidence.pictures import TUS, continuation, creation, digest

RESET = struct.pack("ii", 1, 0)
NEVER = 1 << 40
Budget = Callable[[], tuple[int, int]]


class Wire:
    """Relays to a server. `budget()` says how many bytes go up, and down, before a connection is cut."""

    def __init__(self, target: str, budget: Budget):
        self.target, self.budget, self.cuts = urlsplit(target), budget, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                threading.Thread(target=self._relay, args=(near,), daemon=True).start()

    def _relay(self, near: socket.socket) -> None:
        far = socket.create_connection((self.target.hostname, self.target.port))
        up, down = self.budget()
        both = (near, far)
        threading.Thread(target=self._pump, args=(far, near, down, both), daemon=True).start()
        self._pump(near, far, up, both)

    def _pump(self, source: socket.socket, sink: socket.socket, budget: int, both) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(4096):
                sink.sendall(piece[:budget])
                budget -= len(piece)
                if budget <= 0:
                    self.cuts += 1
                    return self._cut(both)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
        return None

    def _cut(self, both) -> None:
        for end in both:
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.shutdown(socket.SHUT_RDWR)


@dataclass
class Sender:
    """Sends photos as the app does: asks where the upload stands, goes on from there, until it is whole."""

    address: str
    token: str
    tries: int = 0
    statuses: list[int] = field(default_factory=list)

    def send(self, content: bytes, *, most_tries: int = 200) -> None:
        for _ in range(most_tries):
            self.tries += 1
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.step(content):
                    return
        raise AssertionError(f"not whole after {most_tries} tries: {self.statuses[-10:]}")

    def step(self, content: bytes) -> bool:
        """One try on a fresh connection. True when the server says that all of it is there."""
        where = f"/api/v1/uploads/{digest(content)}"
        status, headers = self.ask("HEAD", where, TUS)
        if status == 404:
            status, headers = self.ask("POST", "/api/v1/uploads", creation(content))
        offset = int(headers.get("Upload-Offset", 0))
        if status < 300 and offset < len(content):
            status, headers = self.ask("PATCH", where, continuation(offset), content[offset:])
            offset = int(headers.get("Upload-Offset", 0))
        return status < 300 and offset == len(content)

    def ask(self, method: str, path: str, headers: dict, body: bytes | None = None):
        line = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=30)
        try:
            line.request(method, path, body, headers | {"Authorization": f"Bearer {self.token}"})
            answer = line.getresponse()
            answer.read()
            self.statuses.append(answer.status)
            return answer.status, answer.headers
        finally:
            line.close()


def random_cuts(rng: random.Random, *, up: int, down: int, whole: float = 0.3) -> Budget:
    """Most connections are cut at a random byte on the way up, or on the way down."""

    def budget() -> tuple[int, int]:
        draw = rng.random()
        if draw < whole:
            return NEVER, NEVER
        return (rng.randint(1, up), NEVER) if draw < (1 + whole) / 2 else (NEVER, rng.randint(1, down))

    return budget
