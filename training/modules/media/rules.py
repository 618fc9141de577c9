"""Which files are taken, told by their bytes and not by their names."""

import re
from xml.etree import ElementTree

MOST_BYTES = {"image": 10 * 1024 * 1024, "audio": 20 * 1024 * 1024, "video": 50 * 1024 * 1024}
SVG = "image/svg+xml"
SVG_BYTES = 512 * 1024
NAME = r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,119}\Z"
STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
DRAWN = frozenset(
    (
        *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("title", "desc", "defs", "use", "symbol", "clipPath", "mask", "marker", "pattern"),
        *("linearGradient", "radialGradient", "stop"),
    )
)
ACTIVE = re.compile(r"^on", re.IGNORECASE)
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:|//", re.IGNORECASE)


def type_of(data: bytes) -> str | None:
    """The media type of the bytes, or None for what is not taken."""
    for start, kind in STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "audio/mp4" if data[8:11] == b"M4A" else "video/mp4"
    return SVG if is_plain_svg(data) else None


def is_plain_svg(data: bytes) -> bool:
    """A drawing that runs nothing and loads nothing."""
    if len(data) > SVG_BYTES or b"<!" in re.sub(rb"<!--.*?-->", b"", data, flags=re.DOTALL):
        return False
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        return False
    return _name(root.tag) == "svg" and all(_is_plain(element) for element in root.iter())


def _name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _is_plain(element: ElementTree.Element) -> bool:
    return _name(element.tag) in DRAWN and all(
        _is_harmless(_name(name), value) for name, value in element.attrib.items()
    )


def _is_harmless(name: str, value: str) -> bool:
    if ACTIVE.match(name) or (name == "href" and not value.startswith("#")):
        return False
    return not OUTSIDE.search(value)


def most_bytes(kind: str) -> int:
    return MOST_BYTES[kind.partition("/")[0]]
