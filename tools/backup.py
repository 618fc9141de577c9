"""Copies a running single-machine installation: first its database, then its files.

In this order every file that a copied row names is in the copy, because a file is stored before its row.
A second run into the same folder copies only files that are new.
"""

import argparse
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

DATABASE = "anxun.db"
LEFT_OUT = {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "tls", ".incoming"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("target", type=Path)
    wanted = parser.parse_args()
    back_up(wanted.data, wanted.target)
    print(f"{wanted.data} is backed up in {wanted.target}")


def back_up(data: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy_database(data / DATABASE, target / DATABASE)
    for source in files(data):
        copy_new(source, target / source.relative_to(data))


def copy_database(source: Path, target: Path) -> None:
    """One consistent moment of a running server; an older copy stays until the new one is whole."""
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as running:
        running.execute("VACUUM INTO ?", (str(part),))
    with closing(sqlite3.connect(part)) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise SystemExit(f"The copy of the database is damaged ({verdict}); the older copy was kept.")
    part.replace(target)


def files(data: Path) -> list[Path]:
    inside = (path for path in data.rglob("*") if path.is_file())
    return [path for path in inside if LEFT_OUT.isdisjoint(path.relative_to(data).parts)]


def copy_new(source: Path, target: Path) -> None:
    """A file that vanished meanwhile (a finished upload that moved) is not part of the copied moment."""
    if target.exists() and target.stat().st_size == source.stat().st_size:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        shutil.copy2(source, part)
    except FileNotFoundError:
        return
    os.replace(part, target)


if __name__ == "__main__":
    main()
