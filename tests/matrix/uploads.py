from evidence.uploads.models import Upload
from evidence.uploads.receiving import key_of
from evidence.uploads.service import ATTACH
from guard_api.clock import now
from guard_api.database import db, new_id, stamp
from guard_api.files import store
from tests.evidence.pictures import continuation, creation, digest
from tests.matrix.rows import ON_SITE, SEE_SITE, Row

HERE, THERE, VOICE, COMING = b"a photo here", b"a photo there", b"a voice note", b"bytes that come"
NAMES = {HERE: "photo_here", THERE: "photo_there", VOICE: "voice_note", COMING: "upload"}


def make(cast, things: dict[str, str]) -> None:
    for content, name in NAMES.items():
        things[name] = digest(content)
        _upload(cast, content)
    for content, site_id in ((HERE, cast.north_gate), (THERE, cast.south_tower), (VOICE, cast.north_gate)):
        row = (cast.organisation_id, new_id(), new_id(), "finding", new_id(), site_id, 0)
        ATTACH.run(db.session(), [(*row, digest(content), len(content), "", None)], at=stamp(now()))
        for copy in ("original", "full.jpg", "thumb.jpg"):
            store().put(key_of(cast.organisation_id, digest(content), copy), content)


def _upload(cast, content: bytes) -> None:
    coming = content == COMING
    db.session.add(
        Upload(
            organisation_id=cast.organisation_id,
            sha256=digest(content),
            size_bytes=len(content),
            received_bytes=0 if coming else len(content),
            type="audio/ogg" if content == VOICE else "image/jpeg",
            state="receiving" if coming else "verified",
            uploaded_by=cast.admin,
        )
    )


ROWS = [
    Row("POST", "/api/v1/uploads", ON_SITE, headers=creation(b"new")),
    Row(
        "PATCH",
        "/api/v1/uploads/<sha256>",
        ON_SITE,
        url={"sha256": "upload"},
        headers=continuation(0),
        data=lambda: COMING[:5],
    ),
    Row(
        "GET",
        "/api/v1/photos/<sha256>",
        SEE_SITE,
        url={"sha256": "photo_here"},
        foreign={"sha256": "photo_there"},
    ),
    Row("GET", "/api/v1/voice-notes/<sha256>", SEE_SITE, url={"sha256": "voice_note"}),
]
