"""The key with which an organisation signs; its private half is kept sealed."""

from contextlib import suppress

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from guard_api import vault
from guard_api.clock import now
from guard_api.database import db, new_id
from training.certificates.badges.integrity import multikey
from training.certificates.models import SigningKey

USE = "training.signing_key"


def keys_of(organisation_id: str) -> list[SigningKey]:
    """All that ever signed, the newest first."""
    return list(
        db.session.scalars(
            select(SigningKey)
            .where(SigningKey.organisation_id == organisation_id)
            .order_by(SigningKey.made_at.desc(), SigningKey.id.desc())
        )
    )


def signing_key(organisation_id: str) -> tuple[SigningKey, Ed25519PrivateKey]:
    """The one in use. Made when first needed, and anew when the vault's key is another one."""
    for row in keys_of(organisation_id):
        if row.retired_at is None:
            with suppress(vault.NotOurs):
                return row, _opened(row)
            row.retired_at = now()
    return _made(organisation_id)


def _opened(row: SigningKey) -> Ed25519PrivateKey:
    raw = vault.unseal(row.private_key_sealed, organisation_id=row.organisation_id, use=USE)
    return Ed25519PrivateKey.from_private_bytes(raw)


def _made(organisation_id: str) -> tuple[SigningKey, Ed25519PrivateKey]:
    private = Ed25519PrivateKey.generate()
    row = SigningKey(
        organisation_id=organisation_id,
        id=new_id(),
        public_key=multikey(private.public_key()),
        private_key_sealed=vault.seal(private.private_bytes_raw(), organisation_id=organisation_id, use=USE),
    )
    db.session.add(row)
    db.session.flush()
    return row, private
