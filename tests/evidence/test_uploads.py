"""Photos and voice notes: resumable, verified, served re-encoded, read only by those who may."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from evidence.uploads import jobs, queries, receiving
from evidence.uploads.declared import Photo
from evidence.uploads.models import Attachment, Upload
from evidence.uploads.service import attach
from guard_api import clock
from guard_api.database import db, new_id, write_transaction
from guard_api.files import store
from guard_api.identity.actor import Actor
from guard_api.records import ReadEntry
from tests.evidence.pictures import (
    TUS,
    bomb,
    continuation,
    creation,
    digest,
    located_photo,
    photo,
    upload,
    voice,
)

URL = "/api/v1/uploads"


def address(content: bytes) -> str:
    return f"{URL}/{digest(content)}"


def offset(client, content: bytes) -> int:
    answer = client.head(address(content), headers=TUS)
    assert answer.status_code == 200
    assert answer.headers["Upload-Length"] == str(len(content))
    return int(answer.headers["Upload-Offset"])


def actor_of(cast, person_id: str) -> Actor:
    return Actor(
        organisation_id=cast.organisation_id,
        person_id=person_id,
        session_id=new_id(),
        language="en",
        grants=frozenset({("guard", cast.north_gate)}),
    )


def declare(app, cast, *contents: bytes, site_id: str | None = None) -> str:
    """An event of Ana's that declares these photos; its id."""
    event_id = new_id()
    files = [Photo(sha256=digest(one), size_bytes=len(one), type="image/jpeg") for one in contents]
    with app.app_context(), write_transaction():
        attach(
            actor_of(cast, cast.ana),
            event_id=event_id,
            subject_kind="finding",
            subject_id=event_id,
            site_id=site_id or cast.north_gate,
            files=files,
        )
    return event_id


def kept_keys(app, cast) -> list[str]:
    with app.app_context():
        return [kept.key.split("/")[-1] for kept in store().list(f"{cast.organisation_id}/uploads")]


def served(client, content: bytes, size: str = "full") -> Image.Image:
    answer = client.get(f"/api/v1/photos/{digest(content)}", query_string={"size": size})
    assert answer.status_code == 200, answer.get_json()
    return Image.open(io.BytesIO(answer.data))


@pytest.mark.both_databases
def test_a_photo_goes_up_in_pieces_and_is_seen(app, cast, ana):
    content = photo(1)
    assert ana.post(URL, headers=creation(content)).headers["Location"] == address(content)
    middle = len(content) // 2
    first = ana.patch(address(content), headers=continuation(0), data=content[:middle])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(middle))
    assert offset(ana, content) == middle
    assert ana.get(f"/api/v1/photos/{digest(content)}").status_code == 404
    last = ana.patch(address(content), headers=continuation(middle), data=content[middle:])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(content)))
    assert served(ana, content).size == (640, 480)
    assert served(ana, content, "thumb").size == (320, 240)
    assert kept_keys(app, cast) == ["full.jpg", "original", "thumb.jpg"]
    with app.app_context():
        assert receiving.original_of(db.session.scalars(select(Upload)).one()) == content


@pytest.mark.both_databases
def test_another_offset_is_a_conflict_and_changes_nothing(ana):
    content = photo(2)
    ana.post(URL, headers=creation(content))
    ana.patch(address(content), headers=continuation(0), data=content[:100])
    for wrong in (0, 99, 101):
        answer = ana.patch(address(content), headers=continuation(wrong), data=content[wrong:])
        assert (answer.status_code, answer.get_json()["code"]) == (409, "uploads.other_offset")
    assert offset(ana, content) == 100


def test_created_again_it_goes_on_where_it_stood(ana, ben):
    content = photo(3)
    ana.post(URL, headers=creation(content))
    ana.patch(address(content), headers=continuation(0), data=content[:100])
    assert ben.post(URL, headers=creation(content)).headers["Upload-Offset"] == "100"
    ben.patch(address(content), headers=continuation(100), data=content[100:])
    done = ana.post(URL, headers=creation(content))
    assert (done.status_code, done.headers["Upload-Offset"]) == (201, str(len(content)))


@pytest.mark.both_databases
def test_other_bytes_than_announced_are_refused_and_the_upload_starts_again(app, cast, ana):
    content = photo(4)
    ana.post(URL, headers=creation(content))
    answer = ana.patch(address(content), headers=continuation(0), data=content[:-1] + b"!")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "uploads.hash_differs")
    assert offset(ana, content) == 0
    assert kept_keys(app, cast) == []
    assert ana.patch(address(content), headers=continuation(0), data=content).status_code == 204
    assert offset(ana, content) == len(content)


def test_more_than_announced_is_refused(ana):
    content = photo(5)
    ana.post(URL, headers=creation(content))
    answer = ana.patch(address(content), headers=continuation(0), data=content + b"more")
    assert (answer.status_code, answer.get_json()["code"]) == (413, "uploads.too_long")
    assert offset(ana, content) == 0


