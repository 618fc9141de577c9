"""Opens a package that somebody bought: nothing in it is trusted, neither its paths nor its sizes."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from guard_api.errors import Problem

MEGABYTE = 1024 * 1024
MOST_PACKED = 60 * MEGABYTE
MOST_UNPACKED = 512 * MEGABYTE
MOST_OF_FILE = 128 * MEGABYTE
MOST_FILES = 5000
MOST_RATIO, RATIO_FROM = 200, MEGABYTE
LONGEST_PATH = 300
UTF8_NAME = 0x800
ENCRYPTED = 0x1
UNWANTED = re.compile(r"(^|/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(/|$)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f<>\"|?*]")
DRIVE = re.compile(r"^[A-Za-z]:")


DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


@dataclass(frozen=True)
class Member:
    """A file of the package under the path by which the course knows it."""

    path: str
    info: zipfile.ZipInfo


class Archive:
    """The files of a package, refused as a whole when one of them is not what it should be."""

    def __init__(self, data: bytes):
        if len(data) > MOST_PACKED:
            raise Problem("scorm.too_large", 413, megabytes=MOST_PACKED // MEGABYTE)
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise Problem("scorm.unreadable", 422) from None
        self.members = _below_one_folder(_members(self.zip.infolist()))
        self.left = MOST_UNPACKED

    def read(self, path: str, most: int = MOST_OF_FILE) -> bytes:
        """The whole file. What a header says of its size is not believed."""
        data = b"".join(self.pieces(path))
        if len(data) > most:
            raise Problem("scorm.too_large_inside", 422, path=path)
        return data

    def pieces(self, path: str) -> Iterator[bytes]:
        """The file piece by piece, counted as it comes out."""
        read = 0
        try:
            with self.zip.open(self.members[path].info) as file:
                while piece := file.read(MEGABYTE):
                    read += len(piece)
                    self.left -= len(piece)
                    if read > MOST_OF_FILE or self.left < 0:
                        raise Problem("scorm.too_large_inside", 422, path=path)
                    yield piece
        except DAMAGED:
            raise Problem("scorm.unreadable", 422) from None


def _members(infos: list[zipfile.ZipInfo]) -> dict[str, Member]:
    files = [info for info in infos if not info.is_dir()]
    if len(infos) > 2 * MOST_FILES or len(files) > MOST_FILES:
        raise Problem("scorm.too_many_files", 422, most=MOST_FILES)
    if sum(info.file_size for info in files) > MOST_UNPACKED:
        raise Problem("scorm.too_large_inside", 422, path="")
    members: dict[str, Member] = {}
    for info in files:
        path = safe_path(name_of(info))
        if UNWANTED.search(path):
            continue
        _refuse_odd(info, path)
        if path in members:
            raise Problem("scorm.path_unsafe", 422, path=path)
        members[path] = Member(path, info)
    return members


def name_of(info: zipfile.ZipInfo) -> str:
    """Old Chinese tools write names in GB 18030 without saying so; a zip then reads them as code page 437."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def safe_path(name: str) -> str:
    """The path with plain slashes, if it stays inside; a problem otherwise."""
    path = name.replace("\\", "/")
    parts = path.split("/")
    outside = path.startswith("/") or DRIVE.match(path) or any(part in ("", ".", "..") for part in parts)
    if outside or CONTROL.search(path) or len(path) > LONGEST_PATH:
        raise Problem("scorm.path_unsafe", 422, path=CONTROL.sub("?", name)[:100])
    return path


def _refuse_odd(info: zipfile.ZipInfo, path: str) -> None:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise Problem("scorm.path_unsafe", 422, path=path)
    if info.flag_bits & ENCRYPTED:
        raise Problem("scorm.encrypted", 422)
    swollen = info.file_size > RATIO_FROM and info.file_size > MOST_RATIO * max(1, info.compress_size)
    if info.file_size > MOST_OF_FILE or swollen:
        raise Problem("scorm.too_large_inside", 422, path=path)


def _below_one_folder(members: dict[str, Member]) -> dict[str, Member]:
    """A package that was zipped with the folder around it is taken as if it were not."""
    if "imsmanifest.xml" in members:
        return members
    tops = {path.partition("/")[0] for path in members}
    if len(tops) != 1 or f"{next(iter(tops))}/imsmanifest.xml" not in members:
        raise Problem("scorm.no_manifest", 422)
    cut = len(next(iter(tops))) + 1
    return {path[cut:]: Member(path[cut:], member.info) for path, member in members.items()}
