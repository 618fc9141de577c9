"""What makes a phone number, a password, a PIN; who may change whom."""

import re
import secrets
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from guard_api.identity.actor import ADMINISTRATOR, CLIENT, GUARD, HR, SITE_ROLES, SUPERVISOR

SHORTEST_PASSWORD = 8
PIN_LENGTH = 6
# Without letters and digits that are mistaken for each other on paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
COMMON_PASSWORDS = frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())
COMMON_PINS = frozenset(
    (
        "123123",
        "112233",
        "520520",
        "521521",
        "147258",
        "159357",
        "789456",
        "147896",
        "258369",
        "142536",
        "101010",
    )
)


def phone_number(text: str) -> str | None:
    """E.164, or None. A Chinese mobile number needs no country."""
    digits = re.sub(r"[\s()\-.·]", "", text)
    digits = re.sub(r"^00", "+", digits)
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return f"+86{digits}"
    if re.fullmatch(r"861[3-9]\d{9}", digits):
        return f"+{digits}"
    return digits if re.fullmatch(r"\+[1-9]\d{6,14}", digits) else None


def email(text: str) -> str | None:
    """In lower case, or None."""
    text = text.strip().lower()
    plausible = re.fullmatch(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,190}\.[^@\s.\x00-\x1f]{2,}", text)
    return text if plausible else None


def login(text: str) -> str:
    """What somebody typed to sign in, as it is stored."""
    return phone_number(text) or text.strip().lower()


def password_weakness(password: str, names: Iterable[str | None]) -> str | None:
    """Why it is refused (a code), or None. `names` are what everybody knows of the person."""
    if len(password) < SHORTEST_PASSWORD:
        return "identity.password_short"
    plain = password.lower()
    short_number = plain.isdigit() and len(plain) < 10
    if plain in COMMON_PASSWORDS or len(set(plain)) < 4 or short_number or plain in set(_known_to_all(names)):
        return "identity.password_common"
    return None


def _known_to_all(names: Iterable[str | None]) -> Iterable[str]:
    for name in filter(None, names):
        yield from (name.lower(), name.lower().split("@")[0], name.lstrip("+"))


def pin_weakness(pin: str, number: str | None) -> str | None:
    """Why it is refused (a code), or None."""
    if not re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", pin):
        return "identity.pin_shape"
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    regular = len(steps) == 1 or len(set(pin)) < 3 or pin[:3] == pin[3:]
    if regular or pin in COMMON_PINS or (number or "").endswith(pin):
        return "identity.pin_weak"
    return None


def one_time_password() -> str:
    """Easy to read from paper and to type; as hard to guess as 12 letters can be."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


def may_manage(own_roles: Iterable[str], their_roles: Iterable[str]) -> bool:
    """HR looks after guards, supervisors and clients; only administrators touch HR and administrators."""
    if ADMINISTRATOR in own_roles:
        return True
    return HR in own_roles and set(their_roles) <= {GUARD, SUPERVISOR, CLIENT}


def fits(role: str, site_id: str | None) -> bool:
    """Some roles are for a site, the others for the organisation."""
    return (role in SITE_ROLES) == (site_id is not None)