def test_what_came_before_a_cut_is_kept(app, cast, ana):
    content = photo(6)
    ana.post(URL, headers=creation(content))

    class Cut(io.BytesIO):
        def read(self, most=-1):
            if piece := super().read(most):
                return piece
            raise ConnectionResetError

    with app.test_request_context(), pytest.raises(ConnectionResetError):
        receiving.receive(
            actor_of(cast, cast.ana), sha256=digest(content), offset=0, body=Cut(content[:777]), length=None
        )
    assert offset(ana, content) == 777


@pytest.mark.both_databases
def test_nothing_of_where_and_how_it_was_taken_is_served(app, ana):
    content = located_photo(orientation=6)
    assert upload(ana, content).status_code == 204
    for size in ("full", "thumb"):
        answer = ana.get(f"/api/v1/photos/{digest(content)}", query_string={"size": size})
        image = Image.open(io.BytesIO(answer.data))
        assert image.width < image.height, "turned upright"
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"Secret" not in answer.data
        assert answer.data.endswith(b"\xff\xd9")


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_png_and_webp_are_taken_and_served_as_jpeg(ana, format):
    content = photo(7, size=(3000, 1500), format=format)
    assert upload(ana, content, f"image/{format.lower()}").status_code == 204
    image = served(ana, content)
    assert (image.format, image.size) == ("JPEG", (2048, 1024))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_shown(ana, mode):
    out = io.BytesIO()
    format = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (40, 30)).save(out, format)
    assert upload(ana, out.getvalue(), f"image/{format.lower()}").status_code == 204
    assert served(ana, out.getvalue()).mode == "RGB"


def test_transparency_is_white(ana):
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(out, "PNG")
    upload(ana, out.getvalue(), "image/png")
    assert served(ana, out.getvalue()).getpixel((5, 5)) == (255, 255, 255)


REFUSED = {
    "svg": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "uploads.type_unknown",
    ),
    "html": (b"<!doctype html><script>alert(1)</script>", "uploads.type_unknown"),
    "gif": (photo(8, format="GIF"), "uploads.type_unknown"),
    "tiff": (photo(8, format="TIFF"), "uploads.type_unknown"),
    "damaged": (photo(9)[:2000], "uploads.unreadable"),
    "only a head": (b"\xff\xd8\xff" + b"x" * 500, "uploads.unreadable"),
    "bomb": (bomb(), "uploads.too_many_pixels"),
    "51 megapixels": (bomb(7142), "uploads.too_many_pixels"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_honest_picture_is_refused_for_good(app, cast, ana, name):
    content, code = REFUSED[name]
    answer = upload(ana, content)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert ana.head(address(content), headers=TUS).status_code == 410
    again = ana.post(URL, headers=creation(content))
    assert (again.status_code, again.get_json()["code"]) == (422, code)
    assert ana.get(f"/api/v1/photos/{digest(content)}").status_code == 404
    assert kept_keys(app, cast) == []


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412, "uploads.version"),
        ({"Upload-Metadata": "type aW1hZ2UvanBlZw=="}, 422, "uploads.metadata"),
        ({"Upload-Metadata": "sha256 ***"}, 422, "uploads.metadata"),
        ({"Upload-Length": "99999999"}, 413, "uploads.too_large"),
        ({"Upload-Length": "-1"}, 422, "invalid"),
        ({"Upload-Length": "many"}, 422, "invalid"),
    ],
)
def test_a_wrong_announcement_is_told_what_is_wrong(ana, headers, status, code):
    answer = ana.post(URL, headers=creation(photo()) | headers)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_other_types_and_bodies_are_not_taken(ana):
    content = photo(10)
    assert ana.post(URL, headers=creation(content, "image/svg+xml")).status_code == 415
    ana.post(URL, headers=creation(content))
    as_json = continuation(0) | {"Content-Type": "application/json"}
    assert ana.patch(address(content), headers=as_json, data=content).status_code == 415
    assert ana.patch(f"{URL}/{'0' * 64}", headers=continuation(0), data=b"x").status_code == 404
    assert ana.head(f"{URL}/%00", headers=TUS).status_code == 404


def test_options_says_what_is_spoken(nobody):
    answer = nobody.options(URL)
    assert answer.status_code == 204
    assert (answer.headers["Tus-Version"], answer.headers["Tus-Extension"]) == ("1.0.0", "creation")


def test_a_voice_note_is_served_in_ranges(ana):
    content = voice()
    assert upload(ana, content, "audio/webm;codecs=opus").status_code == 204
    whole = ana.get(f"/api/v1/voice-notes/{digest(content)}")
    assert (whole.mimetype, whole.data) == ("audio/webm", content)
    part = ana.get(f"/api/v1/voice-notes/{digest(content)}", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, content[:4])
    assert ana.get(f"/api/v1/photos/{digest(content)}").status_code == 404


