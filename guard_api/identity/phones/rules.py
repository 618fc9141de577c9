"""Enrolment codes, as people read and type them."""

import re
import secrets
from datetime import timedelta

# Crockford's base 32: no letter that looks like a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
CODE_LASTS = timedelta(minutes=10)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def typed(text: str) -> str:
    """What was typed, as the code is kept."""
    plain = re.sub(r"[\s\-]", "", text).upper()
    return plain.translate(str.maketrans("OIL", "011"))
