import hashlib

from guard_api.clock import now
from guard_api.database import new_id, write_transaction
from guard_api.errors import Problem
from guard_api.files import store
from guard_api.identity.actor import Actor
from guard_api.records import note_change
from training.modules.access import module_of
from training.modules.media import rules
from training.modules.media.queries import key_of
from training.modules.models import Media


def add_media(actor: Actor, *, module_id: str, name: str, data: bytes) -> Media:
    """Keep a picture, sound or film. The bytes are in the store before the row is written."""
    module_of(actor, module_id)
    kind = _type_of(data)
    kept = keep(actor.organisation_id, module_id, name, data, kind)
    kept.added_by = actor.person_id
    with write_transaction() as session:
        module_of(actor, module_id)
        session.add(kept)
        note_change(actor, "media.added", "media", kept.id, name=name, type=kind)
    return kept


def _type_of(data: bytes) -> str:
    kind = rules.type_of(data)
    if kind is None:
        raise Problem("training.file_type", 422)
    most = rules.most_bytes(kind)
    if len(data) > most:
        raise Problem("training.file_too_large", 413, megabytes=most // 1024 // 1024)
    return kind


def keep(organisation_id: str, module_id: str, name: str, data: bytes, kind: str) -> Media:
    """The bytes in the store, and the row for them, not yet added."""
    digest = hashlib.sha256(data).hexdigest()
    key = key_of(organisation_id, digest)
    if not store().exists(key):
        store().put(key, data)
    return Media(
        organisation_id=organisation_id,
        id=new_id(),
        module_id=module_id,
        name=name,
        type=kind,
        size_bytes=len(data),
        sha256=digest,
        added_at=now(),
    )
