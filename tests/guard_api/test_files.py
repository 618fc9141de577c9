"""The stores: a folder and a bucket do the same, and say honestly when they cannot."""

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api import files
from guard_api.database import new_id
from guard_api.errors import Problem
from guard_api.files import Bucket, Folder, NoSuchFile, Stored, open_store
from tests.support.s3 import free_port, make_bucket, s3_server

S3_OPTIONS = {
    "region": "us-east-1",
    "access_key_id": "loopback",
    "secret_access_key": "loopback",
    "client_options": {"allow_http": True},
}


@pytest.fixture(scope="module")
def s3_address():
    with s3_server() as address:
        make_bucket(address, "photos")
        yield address


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path):
    if request.param == "folder":
        return Folder(tmp_path / "files")
    address = request.getfixturevalue("s3_address")
    return open_store(tmp_path, f"s3://photos/{new_id()}", S3_OPTIONS | {"endpoint": address})


def test_what_is_put_is_there(store):
    store.put("ours/uploads/a", b"bytes")
    store.put("ours/uploads/b", (piece for piece in (b"in ", b"pieces")))
    assert store.get("ours/uploads/a") == b"bytes"
    assert b"".join(store.stream("ours/uploads/b")) == b"in pieces"
    assert (store.size("ours/uploads/b"), store.exists("ours/uploads/b")) == (9, True)


def test_what_is_put_again_replaces(store):
    store.put("ours/a", b"old and long")
    store.put("ours/a", b"new")
    assert store.get("ours/a") == b"new"


def test_a_large_file_comes_back_whole(store):
    content = os.urandom(9 * 1024 * 1024 + 17)
    store.put("ours/large", content)
    assert b"".join(store.stream("ours/large")) == content


def test_a_list_shows_one_organisations_part_only(store):
    for key in ("ours/uploads/b/2", "ours/uploads/a/1", "theirs/uploads/a/1", "ours/plans/x"):
        store.put(key, b"1")
    assert list(store.list("ours/uploads")) == [
        Stored("ours/uploads/a/1", 1),
        Stored("ours/uploads/b/2", 1),
    ]
    assert list(store.list("ours/nothing")) == []


@pytest.mark.parametrize("read", ["get", "stream", "size"])
def test_what_is_not_there_is_said_so(store, read):
    with pytest.raises(NoSuchFile):
        getattr(store, read)("ours/nothing")
    assert not store.exists("ours/nothing")


def test_what_is_deleted_is_gone_and_may_be_deleted_twice(store):
    store.put("ours/a", b"1")
    store.delete("ours/a")
    store.delete("ours/a")
    assert not store.exists("ours/a")


@pytest.mark.parametrize(
    "key", ["alone", "ours/../theirs", "/ours/a", "ours//a", "ours/.incoming", "ours\\a/b"]
)
def test_a_key_never_leaves_its_part(store, key):
    with pytest.raises(ValueError, match="not a key"):
        store.put(key, b"1")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_507_leaves_nothing_and_recovers(tmp_path, monkeypatch, code):
    folder = Folder(tmp_path / "files")
    folder.put("ours/a", b"before")

    def full(_descriptor):
        raise OSError(code, "full")

    with monkeypatch.context() as disk:
        disk.setattr(files.os, "fsync", full)
        with pytest.raises(Problem) as refused:
            folder.put("ours/a", b"after")
    assert (refused.value.status, "Retry-After" in refused.value.headers) == (507, True)
    assert folder.get("ours/a") == b"before"
    assert list(folder.incoming.iterdir()) == []
    folder.put("ours/a", b"after")
    assert folder.get("ours/a") == b"after"


def test_the_order_of_a_put_survives_a_power_cut(tmp_path, monkeypatch):
    """The file is durable before its name, and the name before `put` returns."""
    steps = []
    folder = Folder(tmp_path / "files")
    fsync, rename = os.fsync, Path.rename

    def noted_fsync(descriptor):
        steps.append(("fsync", os.path.basename(os.readlink(f"/proc/self/fd/{descriptor}"))))
        fsync(descriptor)

    def noted_rename(path, target):
        steps.append(("rename", target.name))
        return rename(path, target)

    folder.put("ours/before", b"1")
    monkeypatch.setattr(files.os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "rename", noted_rename)
    folder.put("ours/photo", b"1")
    assert [step for step, _ in steps] == ["fsync", "rename", "fsync"]
    assert steps[2] == ("fsync", "ours")


def test_what_a_killed_writer_left_is_discarded_when_it_is_old(tmp_path):
    folder = Folder(tmp_path / "files")
    old, young = folder.incoming / "old", folder.incoming / "young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    folder.discard_incoming(timedelta(days=1))
    assert list(folder.incoming.iterdir()) == [young]


def test_a_bucket_out_of_reach_is_503(tmp_path):
    nowhere = {"endpoint": f"http://127.0.0.1:{free_port()}", "retry_config": {"max_retries": 0}}
    bucket = open_store(tmp_path, "s3://photos", S3_OPTIONS | nowhere)
    assert isinstance(bucket, Bucket)
    with pytest.raises(Problem) as refused:
        bucket.put("ours/a", b"1")
    assert refused.value.status == 503
