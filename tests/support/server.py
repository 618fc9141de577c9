"""The API as it runs in service: gunicorn in a process group of its own, on a free port of this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests

from guard_api.serve import THREADS, die_with_parent
from guard_api.settings import PROJECT, Settings

START_WITHIN_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """One gunicorn master, one worker with threads. `application` may be another than the product."""

    settings: Settings
    application: str = "app:create_app()"
    threads: int = THREADS
    limits: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.settings.data / "server.log"

    def start(self) -> "Server":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.limits, *self._command()],
                cwd=PROJECT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.wait_until_answering()
        return self

    def kill_worker(self) -> None:
        """kill -9 of the process that serves; the master starts another at once."""
        for worker in psutil.Process(self.process.pid).children():
            worker.kill()

    def kill(self) -> None:
        """kill -9 of all of it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def wait_until_answering(self) -> None:
        deadline = time.monotonic() + START_WITHIN_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if requests.get(f"{self.url}/api/v1/openapi.json", timeout=5).ok:
                    return
            except requests.RequestException:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def sign_in(self, login: str, password: str) -> str:
        """An access token."""
        answer = requests.post(
            f"{self.url}/api/v1/sessions", json={"login": login, "password": password}, timeout=30
        )
        answer.raise_for_status()
        return answer.json()["access_token"]

    def _command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "gunicorn", self.application, "--preload"),
            *("--bind", f"127.0.0.1:{self.port}", "--workers", "1"),
            *("--worker-class", "gthread", "--threads", str(self.threads)),
            *("--log-level", "warning", "--graceful-timeout", "3", "--keep-alive", "75"),
        ]

    def _environment(self) -> dict[str, str]:
        own = {
            "ANXUN_DATABASE_URL": self.settings.database_url,
            "ANXUN_SECRET_KEY": self.settings.secret_key,
            "ANXUN_DATA": str(self.settings.data),
            "ANXUN_SCHEDULER": "off",
        }
        return {name: value for name, value in os.environ.items() if not name.startswith("ANXUN_")} | own
