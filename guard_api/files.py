"""Where bytes are kept: a folder (durable before `put` returns) or an S3-compatible bucket.

A key is a relative path that starts with the organisation's id: `<organisation_id>/uploads/<name>`.
"""

import errno
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

import obstore
from flask import current_app
from obstore import exceptions
from obstore.store import from_url

from guard_api.database import new_id
from guard_api.errors import Problem

Content = bytes | Iterable[bytes]
PIECE = 1024 * 1024
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
INCOMING = ".incoming"
RETRY_FULL_S, RETRY_AWAY_S = 60, 5


class NoSuchFile(LookupError):
    """Nothing is kept under this key."""


@dataclass(frozen=True, slots=True)
class Stored:
    key: str
    size_bytes: int


class Store(Protocol):
    def put(self, key: str, content: Content) -> None: ...
    def get(self, key: str) -> bytes: ...
    def stream(self, key: str) -> Iterator[bytes]: ...
    def size(self, key: str) -> int: ...
    def exists(self, key: str) -> bool: ...
    def delete(self, key: str) -> None: ...
    def list(self, prefix: str) -> Iterator[Stored]: ...
    def discard_incoming(self, older_than: timedelta) -> None: ...


def store() -> Store:
    """The store of the running application."""
    kept = current_app.extensions
    if "anxun.store" not in kept:
        settings = kept["anxun.settings"]
        kept["anxun.store"] = open_store(settings.data / "files", settings.store_url, settings.store_options)
    return kept["anxun.store"]


def open_store(folder: Path, url: str | None, options: dict[str, Any]) -> Store:
    return Bucket(url, options) if url else Folder(folder)


def checked(key: str) -> PurePosixPath:
    """A key that stays inside its organisation's part of the store."""
    parts = key.split("/")
    if len(parts) < 2 or any(part.startswith(".") or not part or "\\" in part for part in parts):
        raise ValueError(f"not a key: {key!r}")
    return PurePosixPath(key)


def in_pieces(content: Content) -> Iterable[bytes]:
    return (content,) if isinstance(content, bytes) else content


class Folder:
    """Files under one folder. Written aside, fsynced, renamed, and the folder fsynced."""

    def __init__(self, root: Path):
        self.root, self.incoming = root, root / INCOMING
        make_folder(self.incoming)

    def put(self, key: str, content: Content) -> None:
        """Keep the content under the key; when this returns, it survives a power cut."""
        target = self._path(key)
        aside = self.incoming / new_id()
        with no_room_is_507():
            try:
                write_durably(aside, in_pieces(content))
                make_folder(target.parent)
                aside.rename(target)
                fsync_folder(target.parent)
            finally:
                aside.unlink(missing_ok=True)

    def get(self, key: str) -> bytes:
        return b"".join(self.stream(key))

    def stream(self, key: str) -> Iterator[bytes]:
        try:
            file = self._path(key).open("rb")
        except (FileNotFoundError, IsADirectoryError):
            raise NoSuchFile(key) from None
        return pieces_of(file)

    def size(self, key: str) -> int:
        if not self.exists(key):
            raise NoSuchFile(key)
        return self._path(key).stat().st_size

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Forget the key, if it is kept at all."""
        self._path(key).unlink(missing_ok=True)

    def list(self, prefix: str) -> Iterator[Stored]:
        """What is kept below a folder of keys, sorted by key."""
        for path in sorted(self._path(prefix).rglob("*")):
            if path.is_file():
                yield Stored(path.relative_to(self.root).as_posix(), path.stat().st_size)

    def discard_incoming(self, older_than: timedelta) -> None:
        """Remove what a killed process left half-written."""
        before = time.time() - older_than.total_seconds()
        for path in self.incoming.iterdir():
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.root / checked(key)


class Bucket:
    """Objects in an S3-compatible bucket. `options` are obstore's own: endpoint, region, access_key_id…"""

    def __init__(self, url: str, options: dict[str, Any]):
        config = dict(options)
        client = config.pop("client_options", None)
        retry = config.pop("retry_config", None)
        self.inner = from_url(url, config=config, client_options=client, retry_config=retry)

    def put(self, key: str, content: Content) -> None:
        with unreachable_is_503(key):
            obstore.put(self.inner, str(checked(key)), b"".join(in_pieces(content)))

    def get(self, key: str) -> bytes:
        with unreachable_is_503(key):
            return obstore.get(self.inner, str(checked(key))).bytes().to_bytes()

    def stream(self, key: str) -> Iterator[bytes]:
        with unreachable_is_503(key):
            answer = obstore.get(self.inner, str(checked(key)))
        return (bytes(piece) for piece in answer.stream(min_chunk_size=PIECE))

    def size(self, key: str) -> int:
        with unreachable_is_503(key):
            return obstore.head(self.inner, str(checked(key)))["size"]

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except NoSuchFile:
            return False
        return True

    def delete(self, key: str) -> None:
        try:
            with unreachable_is_503(key):
                obstore.delete(self.inner, str(checked(key)))
        except NoSuchFile:
            return

    def list(self, prefix: str) -> Iterator[Stored]:
        with unreachable_is_503(prefix):
            found = [meta for page in obstore.list(self.inner, str(checked(prefix))) for meta in page]
        for meta in sorted(found, key=lambda meta: meta["path"]):
            yield Stored(meta["path"], meta["size"])

    def discard_incoming(self, older_than: timedelta) -> None:
        """An object appears whole or not at all, so nothing is ever half-written."""


def write_durably(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """The folder and its parents, each new entry durable."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    fsync_folder(folder.parent)


def fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def pieces_of(file) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


@contextmanager
def no_room_is_507():
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise Problem("busy", 507, headers={"Retry-After": str(RETRY_FULL_S)}) from error
        raise


@contextmanager
def unreachable_is_503(key: str):
    try:
        yield
    except (FileNotFoundError, exceptions.NotFoundError):
        raise NoSuchFile(key) from None
    except exceptions.BaseError as error:
        raise Problem("busy", 503, headers={"Retry-After": str(RETRY_AWAY_S)}) from error
