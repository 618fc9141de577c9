"""The training matrix of small and large organisations: linear in the people shown, not in history?

python -m bench.training --people 500 5000 50000 --databases sqlite postgresql
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson
from flask import Flask
from sqlalchemy import text

from app import create_app
from bench.coverage import addresses, settings, signed_in
from bench.history import ORGANISATION, PERSON, SITE, Dialect
from guard_api.database import db
from training.board.schemas import MOST_PEOPLE

MODULE, DUTY, GRANT, VERSION, ATTEMPT = 20, 21, 22, 23, 24
MATRIX = "/api/v1/training/matrix"
WITHIN_MS = 300
OF_PEOPLE = 5000
LINEAR = 1.5
SITES = 20
GROUNDS = '{"00000000-0000-7000-8000-000000000000": "2026-01-01"}'
FIRST_ON = date(2025, 10, 1)


@dataclass(frozen=True)
class Sample:
    pages: int
    ms: float
    cpu_ms: float


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="anxun-training-", dir=options.folder))
    try:
        reached = [kept for kind in options.databases for kept in measure(kind, options, folder)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(reached) else 1


def parser() -> argparse.ArgumentParser:
    described = argparse.ArgumentParser(prog="bench.training", description=__doc__.splitlines()[0])
    described.add_argument("--people", type=int, nargs="+", default=(500, 5_000, 50_000))
    described.add_argument(
        "--databases", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql")
    )
    described.add_argument("--modules", type=int, default=40)
    described.add_argument("--attempts", type=int, default=4, help="of each person in each module")
    described.add_argument("--repeats", type=int, default=15)
    described.add_argument("--folder", help="where the databases are made and removed again")
    return described


def measure(kind: str, options: argparse.Namespace, folder: Path) -> Iterator[bool]:
    print(f"\n{kind}: {options.modules} modules, {options.attempts} attempts of each person in each")
    print(f"{'people':>8} {'attempts':>12} {'pages':>6} {'median ms':>10} {'of CPU':>8} {'ms a 1,000':>11}")
    urls = addresses(kind, folder, 2 * len(options.people))
    rates: list[float] = []
    for number, people in enumerate(options.people):
        quick = timed(built(urls[2 * number], people, 1, options, folder), people, options.repeats)
        long = timed(
            built(urls[2 * number + 1], people, options.attempts, options, folder), people, options.repeats
        )
        for attempts, sample in ((1, quick), (options.attempts, long)):
            rates.append(show(people, attempts * people * options.modules, sample))
        if people == OF_PEOPLE and kind == "sqlite":
            # SQLite works in this process: its CPU time is the answer's on a machine with nothing else to do.
            quickly = max(quick.cpu_ms, long.cpu_ms) < WITHIN_MS
            yield told(f"{people:,} people in under {WITHIN_MS} ms of CPU", quickly)
        yield told("the same after more attempts", long.cpu_ms < LINEAR * quick.cpu_ms)
    yield told("no dearer for each person shown", rates[-1] < LINEAR * rates[0])


def show(people: int, attempts: int, sample: Sample) -> float:
    """A line of the table; CPU ms for 1,000 people, which other work on the machine disturbs least."""
    rate = sample.cpu_ms / people * 1000
    print(
        f"{people:8,} {attempts:12,} {sample.pages:6} {sample.ms:10.1f} {sample.cpu_ms:8.1f} {rate:11.1f}",
        flush=True,
    )
    return rate


def told(what: str, kept: bool) -> bool:
    print(f"{'':8} {what}: {'yes' if kept else 'NO'}", flush=True)
    return kept


def built(url: str, people: int, attempts: int, options: argparse.Namespace, folder: Path) -> Flask:
    app = create_app(settings(url, folder))
    with app.app_context():
        db.create_all()
        write(people, options.modules, attempts)
    return app


def timed(app: Flask, people: int, repeats: int) -> Sample:
    """Everybody, page after page, through the real view: medians of the clock and of this process's CPU."""
    ask = reader(app)
    pages, times = ask(), []
    for _ in range(max(3, repeats * OF_PEOPLE // max(people, OF_PEOPLE))):
        began, began_cpu = time.perf_counter(), time.process_time()
        ask()
        times.append((time.perf_counter() - began, time.process_time() - began_cpu))
    ms, cpu_ms = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    return Sample(pages, ms, cpu_ms)


def reader(app: Flask) -> Callable[[], int]:
    """Asks for everybody, page after page; how many pages."""
    get = signed_in(app)

    def ask() -> int:
        cursor, pages = "", 0
        while cursor is not None:
            after = f"&cursor={cursor}" if cursor else ""
            cursor = orjson.loads(get(f"{MATRIX}?limit={MOST_PEOPLE}{after}").data)["next"]
            pages += 1
        return pages

    return ask


def write(people: int, modules: int, attempts: int) -> None:
    """An organisation in which everybody has to know every module, and stands somehow."""
    with db.engine.connect() as connection:
        sql = Dialect(connection.dialect.name == "postgresql")
        for statement, values in statements(sql, people, modules, attempts):
            connection.execute(text(statement), values)
        connection.commit()
        if sql.postgresql:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM (ANALYZE)"))
        else:
            connection.execute(text("ANALYZE"))


def statements(sql: Dialect, people: int, modules: int, attempts: int) -> Iterator[tuple[str, dict]]:
    at = {"epoch": 1_760_000_000, "first_on": _first_on(sql)}
    organisation = sql.id(ORGANISATION, "1")
    person, module = sql.id(PERSON, "p"), sql.id(MODULE, "m")
    for name, upto in (("p", people + 1), ("m", modules), ("s", SITES), ("a", attempts)):
        yield f"CREATE TEMPORARY TABLE bench_{name} ({name} integer PRIMARY KEY)", {}
        yield (
            f"INSERT INTO bench_{name} WITH RECURSIVE n(i) AS "
            f"(SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {upto}) SELECT i FROM n",
            {},
        )
    yield (
        "INSERT INTO organisations (id, name, language, settings, created_at) "
        f"VALUES ({organisation}, 'Bench', 'en', '{{}}', {sql.instant('0')})",
        {"epoch": at["epoch"]},
    )
    yield (
        "INSERT INTO sites (organisation_id, id, name, address, time_zone, created_at) "
        f"SELECT {organisation}, {sql.id(SITE, 's')}, 'Site ' || s, '', 'UTC', {sql.instant('0')} "
        "FROM bench_s",
        {"epoch": at["epoch"]},
    )
    yield (
        "INSERT INTO people (organisation_id, id, name, email, language, theme, active, created_at) "
        f"SELECT {organisation}, {person}, 'Person ' || (p * 7919 % 100003), 'p' || p || '@bench.example', "
        f"'en', 'system', true, {sql.instant('0')} FROM bench_p WHERE p > 0",
        {"epoch": at["epoch"]},
    )
    yield (
        "INSERT INTO grants (organisation_id, id, person_id, role, site_id) "
        f"SELECT {organisation}, {sql.id(GRANT, 'p')}, {person}, 'guard', {sql.id(SITE, f'p % {SITES}')} "
        "FROM bench_p WHERE p > 0",
        {},
    )
    yield (
        "INSERT INTO modules (organisation_id, id, code, origin, title, version_id, changed, created_at) "
        f"SELECT {organisation}, {module}, 'module-' || m, 'own', :title, {sql.id(VERSION, 'm')}, false, "
        f"{sql.instant('0')} FROM bench_m",
        {"epoch": at["epoch"], "title": '{"zh": "课程", "en": "Module"}'},
    )
    number = f"(p * {modules} + m)"
    attempt = sql.id(ATTEMPT, f"{number} * {attempts} + a")
    yield (
        "INSERT INTO duties (organisation_id, id, person_id, module_id, required, grounds, due_on, progress, "
        "attempts, passed_at, valid_until_on, failed_at, created_at) "
        f"SELECT {organisation}, {sql.id(DUTY, number)}, {person}, {module}, "
        f'{number} % 10 < 9, \'{{"00000000-0000-7000-8000-000000000000": "2026-01-01"}}\', {sql.day("400")}, '
        f'\'{{"read": ["one", "two"]}}\', 1, CASE WHEN {number} % 7 < 5 THEN {sql.instant("0")} END, '
        f"CASE WHEN {number} % 7 < 5 THEN {sql.day('0 + ' + f'{number} % 700')} END, "
        f"CASE WHEN {number} % 11 = 0 THEN {sql.instant('86400')} END, {sql.instant('0')} "
        "FROM bench_p CROSS JOIN bench_m WHERE p > 0 ORDER BY p, m",
        at,
    )
    yield (
        "INSERT INTO attempts (organisation_id, id, person_id, module_id, source, started_at, ended_at, "
        "received_at, answers, passed, counted, first, offline, settled, flags) "
        f"SELECT {organisation}, {attempt}, {person}, {module}, 'paper', "
        f"{sql.instant('a * 86400')}, {sql.instant('a * 86400')}, {sql.instant('a * 86400')}, '{{}}', "
        f"{number} % 3 > 0, true, a = 0, false, true, '[]' "
        "FROM bench_p CROSS JOIN bench_m CROSS JOIN bench_a WHERE p > 0 ORDER BY p, m, a",
        {"epoch": at["epoch"]},
    )


def _first_on(sql: Dialect) -> date | str:
    """The day of the first instants."""
    return FIRST_ON if sql.postgresql else FIRST_ON.isoformat()


if __name__ == "__main__":
    sys.exit(main())
