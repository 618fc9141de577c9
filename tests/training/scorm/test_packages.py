"""What is taken in and what is refused, before anything of it is stored."""

import io
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.errors import Problem
from tests.training.scorm.packages import NEW, OLD, OLD_MANIFEST, packed
from training.scorm import archive
from training.scorm.archive import Archive, safe_path
from training.scorm.manifest import Manifest, read_manifest


def refused(data: bytes) -> str:
    with pytest.raises(Problem) as problem:
        opened(data)
    return problem.value.code


def opened(data: bytes) -> Manifest:
    found = Archive(data)
    return read_manifest(found.read("imsmanifest.xml"), found.members.keys())


def course(files: dict) -> tuple:
    manifest = opened(packed(files))
    return manifest.version, manifest.title, [(one.id, one.path, one.pass_score) for one in manifest.units]


def changed(old: str, new: str) -> bytes:
    return packed(OLD | {"imsmanifest.xml": OLD_MANIFEST.replace(old, new)})


def test_both_standards_are_read():
    assert course(OLD) == ("1.2", "Fire course", [("i1", "pages/start.html", 80.0)])
    assert course(NEW) == (
        "2004",
        "Law course",
        [("a", "content/a.html", 70.0), ("b", "content/b.html", None)],
    )


def test_a_package_that_was_zipped_with_its_folder_is_taken():
    assert course({f"My course/{path}": content for path, content in OLD.items()})[1] == "Fire course"


def test_a_manifest_in_gb2312_is_read():
    written = OLD_MANIFEST.replace('encoding="UTF-8"', 'encoding="gb2312"').replace("Fire course", "消防培训")
    assert course(OLD | {"imsmanifest.xml": written.encode("gb2312")})[1] == "消防培训"


def test_old_chinese_file_names_are_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for path, content in OLD.items():
            zipped.writestr(path, content)
        zipped.writestr("XX.txt", "x")
    data = out.getvalue().replace(b"XX.txt", b"\xcf\xfb.txt")
    assert "消.txt" in Archive(data).members


@pytest.mark.parametrize(
    "path",
    [
        "../up.html",
        "a/../../up.html",
        "/etc/passwd",
        "C:/x.html",
        "..\\up.html",
        "a//b.html",
        "a/./b",
        "a\nb",
    ],
)
def test_a_path_that_leads_outside_refuses_the_package(path):
    assert refused(packed(OLD | {path: "x"})) == "scorm.path_unsafe"


@given(st.text(max_size=60))
def test_a_safe_path_never_leaves_its_folder(name):
    try:
        path = safe_path(name)
    except Problem:
        return
    parts = path.split("/")
    assert ".." not in parts
    assert "" not in parts
    assert "\\" not in path


def test_bombs_links_and_passwords_are_refused():
    assert refused(packed(OLD | {"bomb.bin": b"\0" * (3 * 1024 * 1024)})) == "scorm.too_large_inside"
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO(packed(OLD))
    with zipfile.ZipFile(out, "a") as zipped:
        zipped.writestr(link, "/etc/passwd")
    assert refused(out.getvalue()) == "scorm.path_unsafe"


def test_a_size_that_the_header_hides_is_counted_as_it_comes_out(monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNPACKED", 500)
    found = Archive(packed({"imsmanifest.xml": "x" * 400}))
    found.left = 100
    with pytest.raises(Problem) as problem:
        found.read("imsmanifest.xml")
    assert problem.value.code == "scorm.too_large_inside"


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    assert refused(packed(OLD)) == "scorm.too_many_files"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no zip at all", "scorm.unreadable"),
        (packed({"readme.txt": "x"}), "scorm.no_manifest"),
        (packed({"imsmanifest.xml": "<manifest"}), "scorm.manifest_unreadable"),
        (packed({"imsmanifest.xml": "<manifest/>"}), "scorm.not_scorm"),
        (
            packed(OLD | {"imsmanifest.xml": OLD_MANIFEST.replace("start.html", "gone.html")}),
            "scorm.launch_missing",
        ),
        (
            packed(
                OLD | {"imsmanifest.xml": OLD_MANIFEST.replace("pages/start.html", "https://evil.example/x")}
            ),
            "scorm.launch_missing",
        ),
        (packed(OLD | {"imsmanifest.xml": OLD_MANIFEST.replace('identifierref="r1"', "")}), "scorm.no_unit"),
    ],
)
def test_what_is_no_course_is_told_by_name(data, code):
    assert refused(data) == code


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_in_a_manifest_are_refused(declared):
    written = OLD_MANIFEST.replace("?>", f"?>{declared}", 1)
    assert refused(packed(OLD | {"imsmanifest.xml": written})) == "scorm.manifest_unreadable"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_never_break_anything(data):
    with pytest.raises(Problem):
        read_manifest(data, {"a.html"})
