"""Runs the server: gunicorn and the live feed as children of a small parent that restarts whichever dies."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from guard_api.settings import PROJECT, Settings

THREADS = 8
STOP_WITHIN_S = 10
LONGEST_PAUSE_S = 30
HEALTHY_AFTER_S = 60
START_TIMEOUT_S = 60


class PortTaken(RuntimeError):
    """Another program listens where the server should."""


class NotStarted(RuntimeError):
    """A child ended before it answered; its own words stand above."""


@dataclass
class Child:
    """A process that must run until told to stop."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    pause_s: float = 0.5

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.restart_at = 0.0
        self.process = subprocess.Popen(
            self.command,
            cwd=PROJECT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def keep_running(self, now: float) -> None:
        """Restarts a dead child after a pause that doubles each time, and is forgotten once it ran well."""
        if self.alive():
            return
        if not self.restart_at:
            self._plan_restart(now)
        elif now >= self.restart_at:
            self.start()

    def send(self, signum: int) -> None:
        if self.alive():
            self.process.send_signal(signum)

    def stop(self, deadline: float) -> None:
        self.send(signal.SIGTERM)
        try:
            self.process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _plan_restart(self, now: float) -> None:
        ran_well = now - self.started_at > HEALTHY_AFTER_S
        self.pause_s = 1.0 if ran_well else min(self.pause_s * 2, LONGEST_PAUSE_S)
        self.restart_at = now + self.pause_s
        ended = self.process.returncode
        print(f"{self.name} ended ({ended}); starting it again in {self.pause_s:.0f} s", file=sys.stderr)


def serve(
    settings: Settings,
    *,
    https: bool = False,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    lines: tuple[str, ...] = (),
) -> None:
    """Serves until SIGTERM or Ctrl-C; `lines` are printed under the addresses once the server answers.

    The live feed listens one port above the API; with https the authority's certificate is lent two above.
    """
    children = plan(settings, https, host, port, workers)
    for offset in range(len(children)):
        refuse_taken_port(host, port + offset)
    stopping = stop_event(children)
    try:
        for child in children:
            child.start()
        wait_until_answering(host, port, children[0], stopping)
        announce(https, host, port, lines)
        while not stopping.wait(0.2):
            for child in children:
                child.keep_running(time.monotonic())
    finally:
        stop_all(children)


def plan(settings: Settings, https: bool, host: str, port: int, workers: int) -> list[Child]:
    certificate = certificate_of(settings) if https else None
    environment = environment_of_children(settings, port + 1)
    live = [*("app.py", "live", "--host", host, "--port", str(port + 1)), *tls(certificate)]
    lend = ["tools/certificates.py", "offer", str(settings.data / "tls"), str(port + 2)]
    commands = {
        "api": gunicorn_command(settings, host, port, workers, certificate),
        "live feed": [sys.executable, *live],
    }
    if https:
        commands["certificate"] = [sys.executable, *lend]
    return [Child(name, command, environment) for name, command in commands.items()]


def gunicorn_command(
    settings: Settings, host: str, port: int, workers: int, certificate: Path | None
) -> list[str]:
    """SQLite has one writer, so one process with threads; PostgreSQL takes as many as asked for."""
    return [
        *(sys.executable, "-m", "gunicorn", "app:create_app()"),
        *("--bind", f"{host}:{port}"),
        *("--workers", str(1 if settings.is_sqlite else workers)),
        *("--worker-class", "gthread", "--threads", str(THREADS)),
        *("--graceful-timeout", str(STOP_WITHIN_S // 2)),
        *("--log-level", "warning"),
        *tls(certificate),
    ]


def tls(certificate: Path | None) -> list[str]:
    if certificate is None:
        return []
    return ["--certfile", str(certificate), "--keyfile", str(certificate.with_suffix(".key"))]


def certificate_of(settings: Settings) -> Path:
    certificate = settings.data / "tls" / "server.pem"
    if not certificate.exists():
        raise FileNotFoundError(f"No certificate at {certificate}: `make run HTTPS=1` makes one.")
    return certificate


def environment_of_children(settings: Settings, live_port: int) -> dict[str, str]:
    """A live address of the form `:port` means: on whatever host the browser already speaks to."""
    return {**os.environ, "ANXUN_LIVE_URL": settings.live_url or f":{live_port}"}


def stop_event(children: list[Child]) -> Event:
    stopping = Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stopping.set())
    signal.signal(signal.SIGHUP, lambda *_: [child.send(signal.SIGHUP) for child in children[:1]])
    return stopping


def stop_all(children: list[Child]) -> None:
    running = [child for child in children if child.alive()]
    for child in running:
        child.send(signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN_S
    for child in running:
        child.stop(deadline)


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            raise PortTaken(
                f"Port {port} cannot be used ({reason.strerror}). Choose others: make run PORT=8100"
            ) from None


def wait_until_answering(host: str, port: int, child: Child, stopping: Event) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    target = "127.0.0.1" if host == "0.0.0.0" else host
    while not stopping.wait(0.1):
        if not child.alive() or time.monotonic() > deadline:
            raise NotStarted(f"The {child.name} did not start.")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((target, port)) == 0:
                return


def addresses(scheme: str, host: str, port: int) -> list[str]:
    names = {"127.0.0.1": ["localhost"], "0.0.0.0": ["localhost", *lan_addresses()]}.get(host, [host])
    return [f"{scheme}://{name}:{port}" for name in names]


def lan_addresses() -> list[str]:
    """The addresses by which phones on the same network reach this machine. Nothing is sent to find them."""
    found = {info[4][0] for info in _resolve(socket.gethostname())}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        if probe.connect_ex(("192.0.2.1", 9)) == 0:
            found.add(probe.getsockname()[0])
    return sorted(address for address in found if not address.startswith("127."))


def _resolve(name: str) -> list[tuple]:
    try:
        return socket.getaddrinfo(name, None, socket.AF_INET)
    except socket.gaierror:
        return []


def announce(https: bool, host: str, port: int, lines: tuple[str, ...]) -> None:
    text = ["", "Anxun 安巡 is running:", *addresses("https" if https else "http", host, port)]
    if https:
        text += ["", "Phones trust it once they installed the certificate from:"]
        text += addresses("http", host, port + 2)[-1:]
    print("\n  ".join(text), *lines, "", sep="\n", flush=True)


def die_with_parent() -> None:
    """So that a killed parent leaves no server behind (Linux; elsewhere only an orderly stop does that)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
