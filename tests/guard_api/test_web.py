"""The app as it is served, the headers of every answer, and what the installation says of itself."""

import gzip
from dataclasses import replace

import pytest

from app import create_app
from guard_api import web
from guard_api.about import health as health_module

SHELL = "<!doctype html><title>Anxun</title>"


@pytest.fixture
def dist(tmp_path, monkeypatch):
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(SHELL)
    (folder / "sw.js").write_text("// worker")
    (folder / "manifest.webmanifest").write_text("{}")
    (folder / "assets" / "index-abc.js").write_text("let a")
    (folder / "assets" / "index-abc.js.br").write_bytes(b"brotli")
    (folder / "assets" / "index-abc.js.gz").write_bytes(gzip.compress(b"let a"))
    (folder / "assets" / "zxing.wasm").write_bytes(b"\0asm")
    monkeypatch.setattr(web, "DIST", folder)
    return folder


@pytest.mark.parametrize("path", ["/", "/rounds", "/t/ABCDE-FGHJK", "/desk/sites/1"])
def test_every_page_is_the_shell(nobody, dist, path):
    answer = nobody.get(path)
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, SHELL)
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/assets/gone-1.js", "/favicon.ico", "/../app.py", "/%2e%2e/app.py"])
def test_a_missing_file_is_missing_and_never_the_shell(nobody, dist, path):
    assert nobody.get(path).status_code == 404


def test_what_has_a_hash_in_its_name_is_kept_for_good(nobody, dist):
    assert "immutable" in nobody.get("/assets/index-abc.js").headers["Cache-Control"]
    for path in ("/sw.js", "/manifest.webmanifest"):
        assert nobody.get(path).headers["Cache-Control"] == "no-cache"


def test_packed_files_go_to_those_who_take_them(nobody, dist):
    def encoding(accepted: str) -> tuple[str | None, bytes]:
        answer = nobody.get("/assets/index-abc.js", headers={"Accept-Encoding": accepted})
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Vary"] == "Accept-Encoding"
        return answer.headers.get("Content-Encoding"), answer.get_data()

    assert encoding("gzip, br") == ("br", b"brotli")
    assert encoding("gzip") == ("gzip", gzip.compress(b"let a"))
    assert encoding("identity") == (None, b"let a")


def test_wasm_has_its_type(nobody, dist):
    assert nobody.get("/assets/zxing.wasm").mimetype == "application/wasm"


def test_an_unchanged_file_is_not_sent_again(nobody, dist):
    tag = nobody.get("/sw.js").headers["ETag"]
    assert nobody.get("/sw.js", headers={"If-None-Match": tag}).status_code == 304


def test_without_a_built_app_a_page_says_what_to_do(nobody, tmp_path, monkeypatch):
    monkeypatch.setattr(web, "DIST", tmp_path / "nothing")
    answer = nobody.get("/")
    assert answer.status_code == 503
    assert "make app" in answer.get_data(as_text=True)


def test_nothing_comes_from_another_host_but_the_map_tiles_that_were_set(nobody, dist, admin, app):
    assert "img-src 'self' data: blob:;" in nobody.get("/").headers["Content-Security-Policy"]
    tiles = {"tile_url": "https://tiles.example/{z}/{x}/{y}.png"}
    assert admin.patch("/api/v1/organisation", json=tiles).status_code == 200
    app.extensions["anxun.tiles"].until = 0
    policy = nobody.get("/").headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://tiles.example;" in policy
    assert "default-src 'self'" in policy
    assert policy.count("tiles.example") == 1


@pytest.mark.parametrize(
    ("setting", "allowed", "told"),
    [
        (None, "connect-src 'self';", None),
        (":8001", "connect-src 'self' http://localhost:8001;", "http://localhost:8001"),
        ("https://live.example", "connect-src 'self' https://live.example;", "https://live.example"),
    ],
)
def test_the_live_feed_may_be_reached(settings, dist, setting, allowed, told):
    client = create_app(replace(settings, live_url=setting)).test_client()
    assert allowed in client.get("/").headers["Content-Security-Policy"]
    assert client.get("/api/v1/config").get_json()["live_url"] == told


@pytest.mark.parametrize("path", ["/", "/api/v1/config", "/api/v1/me", "/nothing.txt"])
def test_every_answer_is_careful(nobody, dist, path):
    headers = nobody.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in headers
    assert "Strict-Transport-Security" in nobody.get(path, base_url="https://patrol.example").headers
    # `make run HTTPS=1` today must not lock the browser out of http://localhost tomorrow.
    assert "Strict-Transport-Security" not in nobody.get(path, base_url="https://localhost:8000").headers


def test_what_is_private_is_not_cached(ana):
    assert ana.get("/api/v1/me").headers["Cache-Control"] == "no-store"


def test_proxies_are_believed_only_when_settings_say_so(settings, dist):
    forwarded = {"X-Forwarded-Proto": "https"}
    for hops, secure in ((0, False), (1, True)):
        client = create_app(replace(settings, trusted_proxies=hops)).test_client()
        headers = client.get("/", headers=forwarded, base_url="http://patrol.example").headers
        assert ("Strict-Transport-Security" in headers) is secure


def test_health_names_what_does_not_hold(nobody, monkeypatch, cast):
    answer = nobody.get("/api/v1/health")
    assert (answer.status_code, answer.get_json()) == (
        503,
        {"database": True, "store": True, "migrations": False},
    )
    monkeypatch.setattr(health_module, "_tables_are_up_to_date", lambda: True)
    assert nobody.get("/api/v1/health").status_code == 200

    def full():
        raise OSError("no space left on device")

    monkeypatch.setattr(health_module, "store", full)
    assert nobody.get("/api/v1/health").get_json()["store"] is False


def test_the_api_can_be_tried_with_nothing_from_elsewhere(nobody):
    page = nobody.get("/api/v1/docs")
    assert page.status_code == 200
    assert "https://" not in page.get_data(as_text=True)
    for file in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js"):
        assert nobody.get(f"/api/v1/docs/{file}").status_code == 200
    assert nobody.get("/api/v1/docs/../routes.py").status_code == 404
