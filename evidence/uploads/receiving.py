"""Bytes of uploads: kept part by part as they come, then looked at as a whole.

The one place that does not use the request's transaction. A body takes as long as the phone's signal
lets it, and no lock may be held meanwhile; so each part is durable in the store first, and counted in a
short transaction of its own. Every step may be repeated after a kill.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO

from evidence.uploads import picture, queries, rules, service
from evidence.uploads.models import Upload
from guard_api.database import db, new_id, write_transaction
from guard_api.errors import NotFound, Problem
from guard_api.files import NoSuchFile, no_room_is_507, store
from guard_api.identity.actor import Actor

PART = 1024 * 1024
READ = 64 * 1024
COPIES = ("full", "thumb")
_lookers = BoundedSemaphore(2)


@dataclass(frozen=True)
class Expected:
    """An upload's row as it was read, free of any session."""

    organisation_id: str
    sha256: str
    type: str
    size_bytes: int
    received_bytes: int
    parts: tuple[str, ...]
    state: str
    refusal: str | None

    @property
    def is_whole(self) -> bool:
        return self.state == "receiving" and self.received_bytes == self.size_bytes

    def key(self, name: str) -> str:
        return key_of(self.organisation_id, self.sha256, name)


def key_of(organisation_id: str, sha256: str, name: str) -> str:
    return f"{organisation_id}/uploads/{sha256[:2]}/{sha256}/{name}"


def offset_of(actor: Actor, *, sha256: str) -> Expected:
    """How far this upload has come; one that is whole is looked at before anyone is told so."""
    expected = expect(actor.organisation_id, sha256)
    if expected.state in ("refused", "expired"):
        raise Problem("uploads.gone", 410)
    if expected.is_whole:
        finish(expected)
        expected = expect(actor.organisation_id, sha256)
    return expected


def receive(actor: Actor, *, sha256: str, offset: int, body: BinaryIO, length: int | None) -> int:
    """Take bytes from `offset` on; answers the new offset. What came before a cut is kept."""
    expected = expect(actor.organisation_id, sha256)
    if expected.state == "refused":
        raise Problem(expected.refusal, 422)
    if expected.state != "receiving" or expected.received_bytes != offset:
        raise Problem("uploads.other_offset", 409)
    if length is not None and length > expected.size_bytes - offset:
        raise Problem("uploads.too_long", 413)
    for part in parts_of(body, expected.size_bytes - offset):
        offset += keep_part(expected, offset, part)
    expected = expect(actor.organisation_id, sha256)
    if expected.is_whole:
        finish(expected)
    return offset


def expect(organisation_id: str, sha256: str) -> Expected:
    upload = queries.upload_of(organisation_id, sha256)
    if upload is None:
        raise NotFound()
    expected = detached(upload)
    db.session.rollback()
    return expected


def detached(upload: Upload) -> Expected:
    fields = {name: getattr(upload, name) for name in Expected.__dataclass_fields__}
    return Expected(**{**fields, "parts": tuple(upload.parts)})


def parts_of(body: BinaryIO, most: int) -> Iterator[bytes]:
    """The body in parts of PART bytes; when the line is cut, what has come so far is still a part."""
    gathered = bytearray()
    try:
        while most and (piece := body.read(min(READ, most))):
            gathered += piece
            most -= len(piece)
            if len(gathered) >= PART:
                yield bytes(gathered)
                gathered.clear()
    except Exception:
        if gathered:
            yield bytes(gathered)
        raise
    if gathered:
        yield bytes(gathered)


def keep_part(expected: Expected, offset: int, part: bytes) -> int:
    key = expected.key(f"parts/{offset:012d}-{new_id()}")
    store().put(key, part)
    with write_transaction():
        counted = service.add_part(
            organisation_id=expected.organisation_id,
            sha256=expected.sha256,
            offset=offset,
            key=key,
            size_bytes=len(part),
        )
    if not counted:
        store().delete(key)
        raise Problem("uploads.other_offset", 409)
    return len(part)


def finish(expected: Expected) -> None:
    """Look at the whole file apart from the server's memory, keep it with its copies, then say so."""
    with tempfile.TemporaryDirectory(prefix="anxun-") as name:
        folder = Path(name)
        if not assemble(expected, folder / "original"):
            restart(expected)
            return
        seen = look(folder)
        if code := seen.get("refused"):
            refuse(expected, code)
            raise Problem(code, 422)
        keep(expected, folder)
        with write_transaction():
            service.verify(organisation_id=expected.organisation_id, sha256=expected.sha256, **seen)
    drop_parts(expected)


def assemble(expected: Expected, target: Path) -> bool:
    """Write the parts one after another; whether they are what was announced."""
    digest, size = hashlib.sha256(), 0
    try:
        with no_room_is_507(), target.open("wb") as file:
            for key in expected.parts:
                for piece in store().stream(key):
                    digest.update(piece)
                    size += file.write(piece)
    except NoSuchFile:
        return False
    return size == expected.size_bytes and digest.hexdigest() == expected.sha256


def look(folder: Path) -> dict:
    """What the file is: by its first bytes, and a picture by decoding it in a limited process."""
    with (folder / "original").open("rb") as file:
        type_ = rules.type_by_magic(file.read(16))
    if type_ is None:
        return {"refused": "uploads.type_unknown"}
    if not rules.is_photo(type_):
        return {"type_": type_, "width_px": None, "height_px": None}
    return {"type_": type_} | look_at_picture(folder)


def look_at_picture(folder: Path) -> dict:
    command = [sys.executable, "-I", picture.__file__, str(folder)]
    with _lookers:
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=picture.MOST_SECONDS * 2, check=False, env={}
            )
        except subprocess.TimeoutExpired:
            return {"refused": "uploads.too_many_pixels"}
    if done.returncode:
        return {"refused": "uploads.unreadable"}
    return json.loads(done.stdout)


def keep(expected: Expected, folder: Path) -> None:
    store().put(expected.key("original"), (folder / "original").read_bytes())
    for copy in COPIES:
        if (folder / f"{copy}.jpg").exists():
            store().put(expected.key(f"{copy}.jpg"), (folder / f"{copy}.jpg").read_bytes())


def restart(expected: Expected) -> None:
    """From the start again; nothing to do when another request has settled the upload meanwhile."""
    with write_transaction():
        restarted = service.restart(
            organisation_id=expected.organisation_id, sha256=expected.sha256, parts=expected.parts
        )
    if restarted:
        drop_parts(expected)
        raise Problem("uploads.hash_differs", 422)


def refuse(expected: Expected, code: str) -> None:
    with write_transaction():
        service.refuse(organisation_id=expected.organisation_id, sha256=expected.sha256, code=code)
    drop_parts(expected)


def drop_parts(expected: Expected) -> None:
    """Parts are of no more use. One that stays behind is removed by a job."""
    with suppress(Problem, OSError):
        for key in expected.parts:
            store().delete(key)


def drop_bytes(organisation_id: str, sha256: str) -> None:
    """Delete everything kept of this file."""
    for kept in list(store().list(key_of(organisation_id, sha256, "").rstrip("/"))):
        store().delete(kept.key)


def copy_of(upload: Upload, size: str) -> bytes:
    return store().get(key_of(upload.organisation_id, upload.sha256, f"{size}.jpg"))


def original_of(upload: Upload) -> bytes:
    return store().get(key_of(upload.organisation_id, upload.sha256, "original"))
