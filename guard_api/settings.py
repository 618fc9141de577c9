"""Settings, read once from the environment. Secrets have no default."""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent


class MissingSecret(RuntimeError):
    """ANXUN_SECRET_KEY is not set and the data folder holds no secret_key."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations."""

    secret_key: str
    data: Path
    database_url: str
    public_url: str
    live_url: str | None = None
    store_url: str | None = None
    store_options: dict[str, Any] = field(default_factory=dict)
    scheduler: str = "embedded"
    trusted_proxies: int = 0
    fonts: Path = PROJECT / "build" / "fonts"
    vault_key: str | None = None
    notice_networks: tuple[str, ...] = ()
    testing: bool = False

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def from_environment(environment: dict[str, str] | None = None) -> Settings:
    """Settings from ANXUN_* variables; docs/operations.md lists them."""
    env = dict(os.environ if environment is None else environment)
    data = _data_folder(env)
    return Settings(
        secret_key=env.get("ANXUN_SECRET_KEY") or _stored_secret(data),
        data=data,
        database_url=_driver(env.get("ANXUN_DATABASE_URL", f"sqlite:///{data / 'anxun.db'}")),
        public_url=env.get("ANXUN_PUBLIC_URL", "http://localhost:8000").rstrip("/"),
        live_url=env.get("ANXUN_LIVE_URL"),
        store_url=env.get("ANXUN_STORE_URL"),
        store_options=json.loads(env.get("ANXUN_STORE_OPTIONS", "{}")),
        scheduler=env.get("ANXUN_SCHEDULER", "embedded"),
        trusted_proxies=int(env.get("ANXUN_TRUSTED_PROXIES", "0")),
        vault_key=env.get("ANXUN_VAULT_KEY"),
        notice_networks=tuple(env.get("ANXUN_NOTICE_NETWORKS", "").replace(",", " ").split()),
        fonts=Path(env.get("ANXUN_FONTS", PROJECT / "build" / "fonts")),
    )


def _driver(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _data_folder(env: dict[str, str]) -> Path:
    data = Path(env.get("ANXUN_DATA", PROJECT / "data")).resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return data


def _stored_secret(data: Path) -> str:
    try:
        return (data / "secret_key").read_text().strip()
    except FileNotFoundError:
        raise MissingSecret(
            "Set ANXUN_SECRET_KEY, or start with `python app.py serve`, which makes one."
        ) from None


def make_secret() -> None:
    """Unless there is one: a random key that only this user can read."""
    if os.environ.get("ANXUN_SECRET_KEY") or (_data_folder(dict(os.environ)) / "secret_key").exists():
        return
    data = _data_folder(dict(os.environ))
    aside = data / f".secret_key.{os.getpid()}"
    handle = os.open(aside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    # It appears whole or not at all: a second process must never read the beginning of a key.
    with suppress(FileExistsError):
        os.link(aside, data / "secret_key")
    aside.unlink()


def describing() -> Settings:
    """Enough to print the API's description, where nothing is set up yet."""
    return Settings(
        secret_key="only describes, signs nothing and is thrown away",
        data=PROJECT / "data",
        database_url="sqlite://",
        public_url="http://localhost:8000",
        scheduler="off",
    )
