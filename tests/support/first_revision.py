"""Writes the first revision anew: `python -m tests.support.first_revision`. Until the first release."""

import subprocess
import sys
import tempfile
from pathlib import Path

import flask_migrate

from app import create_app
from guard_api.settings import PROJECT, Settings

VERSIONS = PROJECT / "migrations" / "versions"


def main() -> None:
    for old in VERSIONS.glob("0001_*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                secret_key="signs nothing",
                data=Path(folder),
                database_url=f"sqlite:///{folder}/empty.db",
                public_url="http://localhost",
                scheduler="off",
            )
        )
        with app.app_context():
            flask_migrate.revision(autogenerate=True, rev_id="0001", message="first tables")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", VERSIONS], check=True)


if __name__ == "__main__":
    main()
