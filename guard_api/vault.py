"""What is private even to who holds the disk: sealed with AES-256-GCM, a key for each organisation and use.

The keys are derived from ANXUN_VAULT_KEY, or from the secret key where that is not set. Whoever loses it
loses what was sealed, so it belongs in the backup's own safe place.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE_BYTES, KEY_BYTES = 12, 32


class NotOurs(ValueError):
    """Sealed with another key, for another use, or changed since."""


def new_key() -> bytes:
    """A key for one file, to be kept sealed."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def encrypt(key: bytes, content: bytes, *, about: str) -> bytes:
    """`about` (an id) is bound to the content, so that nothing can be put in its place."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def decrypt(key: bytes, sealed: bytes, *, about: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except InvalidTag:
        raise NotOurs(about) from None


def seal(content: bytes, *, organisation_id: str, use: str) -> str:
    """Text to keep in a column; `use` says what for, such as "people.identity"."""
    sealed = encrypt(_key(organisation_id, use), content, about=use)
    return base64.b64encode(sealed).decode()


def unseal(text: str, *, organisation_id: str, use: str) -> bytes:
    return decrypt(_key(organisation_id, use), base64.b64decode(text), about=use)


def digest(text: str, *, organisation_id: str, use: str) -> str:
    """The same for the same text, and of no use without the key: to find what is kept sealed."""
    return hmac.new(_key(organisation_id, f"{use}.digest"), text.encode(), hashlib.sha256).hexdigest()


def _key(organisation_id: str, use: str) -> bytes:
    settings = current_app.extensions["anxun.settings"]
    root = (settings.vault_key or settings.secret_key).encode()
    salt, info = organisation_id.encode(), f"anxun vault {use}".encode()
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=salt, info=info).derive(root)
