"""`python app.py …` as somebody with a fresh checkout would use it."""

import json
import os
import stat
import subprocess
import sys

import pytest

from guard_api.settings import PROJECT


@pytest.fixture
def run(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANXUN_")}

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-W", "ignore", "app.py", *arguments],
            cwd=PROJECT,
            env=environment | {"ANXUN_DATA": str(tmp_path / "data")} | more,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return run


def test_the_first_command_makes_a_secret_that_only_its_owner_reads(run, tmp_path):
    assert run("migrate").returncode == 0
    secret = tmp_path / "data" / "secret_key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(secret.parent.stat().st_mode) == 0o700
    assert len(secret.read_text()) >= 43
    assert [name for name in os.listdir(secret.parent) if "secret" in name] == ["secret_key"]
    before = secret.read_text()
    assert run("migrate").returncode == 0
    assert secret.read_text() == before


def test_the_description_needs_nothing_set_up(run, tmp_path):
    description = json.loads(run("openapi").stdout)
    assert "/api/v1/sessions" in description["paths"]
    assert not (tmp_path / "data").exists()


def test_the_first_administrator_signs_in_and_finds_what_every_organisation_gets(run, tmp_path):
    assert run("migrate").returncode == 0
    made = run(
        "create-administrator",
        *("--organisation", "翠苑物业", "--name", "王芳", "--phone-number", "13800138000"),
        ANXUN_ADMIN_PASSWORD="a password of her own",
    )
    assert made.returncode == 0, made.stderr
    assert "13800138000" in made.stdout

    from app import create_app
    from tests.conftest import settings_for

    app = create_app(settings_for(f"sqlite:///{tmp_path / 'data' / 'anxun.db'}", tmp_path))
    answer = app.test_client().post(
        "/api/v1/sessions", json={"login": "138 0013 8000", "password": "a password of her own"}
    )
    assert answer.status_code == 201
    assert answer.get_json()["me"]["grants"] == [{"role": "administrator", "site_id": None}]
    token = {"Authorization": f"Bearer {answer.get_json()['access_token']}"}
    categories = app.test_client().get("/api/v1/finding-categories", headers=token).get_json()["items"]
    assert {"theft", "fire_hazard"} <= {category["code"] for category in categories}


def test_there_is_no_default_password(run):
    run("migrate")
    arguments = ("create-administrator", "--organisation", "A", "--name", "B", "--email", "b@example.org")
    assert run(*arguments).returncode != 0
    weak = run(*arguments, ANXUN_ADMIN_PASSWORD="password")
    assert weak.returncode != 0
    assert "easy to guess" in weak.stderr


def test_an_update_gives_every_organisation_what_it_lacks(run, tmp_path):
    from app import create_app
    from guard_api.database import db
    from guard_api.tenants.models import Organisation
    from tests.conftest import settings_for
    from training.modules.library import library
    from training.modules.models import Module

    assert run("migrate").returncode == 0
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'data' / 'anxun.db'}", tmp_path / "data"))
    with app.app_context():
        db.session.add(Organisation(name="Older than the library"))
        db.session.commit()
        assert run("migrate").returncode == 0
        assert db.session.query(Module).count() == len(library())