@pytest.mark.both_databases
def test_who_reaches_the_site_sees_the_photo_and_every_look_is_written_down(app, cast, request):
    content = photo(11)
    ana, sam, cleo, hui = (request.getfixturevalue(name) for name in ("ana", "sam", "cleo", "hui"))
    upload(ana, content)
    url = f"/api/v1/photos/{digest(content)}"
    assert sam.get(url).status_code == 404, "nothing says yet where it belongs"
    declare(app, cast, content)
    assert sam.get(url).status_code == ana.get(url).status_code == 200
    assert cleo.get(url).status_code == 404
    assert hui.get(url).status_code == 403
    with app.app_context():
        looks = db.session.execute(select(ReadEntry.person_id, ReadEntry.subject)).all()
        assert sorted(looks) == sorted([(cast.sam, digest(content)), (cast.ana, digest(content))])


def test_a_photo_of_another_site_is_not_there(app, cast, ana, sam, admin):
    content = photo(12)
    upload(admin, content)
    declare(app, cast, content, site_id=cast.south_tower)
    url = f"/api/v1/photos/{digest(content)}"
    assert [one.get(url).status_code for one in (ana, sam, admin)] == [404, 404, 200]


def test_the_same_bytes_in_another_organisation_are_another_photo(ana, cleo):
    content = photo(13)
    upload(ana, content)
    assert cleo.head(address(content), headers=TUS).status_code == 404
    assert cleo.post(URL, headers=creation(content)).headers["Upload-Offset"] == "0"


def test_a_browser_asks_again_each_time_and_is_told_that_it_has_it(ana, ben, cleo):
    content = photo(14)
    upload(ana, content)
    url = f"/api/v1/photos/{digest(content)}"
    first = ana.get(url)
    assert first.headers["Cache-Control"] == "private, no-cache"
    held = {"If-None-Match": first.headers["ETag"]}
    assert ana.get(url, headers=held).status_code == 304
    assert cleo.get(url, headers=held).status_code == 404


@pytest.mark.both_databases
def test_bytes_may_come_before_or_after_their_event_and_twice_in_it(app, cast, ana):
    early, late = photo(15), photo(16)
    upload(ana, early)
    event_id = declare(app, cast, early, late, late)
    with app.app_context():
        assert queries.completeness(cast.organisation_id, [event_id]) == {event_id: (3, 1)}
    upload(ana, late)
    with app.app_context():
        assert queries.completeness(cast.organisation_id, [event_id]) == {event_id: (3, 3)}
        files = queries.files_of(cast.organisation_id, [event_id])[event_id]
        assert [file.sha256 for file in files] == [digest(early), digest(late), digest(late)]


@pytest.mark.both_databases
def test_a_declaration_repeated_is_one(app, cast):
    content = photo(17)
    file = Photo(sha256=digest(content), size_bytes=len(content), type="image/jpeg")
    event_id = new_id()
    for _ in range(2):
        with app.app_context(), write_transaction():
            attach(
                actor_of(cast, cast.ana),
                event_id=event_id,
                subject_kind="finding",
                subject_id=event_id,
                site_id=cast.north_gate,
                files=[file, file],
            )
    with app.app_context():
        assert [one.position for one in db.session.scalars(select(Attachment))] == [0, 1]


@pytest.mark.both_databases
def test_a_photo_whose_server_died_before_looking_is_looked_at_later(app, cast, ana, monkeypatch):
    asked, swept = photo(18), photo(19)
    with monkeypatch.context() as death:
        death.setattr(receiving, "finish", lambda expected: None)
        for content in (asked, swept):
            upload(ana, content)
    assert ana.get(f"/api/v1/photos/{digest(asked)}").status_code == 404
    assert offset(ana, asked) == len(asked)
    assert ana.get(f"/api/v1/photos/{digest(asked)}").status_code == 200
    with app.app_context():
        jobs.look_at_whole_uploads()
    assert ana.get(f"/api/v1/photos/{digest(swept)}").status_code == 200


def test_a_kill_in_the_middle_of_deleting_leaves_no_bytes_for_good(app, cast, ana, monkeypatch):
    content = photo(22)
    upload(ana, content)
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(jobs, "now", lambda: later)

    def killed(*_):
        raise SystemExit

    with app.app_context():
        with monkeypatch.context() as death:
            death.setattr(receiving, "drop_bytes", killed)
            with pytest.raises(SystemExit):
                jobs.delete_undeclared()
        jobs.delete_undeclared()
    assert kept_keys(app, cast) == []


@pytest.mark.both_databases
def test_what_nobody_declared_within_a_week_is_deleted(app, cast, ana, monkeypatch):
    named, unnamed = photo(20), photo(21)
    for content in (named, unnamed):
        upload(ana, content)
    declare(app, cast, named)
    with app.app_context():
        jobs.delete_undeclared()
    assert len(kept_keys(app, cast)) == 6
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(jobs, "now", lambda: later)
    with app.app_context():
        jobs.delete_undeclared()
    assert len(kept_keys(app, cast)) == 3
    assert ana.head(address(unnamed), headers=TUS).status_code == 404
    assert offset(ana, named) == len(named)
