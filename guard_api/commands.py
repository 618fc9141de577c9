"""The commands of `python app.py`."""

import argparse
import getpass
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import select

from guard_api import serve
from guard_api.database import db, write_transaction
from guard_api.errors import Problem
from guard_api.identity import service as identity
from guard_api.settings import Settings, describing, from_environment, make_secret
from guard_api.tenants import service as tenants
from guard_api.tenants.models import Organisation

SMALL_DEMONSTRATION_DAYS = 7


@dataclass(frozen=True)
class Parts:
    """What the composition root hands over, since this package knows no slice."""

    create_app: Callable[[Settings], Flask]
    demonstration: Callable[[], ModuleType]


def main(parts: Parts, arguments: list[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    try:
        options.run(parts, options)
    except Problem as problem:
        sys.exit(problem.sentence("en"))
    except (serve.PortTaken, serve.NotStarted, FileNotFoundError) as problem:
        sys.exit(str(problem))


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="app.py", description="Anxun 安巡")
    commands = root.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable[[Parts, Any], None], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    _address(command("serve", run_server, "Serve the API, the app and the live feed."), 8000)
    _address(command("live", run_live_feed, "Serve the live feed alone."), 8001)
    command("jobs", run_jobs, "Run the scheduled jobs alone; of several such processes one leads.")
    command("migrate", migrate, "Bring the tables, and what each organisation is given, up to date.")
    command("openapi", print_description, "Print the API's OpenAPI description.")
    _administrator(
        command("create-administrator", create_administrator, "Found an organisation, or join one.")
    )
    _demonstration(command("demo", load_demonstration, "Load the demonstration estate."))
    return root


def _address(command: argparse.ArgumentParser, port: int) -> None:
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=port)
    command.add_argument("--https", action="store_true", help="with the certificate in data/tls")
    command.add_argument(
        "--workers",
        type=int,
        default=int(os.environ.get("ANXUN_WORKERS", "1")),
        help="web processes (PostgreSQL only)",
    )
    command.add_argument("--certfile", type=Path)
    command.add_argument("--keyfile", type=Path)


def _administrator(command: argparse.ArgumentParser) -> None:
    command.add_argument("--organisation")
    command.add_argument("--name")
    command.add_argument("--email")
    command.add_argument("--phone-number")
    command.add_argument("--language", choices=("zh-CN", "en"), default="zh-CN")


def _demonstration(command: argparse.ArgumentParser) -> None:
    command.add_argument("--days", type=int, default=SMALL_DEMONSTRATION_DAYS, help="of history")
    command.add_argument("--if-empty", action="store_true", help="only where no organisation is yet")


def settings_here() -> Settings:
    make_secret()
    return from_environment()


def quiet_app(parts: Parts) -> Flask:
    """The application of a command: no scheduler beside it."""
    return parts.create_app(replace(settings_here(), scheduler="off"))


def run_server(parts: Parts, options: argparse.Namespace) -> None:
    with quiet_app(parts).app_context():
        lines = tuple(parts.demonstration().lines())
        db.engine.dispose()
    serve.serve(
        settings_here(),
        https=options.https,
        host=options.host,
        port=options.port,
        workers=options.workers,
        lines=lines,
    )


def run_live_feed(parts: Parts, options: argparse.Namespace) -> None:
    from guard_api.live import stream

    stream.serve(
        quiet_app(parts), options.host, options.port, certfile=options.certfile, keyfile=options.keyfile
    )


def run_jobs(parts: Parts, _options: argparse.Namespace) -> None:
    scheduler = quiet_app(parts).extensions["anxun.scheduler"]
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: scheduler.stop())
    scheduler.run()


def migrate(parts: Parts, _options: argparse.Namespace) -> None:
    with quiet_app(parts).app_context():
        flask_migrate.upgrade()
        tenants.bring_up_to_date()


def print_description(parts: Parts, _options: argparse.Namespace) -> None:
    app = parts.create_app(describing())
    with app.app_context():
        json.dump(app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict(), sys.stdout)
    print()


def create_administrator(parts: Parts, options: argparse.Namespace) -> None:
    """The password comes from ANXUN_ADMIN_PASSWORD or the terminal; there is no default."""
    organisation = options.organisation or input("Organisation: ").strip()
    name = options.name or input("Your name: ").strip()
    login = options.email or options.phone_number or input("E-mail or phone number: ").strip()
    password = os.environ.get("ANXUN_ADMIN_PASSWORD") or _ask_password()
    with quiet_app(parts).app_context(), write_transaction():
        organisation_id = _organisation_called(organisation, options.language)
        identity.create_administrator(
            organisation_id=organisation_id,
            name=name,
            login=login,
            password=password,
            language=options.language,
        )
    print(f"{name} may now sign in as {login} and administers {organisation}.")


def _ask_password() -> str:
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("The same again: "):
        sys.exit("The two differ. Nothing was changed.")
    return password


def _organisation_called(name: str, language: str) -> str:
    found = db.session.scalar(select(Organisation.id).where(Organisation.name == name))
    return found or tenants.found_organisation(name=name, language=language).id


def load_demonstration(parts: Parts, options: argparse.Namespace) -> None:
    with quiet_app(parts).app_context():
        if options.if_empty and db.session.scalar(select(Organisation.id).limit(1)):
            return
        parts.demonstration().load(days=options.days)
