"""Installs what the app needs and builds it, each only when its sources changed.

Sources are compared by content, so a fresh clone or a change of branch costs nothing that did not change.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
APP = PROJECT / "static" / "pwa"
BUILD = PROJECT / "build"
DESCRIPTION = BUILD / "openapi.json"
SERVER_PACKAGES = ("guard_api", "evidence", "checkpoints", "schedules", "training")
MADE = {"node_modules", "dist"}


def main(step: str) -> None:
    install_modules()
    describe_api()
    if step == "types":
        npm("run", "--silent", "types")
    else:
        build()


def install_modules() -> None:
    wanted = digest([APP / "package.json", APP / "package-lock.json"])
    stamp = APP / "node_modules" / ".installed"
    if read(stamp) != wanted:
        print("Installing the app's packages", flush=True)
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(wanted)


def describe_api() -> None:
    """The app's types come from the API's own description."""
    wanted = digest([PROJECT / "app.py", *server_sources()])
    stamp = BUILD / "openapi.digest"
    if DESCRIPTION.exists() and read(stamp) == wanted:
        return
    BUILD.mkdir(exist_ok=True)
    described = run([sys.executable, "app.py", "openapi"], PROJECT, stdout=subprocess.PIPE).stdout
    if read(DESCRIPTION).encode() != described:
        DESCRIPTION.write_bytes(described)
    stamp.write_text(wanted)


def build() -> None:
    wanted = digest([DESCRIPTION, *app_sources()])
    stamp = BUILD / "app.digest"
    if (APP / "dist" / "index.html").exists() and read(stamp) == wanted:
        return
    print("Building the app", flush=True)
    npm("run", "--silent", "build", stdout=subprocess.PIPE)
    stamp.write_text(wanted)


def server_sources() -> Iterable[Path]:
    return (path for package in SERVER_PACKAGES for path in sorted((PROJECT / package).rglob("*.py")))


def app_sources() -> Iterable[Path]:
    generated = APP / "src" / "api" / "schema.d.ts"
    for folder, folders, files in os.walk(APP):
        folders[:] = sorted(set(folders) - MADE)
        yield from (path for name in sorted(files) if (path := Path(folder, name)) != generated)


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(f"{path.relative_to(PROJECT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def npm(*arguments: str, **options) -> None:
    run([shutil.which("npm") or "npm", *arguments], APP, **options)


def run(command: list[str], folder: Path, **options) -> subprocess.CompletedProcess:
    """What a quiet step printed is shown only when it failed."""
    done = subprocess.run(command, cwd=folder, check=False, **options)
    if done.returncode:
        sys.stdout.write((done.stdout or b"").decode())
        sys.exit(f"`{' '.join(map(str, command[-3:]))}` failed.")
    return done


if __name__ == "__main__":
    main(sys.argv[1])
