"""Photos and sounds for tests: small, large, hostile."""

import base64
import hashlib
import io
import random
import struct
import zlib

from PIL import Image

TUS = {"Tus-Resumable": "1.0.0"}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def photo(seed: int = 0, *, size: tuple[int, int] = (640, 480), format: str = "JPEG", **options) -> bytes:
    """A picture that no other seed makes."""
    rough = random.Random(seed).randbytes(16 * 12 * 3)
    image = Image.frombytes("RGB", (16, 12), rough).resize(size)
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def located_photo(*, orientation: int = 1) -> bytes:
    """A JPEG that says where it was taken, with a comment and a trailing archive."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    return (
        photo(7, exif=exif, comment=b"SecretComment") + b"PK\x03\x04 SecretTrailer <script>alert(1)</script>"
    )


def bomb(side: int = 13_000) -> bytes:
    """A 1-bit PNG of side × side pixels in some 20 KB."""
    row = b"\0" + bytes((side + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def voice() -> bytes:
    return b"\x1aE\xdf\xa3" + b"opus in matroska " * 100


def metadata(sha256: str, type_: str) -> str:
    return ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}"
        for name, value in (("sha256", sha256), ("type", type_))
    )


def creation(content: bytes, type_: str = "image/jpeg", *, sha256: str | None = None) -> dict[str, str]:
    """Headers of a tus creation."""
    return TUS | {
        "Upload-Length": str(len(content)),
        "Upload-Metadata": metadata(sha256 or digest(content), type_),
    }


def continuation(offset: int) -> dict[str, str]:
    return TUS | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}


def upload(client, content: bytes, type_: str = "image/jpeg"):
    """Create and send in one go; the answer to the PATCH."""
    created = client.post("/api/v1/uploads", headers=creation(content, type_))
    assert created.status_code == 201, created.get_json()
    return client.patch(created.headers["Location"], headers=continuation(0), data=content)
