"""Codes of tags (random, unguessable, readable aloud) and the addresses made of them."""

import hashlib
import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 128
LENGTH = 26
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
SEPARATORS = re.compile(r"[\s\-_.·]+")
LINK = re.compile(r"(?:^|/)t/([^/?#]+)")


def new_code() -> str:
    """16 random bytes in Crockford base32, 26 letters."""
    return encode(secrets.randbits(BITS))


def encode(number: int) -> str:
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, 32)
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


def canonical(text: str) -> str:
    """A code as it is stored, from what was scanned or typed: a link, small letters, groups, an O for a 0.

    Text that cannot be a code comes back as it is read, and is then found nowhere.
    """
    link = LINK.search(text)
    written = link.group(1) if link else text
    return SEPARATORS.sub("", written).upper().translate(MISREAD)


def digest(code: str) -> str:
    """What a phone keeps instead of the code, so that a stolen phone prints no labels."""
    return hashlib.sha256(code.encode()).hexdigest()


def groups(code: str) -> str:
    """In groups that can be read and typed: 5-5-5-5-6 letters."""
    cuts = [*range(0, LENGTH - 6, 5), LENGTH - 6]
    return " ".join(code[start:end] for start, end in zip(cuts, [*cuts[1:], LENGTH], strict=True))


def link(address: str, code: str) -> str:
    """What the QR and a plain NFC tag hold; any phone's camera opens it."""
    return f"{address.rstrip('/')}/t/{code}"


def image_url(floor_plan_id: str, sha256: str) -> str:
    """Where a plan's picture is served; another picture has another address, so it may be kept for good."""
    return f"/api/v1/floor-plans/{floor_plan_id}/image?v={sha256[:16]}"


def listed(names: list[str], most: int = 5) -> str:
    """A few names for a sentence."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} … (+{len(names) - most})"
