import sqlite3
import threading
from contextlib import closing

import pytest

from tools.backup import back_up


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "abcd").write_bytes(b"a photo")
    (folder / "secret_key").write_text("secret")
    (folder / "tls").mkdir()
    (folder / "tls" / "authority.key").write_text("stays on its machine")
    with closing(sqlite3.connect(folder / "anxun.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE scans (number INTEGER)")
        database.commit()
    return folder


def rows(database) -> list[int]:
    with closing(sqlite3.connect(database)) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM scans ORDER BY number")]


def write_scans(database, count: int) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        for number in range(count):
            connection.execute("INSERT INTO scans VALUES (?)", (number,))
            connection.commit()


def test_a_copy_made_while_the_server_writes_is_one_consistent_moment(data, tmp_path):
    writer = threading.Thread(target=write_scans, args=(data / "anxun.db", 300))
    writer.start()
    back_up(data, tmp_path / "copy")
    writer.join()
    copied = rows(tmp_path / "copy" / "anxun.db")
    assert copied == list(range(len(copied)))


def test_rows_that_are_only_in_the_write_ahead_log_are_copied(data, tmp_path):
    with closing(sqlite3.connect(data / "anxun.db")) as open_:
        open_.execute("INSERT INTO scans VALUES (7)")
        open_.commit()
        back_up(data, tmp_path / "copy")
    assert rows(tmp_path / "copy" / "anxun.db") == [7]


def test_files_and_the_secret_come_along_and_the_authority_key_stays(data, tmp_path):
    back_up(data, tmp_path / "copy")
    assert (tmp_path / "copy" / "files" / "ab" / "abcd").read_bytes() == b"a photo"
    assert (tmp_path / "copy" / "secret_key").read_text() == "secret"
    assert not (tmp_path / "copy" / "tls").exists()


def test_a_second_copy_brings_the_first_up_to_date(data, tmp_path):
    back_up(data, tmp_path / "copy")
    write_scans(data / "anxun.db", 3)
    (data / "files" / "ef").write_bytes(b"another photo")
    back_up(data, tmp_path / "copy")
    assert rows(tmp_path / "copy" / "anxun.db") == [0, 1, 2]
    assert (tmp_path / "copy" / "files" / "ef").exists()
