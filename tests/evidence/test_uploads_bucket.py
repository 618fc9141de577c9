"""The same photos when they are kept in an S3-compatible bucket."""

import pytest

from guard_api.files import open_store
from tests.evidence.pictures import TUS, continuation, creation, digest, photo
from tests.guard_api.test_files import S3_OPTIONS
from tests.support.s3 import make_bucket, s3_server


@pytest.fixture
def bucket(app, tmp_path, monkeypatch):
    with s3_server() as address:
        make_bucket(address, "evidence")
        store = open_store(tmp_path, "s3://evidence/anxun", S3_OPTIONS | {"endpoint": address})
        monkeypatch.setitem(app.extensions, "anxun.store", store)
        yield store


def test_a_photo_goes_up_in_pieces_into_a_bucket_and_is_seen(bucket, cast, ana):
    content = photo(1)
    where = f"/api/v1/uploads/{digest(content)}"
    ana.post("/api/v1/uploads", headers=creation(content))
    for start in range(0, len(content), 10_000):
        ana.patch(where, headers=continuation(start), data=content[start : start + 10_000])
    assert ana.head(where, headers=TUS).headers["Upload-Offset"] == str(len(content))
    assert ana.get(f"/api/v1/photos/{digest(content)}?size=thumb").mimetype == "image/jpeg"
    kept = [one.key.rsplit("/", 1)[1] for one in bucket.list(f"{cast.organisation_id}/uploads")]
    assert kept == ["full.jpg", "original", "thumb.jpg"]
