"""A real installation in a folder of its own, and the calls with which a story is set up."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guard_api.settings import PROJECT

PASSWORD = "correct horse battery"
STARTS_WITHIN_S = 60


def free_ports(count: int) -> int:
    """The first of `count` neighbouring free ports."""
    for _ in range(50):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = probe.getsockname()[1]
        if all(_is_free(first + offset) for offset in range(count)):
            return first
    raise RuntimeError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return port < 65_000 and probe.connect_ex(("127.0.0.1", port)) != 0


@dataclass
class Installation:
    """`python app.py serve` with its own data, as an operator would run it."""

    data: Path
    port: int = field(default_factory=lambda: free_ports(3))
    process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def command(self, *arguments: str, **more: str) -> None:
        subprocess.run(
            [sys.executable, "app.py", *arguments], cwd=PROJECT, env=self._environment() | more, check=True
        )

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "app.py", "serve", "--port", str(self.port)],
            cwd=PROJECT,
            env=self._environment(),
            stdout=(self.data / "server.log").open("ab"),
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def _environment(self) -> dict[str, str]:
        return os.environ | {"ANXUN_DATA": str(self.data), "ANXUN_PUBLIC_URL": "https://patrol.example"}

    def _wait(self) -> None:
        end = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.address}/api/v1/health", timeout=2)
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise RuntimeError((self.data / "server.log").read_text()[-3000:])


@dataclass
class Desk:
    """Calls of one signed-in person, for setting a story up and for looking behind the screens."""

    address: str
    token: str = ""

    def sign_in(self, login: str, password: str = PASSWORD) -> "Desk":
        self.token = self.post("/sessions", {"login": login, "password": password})["access_token"]
        return self

    def get(self, path: str) -> Any:
        return self._call("GET", path)

    def post(self, path: str, body: Any) -> Any:
        return self._call("POST", path, body)

    def put(self, path: str, body: Any) -> Any:
        return self._call("PUT", path, body)

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept-Language": "en"}
            | ({"Authorization": f"Bearer {self.token}"} if self.token else {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{method} {path}: {refused.code} {refused.read().decode()}") from None
