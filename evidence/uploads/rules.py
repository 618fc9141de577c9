"""What is taken, decided on the first bytes and on plain figures."""

PHOTOS = 10
PHOTO_BYTES = 20 * 1024 * 1024
VOICE_BYTES = 5 * 1024 * 1024
VOICE_SECONDS = 180
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")
VOICE_TYPES = ("audio/webm", "audio/ogg", "audio/mp4", "audio/wav")
TYPES = PHOTO_TYPES + VOICE_TYPES
ALIASES = {"audio/x-m4a": "audio/mp4", "audio/m4a": "audio/mp4", "audio/x-wav": "audio/wav"}
MAGIC = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (0, b"OggS", "audio/ogg"),
    (4, b"ftyp", "audio/mp4"),
)


def plain_type(declared: str) -> str:
    """`audio/webm;codecs=opus` is audio/webm; m4a and x-wav are other names of what we know."""
    name = declared.split(";", maxsplit=1)[0].strip().lower()
    return ALIASES.get(name, name)


def type_by_magic(head: bytes) -> str | None:
    """What the first bytes say the file is, whatever its name."""
    riff = head.startswith(b"RIFF")
    for offset, mark, name in MAGIC:
        if head[offset : offset + len(mark)] == mark and (mark not in (b"WEBP", b"WAVE") or riff):
            return name
    return None


def is_photo(type_: str) -> bool:
    return type_ in PHOTO_TYPES


def most_bytes(type_: str) -> int:
    return PHOTO_BYTES if is_photo(type_) else VOICE_BYTES
