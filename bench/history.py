"""Years of one organisation's rounds, written by a few statements over whole sets of rows.

Every site has the same rounds every day; what became of a visit follows from its number, so that two runs
write the same rows. Indexes are dropped for the load and built after it; keys come in order.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, Table, text

from guard_api.database import db

LOADED = ("patrols", "visits", "scans", "site_days", "checkpoint_visit_days", "checkpoint_days")
DAYS_AT_ONCE = 60
SCANNED_SHARE = 0.95
SCANS_OF_A_VISIT = 4  # guards also scan again, and where nothing is due


@dataclass(frozen=True)
class Shape:
    """How big the organisation is. Its history grows by days, not by sites."""

    scans: int
    sites: int = 20
    checkpoints: int = 24
    rounds: int = 5

    @property
    def days(self) -> int:
        visits_a_day = self.sites * self.checkpoints * self.rounds
        return max(40, round(self.scans / SCANNED_SHARE / SCANS_OF_A_VISIT / visits_a_day))

    def first_on(self, today: date) -> date:
        return today - timedelta(days=self.days - 1)


ORGANISATION, SITE, CHECKPOINT, ROUTE, PERSON, PATROL, VISIT, SCAN, PLAN = range(1, 10)


def bench_id(kind: int, number: int) -> str:
    return f"00000000-0000-7000-8{kind:03x}-{number:012x}"


@dataclass(frozen=True)
class Dialect:
    """The few words in which the two databases differ."""

    postgresql: bool

    def id(self, kind: int, number: str) -> str:
        head = f"00000000-0000-7000-8{kind:03x}-"
        if self.postgresql:
            return f"CAST('{head}' || lpad(to_hex(CAST({number} AS bigint)), 12, '0') AS uuid)"
        return f"printf('{head}%012x', {number})"

    def day(self, offset: str) -> str:
        if self.postgresql:
            return f"(CAST(:first_on AS date) + CAST({offset} AS integer))"
        return f"date(:first_on, ({offset}) || ' days')"

    def instant(self, seconds: str) -> str:
        if self.postgresql:
            return f"to_timestamp(:epoch + {seconds})"
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', :epoch + {seconds}, 'unixepoch')"


def write_history(connection: Connection, shape: Shape, today: date) -> None:
    """Fill an empty database; the caller has made its tables."""
    statements = Statements(Dialect(connection.dialect.name == "postgresql"), shape, today)
    _prepare(connection)
    tables = [db.metadata.tables[name] for name in LOADED]
    _drop_indexes(connection, tables)
    _run(connection, *statements.small())
    for since in range(0, shape.days, DAYS_AT_ONCE):
        until = min(since + DAYS_AT_ONCE, shape.days)
        _run(connection, *statements.days(since, until))
    _run(connection, *statements.rollups())
    _create_indexes(connection, tables)
    _finish(connection)


def _prepare(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("SET maintenance_work_mem = '512MB'"))
    else:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=OFF", "cache_size=-400000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")


def _finish(connection: Connection) -> None:
    connection.commit()
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("VACUUM (ANALYZE)"))


def _drop_indexes(connection: Connection, tables: list[Table]) -> None:
    for table in tables:
        for index in table.indexes:
            index.drop(connection)
    connection.commit()


def _create_indexes(connection: Connection, tables: list[Table]) -> None:
    for table in tables:
        for index in sorted(table.indexes, key=lambda index: index.name):
            index.create(connection)
            connection.commit()


def _run(connection: Connection, *statements: tuple[str, dict]) -> None:
    for statement, values in statements:
        connection.execute(text(statement), values)
    connection.commit()


class Statements:
    """Each with its parameters."""

    def __init__(self, dialect: Dialect, shape: Shape, today: date):
        self.sql, self.shape = dialect, shape
        first = shape.first_on(today)
        epoch = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp())
        self.epoch = {"epoch": epoch}
        self.times = self.epoch | {"first_on": first if dialect.postgresql else first.isoformat()}
        self.round_number = f"((d * {shape.sites} + s) * {shape.rounds} + r)"
        self.number = f"({self.round_number} * {shape.checkpoints} + c)"
        self.organisation = dialect.id(ORGANISATION, "1")
        self.site, self.route = dialect.id(SITE, "s"), dialect.id(ROUTE, "s")
        self.plan = dialect.id(PLAN, "s")
        self.checkpoint = dialect.id(CHECKPOINT, f"s * {shape.checkpoints} + c")
        self.patrol = dialect.id(PATROL, self.round_number)
        self.person = dialect.id(PERSON, "(d + s + r) % 40 + 1")
        self.start = f"d * 86400 + r * {86_400 // shape.rounds}"

    def after_start(self, seconds: str) -> str:
        return self.sql.instant(f"{self.start} + {seconds}")

    def small(self):
        """Organisation, people, sites, routes, checkpoints; and the numbers to multiply."""
        sizes = {"d": self.shape.days, "s": self.shape.sites, "r": self.shape.rounds}
        for name, upto in (sizes | {"c": self.shape.checkpoints, "k": SCANS_OF_A_VISIT}).items():
            yield from self._numbers(name, upto)
        yield self._organisation()
        yield self._people()
        yield self._sites()
        yield self._routes()
        yield self._plans()
        yield self._checkpoints()

    def _numbers(self, name: str, upto: int):
        yield f"CREATE TEMPORARY TABLE bench_{name} ({name} integer PRIMARY KEY)", {}
        yield (
            f"INSERT INTO bench_{name} WITH RECURSIVE n(i) AS "
            f"(SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {upto}) SELECT i FROM n",
            {},
        )

    def _organisation(self):
        return (
            "INSERT INTO organisations (id, name, language, settings, created_at) "
            f"VALUES ({self.organisation}, 'Bench', 'en', '{{}}', {self.sql.instant('0')})",
            self.epoch,
        )

    def _people(self):
        return (
            "INSERT INTO people (organisation_id, id, name, email, language, theme, active, created_at) "
            f"SELECT {self.organisation}, {self.sql.id(PERSON, 'd')}, 'Person ' || d, "
            f"'person' || d || '@bench.example', 'en', 'system', true, {self.sql.instant('0')} "
            "FROM bench_d WHERE d <= 40",
            self.epoch,
        )

    def _sites(self):
        return (
            "INSERT INTO sites (organisation_id, id, name, address, time_zone, created_at) "
            f"SELECT {self.organisation}, {self.site}, 'Site ' || s, '', 'UTC', {self.sql.instant('0')} "
            "FROM bench_s",
            self.epoch,
        )

    def _routes(self):
        return (
            "INSERT INTO routes (organisation_id, id, site_id, name, ordered) "
            f"SELECT {self.organisation}, {self.route}, {self.site}, 'Round', false FROM bench_s",
            {},
        )

    def _plans(self):
        return (
            "INSERT INTO patrol_plans (organisation_id, id, site_id, route_id, name, rule, first_on, "
            "starts_at, window_minutes, tolerance_minutes, randomised, post, person_ids, planned_from) "
            f"SELECT {self.organisation}, {self.plan}, {self.site}, {self.route}, 'Round', 'FREQ=HOURLY', "
            f"{self.sql.day('0')}, '00:00:00', 0, 5, false, '', '[]', '' FROM bench_s",
            self.times,
        )

    def _checkpoints(self):
        return (
            "INSERT INTO checkpoints "
            "(organisation_id, id, site_id, name, kind, radius_m, instructions, created_at) "
            f"SELECT {self.organisation}, {self.checkpoint}, {self.site}, 'Checkpoint ' || c, 'qr', 50, '', "
            f"{self.sql.instant('0')} FROM bench_s CROSS JOIN bench_c",
            self.epoch,
        )

    def days(self, since: int, until: int):
        """Rounds, visits and scans of some days. 90 % on time, 5 % late, 5 % missed."""
        rounds, within = "bench_d CROSS JOIN bench_s CROSS JOIN bench_r", f"d >= {since} AND d < {until}"
        yield self._patrols(f"FROM {rounds} WHERE {within} ORDER BY d, s, r")
        visits = f"FROM {rounds} CROSS JOIN bench_c"
        yield self._visits(f"{visits} WHERE {within} ORDER BY d, s, r, c")
        made = f"WHERE {within} AND {self._share('<', SCANNED_SHARE)}"
        yield self._scans(f"{visits} CROSS JOIN bench_k {made} ORDER BY d, s, r, c, k")

    def _share(self, sign: str, share: float) -> str:
        return f"({self.number} * 7) % 100 {sign} {round(share * 100)}"

    def _patrols(self, source: str):
        state = "CASE WHEN r % 5 = 0 THEN 'incomplete' ELSE 'done' END"
        return (
            'INSERT INTO patrols (organisation_id, id, site_id, route_id, plan_id, name, ordered, "on", '
            "nominal_at, start_at, start_from_at, start_until_at, end_due_at, expected_minutes, "
            "tolerance_minutes, post, person_ids, also_person_ids, state, person_id, started_at, ended_at, "
            "end_note, paused_s) "
            f"SELECT {self.organisation}, {self.patrol}, {self.site}, {self.route}, {self.plan}, 'Round', "
            f"false, {self.sql.day('d')}, {self.after_start('0')}, {self.after_start('0')}, "
            f"{self.after_start('-300')}, {self.after_start('300')}, {self.after_start('3600')}, "
            f"48, 5, '', '[]', '[]', {state}, {self.person}, "
            f"{self.after_start('0')}, {self.after_start('3000')}, '', 0 {source}",
            self.times,
        )

    def _visits(self, source: str):
        scanned = self._share("<", SCANNED_SHARE)
        state = (
            f"CASE WHEN {self._share('<', 0.9)} THEN 'on_time' WHEN {scanned} THEN 'late' ELSE 'missed' END"
        )
        scan_id = self.sql.id(SCAN, f"{self.number} * {SCANS_OF_A_VISIT}")
        return (
            'INSERT INTO visits (organisation_id, id, site_id, patrol_id, checkpoint_id, "on", position, '
            "due_from_at, due_until_at, state, scan_id, scanned_at) "
            f"SELECT {self.organisation}, {self.sql.id(VISIT, self.number)}, {self.site}, {self.patrol}, "
            f"{self.checkpoint}, {self.sql.day('d')}, c, "
            f"{self.after_start('0')}, {self.after_start('3600')}, {state}, "
            f"CASE WHEN {scanned} THEN {scan_id} END, "
            f"CASE WHEN {scanned} THEN {self.after_start('120 * c')} END {source}",
            self.times,
        )

    def _scans(self, source: str):
        scan_id = self.sql.id(SCAN, f"{self.number} * {SCANS_OF_A_VISIT} + k")
        at = self.after_start("120 * c + 900 * k")
        return (
            "INSERT INTO scans (organisation_id, id, site_id, checkpoint_id, patrol_id, person_id, "
            "occurred_at, received_at, method, flags) "
            f"SELECT {self.organisation}, {scan_id}, {self.site}, {self.checkpoint}, "
            f"CASE WHEN k = 0 THEN {self.patrol} END, {self.person}, {at}, {at}, 'camera', '[]' {source}",
            self.epoch,
        )

    def rollups(self):
        """What would have been counted, day after day."""
        states = ", ".join(
            f"sum(CASE WHEN state = '{state}' THEN 1 ELSE 0 END)"
            for state in ("on_time", "early", "late", "missed", "excused", "due")
        )
        names = "required, on_time, early, late, missed, excused, due"
        yield (
            f'INSERT INTO checkpoint_visit_days (organisation_id, site_id, "on", checkpoint_id, {names}, '
            f'longest_gap_s) SELECT organisation_id, site_id, "on", checkpoint_id, count(*), {states}, 7200 '
            'FROM visits GROUP BY organisation_id, site_id, "on", checkpoint_id '
            'ORDER BY "on", site_id, checkpoint_id',
            {},
        )
        sums = ", ".join(f"sum({name})" for name in names.split(", "))
        rounds, incomplete = self.shape.rounds, len(range(0, self.shape.rounds, 5))
        yield (
            f'INSERT INTO site_days (organisation_id, "on", site_id, {names}, rounds, rounds_done, '
            "rounds_incomplete, rounds_missed, longest_gap_s, longest_gap_checkpoint_id, settled_at) "
            f'SELECT organisation_id, "on", site_id, {sums}, '
            f"{rounds}, {rounds - incomplete}, {incomplete}, 0, 7200, NULL, {self.sql.instant('0')} "
            'FROM checkpoint_visit_days GROUP BY organisation_id, "on", site_id',
            self.epoch,
        )
        yield (
            'INSERT INTO checkpoint_days (organisation_id, site_id, "on", checkpoint_id, scans, flagged) '
            'SELECT organisation_id, site_id, "on", checkpoint_id, '
            f"(on_time + early + late) * {SCANS_OF_A_VISIT}, 0 FROM checkpoint_visit_days "
            'ORDER BY "on", site_id, checkpoint_id',
            {},
        )
