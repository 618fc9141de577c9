"""Power cuts while phones send scans and photos, on a disk of their own.  python -m bench.power_cuts

The disk is an ext4 file system in a file. At a cut the server is frozen, what was acknowledged is noted, and
the file is copied as it is: whatever the server had not forced to the disk is missing from the copy. The copy
is mounted and compared. Kill -9 alone proves less: it loses nothing that only waits in the kernel's memory.
The same is done to a server on `synchronous=NORMAL`; unless the rig catches it, the figures mean nothing.
Mounting a disk needs root.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.kill_cycles import PRODUCT, next_scan, phones
from bench.stage import LOGIN, PASSWORD, Stage, set_stage
from tests.evidence.pictures import digest, photo
from tests.reliability.phones import Crowd
from tests.reliability.wire import Sender
from tests.support.server import Server

UNSYNCED = "tests.reliability.unsynced:create_app()"
CONTROL_CUTS = 10
DISK_BYTES = 1 << 30


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    if os.geteuid() != 0:
        raise SystemExit("Mounting a disk of its own needs root.")
    rng = random.Random(options.seed)
    product = series(PRODUCT, options.cuts, rng)
    print(f"sqlite, durable: {product}", flush=True)
    control = series(UNSYNCED, CONTROL_CUTS, rng)
    print(f"sqlite, synchronous=NORMAL: {control}")
    return 0 if not product.lost and control.lost else 1


def parser() -> argparse.ArgumentParser:
    described = argparse.ArgumentParser(prog="bench.power_cuts", description=__doc__.splitlines()[0])
    described.add_argument("--cuts", type=int, default=50)
    described.add_argument("--seed", type=int, default=1)
    return described


@dataclass
class Findings:
    """`lost` are acknowledged scans and photos that the disk did not have after a cut."""

    cuts: int = 0
    scans: int = 0
    photos: int = 0
    lost: int = 0

    def __str__(self) -> str:
        kept = f"{self.scans} scans and {self.photos} photos acknowledged"
        return f"{self.cuts} power cuts, {kept}, {self.lost} lost"


@dataclass
class Photographer:
    """Sends one photo after another and notes those that the server has whole."""

    sender: Sender
    rng: random.Random
    acknowledged: set[str] = field(default_factory=set)

    def work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            content = photo(self.rng.getrandbits(32), size=(320, 240))
            with suppress(AssertionError):
                self.sender.send(content, most_tries=1)
                self.acknowledged.add(digest(content))


def series(application: str, cuts: int, rng: random.Random) -> Findings:
    found = Findings()
    with tempfile.TemporaryDirectory(prefix="anxun-power-") as folder, disk(Path(folder)) as (file, mount):
        stage = set_stage(f"sqlite:///{mount / 'anxun.db'}", mount)
        subprocess.run(["sync", "-f", mount], check=True)
        for _ in range(cuts):
            one_cut(found, application, stage, file, rng)
    return found


@contextmanager
def disk(folder: Path) -> Iterator[tuple[Path, Path]]:
    file, mount = folder / "disk.img", folder / "disk"
    with file.open("wb") as image:
        image.truncate(DISK_BYTES)
    subprocess.run(["mkfs.ext4", "-q", file], check=True)
    with mounted(file, mount):
        yield file, mount


@contextmanager
def mounted(file: Path, mount: Path) -> Iterator[Path]:
    mount.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", file, mount], check=True)
    try:
        yield mount
    finally:
        subprocess.run(["umount", mount], check=True)


def one_cut(found: Findings, application: str, stage: Stage, file: Path, rng: random.Random) -> None:
    """Work, freeze, note what was acknowledged, copy the disk as it is, look what the copy has."""
    server = Server(stage.settings, application).start()
    crowd = Crowd(phones(server, rng), lambda own: next_scan(stage, own))
    sender = Sender(server.url, server.sign_in(LOGIN, PASSWORD))
    photographer, stop = Photographer(sender, random.Random(rng.random())), threading.Event()
    thread = threading.Thread(target=photographer.work, args=(stop,))
    crowd.start()
    thread.start()
    time.sleep(rng.uniform(0.8, 2.5))
    os.killpg(server.process.pid, signal.SIGSTOP)
    scans, photos = set(crowd.acknowledged), set(photographer.acknowledged)
    after = shutil.copyfile(file, file.with_name("after.img"))
    crowd.halt()
    stop.set()
    server.kill()
    crowd.wait()
    thread.join()
    found.lost += len(missing(after, scans, photos))
    found.cuts += 1
    found.scans += len(scans)
    found.photos += len(photos)


def missing(file: Path, scans: set[str], photos: set[str]) -> set[str]:
    with mounted(file, file.with_name("after")) as mount:
        with closing(sqlite3.connect(mount / "anxun.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            stored = {row[0] for row in database.execute("SELECT id FROM field_events")}
        kept = {digest(path.read_bytes()) for path in (mount / "files").rglob("*") if path.is_file()}
    return (scans - stored) | (photos - kept)


if __name__ == "__main__":
    raise SystemExit(main())
