"""An S3-compatible server on the loopback, for tests: moto, kept apart because it needs older packages."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fasteners

PROJECT = Path(__file__).resolve().parent.parent.parent
WISHES = Path(__file__).with_name("requirements-s3.txt")
FOLDER = PROJECT / "build" / "s3"
READY = FOLDER / ".ready"
START_S = 30


def install() -> None:
    """Once, into a folder of its own; again when the pins change."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with fasteners.InterProcessLock(FOLDER.parent / "s3.lock"):
        if READY.exists() and READY.read_text() == WISHES.read_text():
            return
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--upgrade",
            "--target",
            FOLDER,
            "-r",
            WISHES,
        ]
        subprocess.run(command, check=True)
        READY.write_text(WISHES.read_text())


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a running server; it forgets everything at the end."""
    install()
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    environment = os.environ | {"PYTHONPATH": str(FOLDER), "PYTHONSAFEPATH": "1"}
    server = subprocess.Popen(
        command, env=environment, cwd=FOLDER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def make_bucket(address: str, name: str) -> None:
    urllib.request.urlopen(urllib.request.Request(f"{address}/{name}", method="PUT")).close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the S3 server did not start within {START_S} s")
