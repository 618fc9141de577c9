"""Passwords and PINs, kept as argon2id."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's second argon2id profile (19 MiB, 2 passes): a sign-in must not block an old server for long.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# For passwords that we drew ourselves: 59 bits of chance need no slow hash, and lists of people are long.
_quick = PasswordHasher(time_cost=1, memory_cost=1_024, parallelism=1)


def hash_secret(secret: str) -> str:
    return _hasher.hash(secret)


def hash_generated(secret: str) -> str:
    return _quick.hash(secret)


_NOBODY = hash_secret("nobody has this password")


def secret_matches(secret: str, stored: str | None) -> bool:
    """Whether it matches; as slow for a missing hash as for a wrong one."""
    try:
        return _hasher.verify(stored or _NOBODY, secret) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
