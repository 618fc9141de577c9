"""Tables out (CSV, XLSX) and in again, with a preview that names each bad row."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import marshmallow as ma
from flask import Response
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from werkzeug.datastructures import FileStorage

from guard_api.errors import Problem, sentence
from guard_api.fields import LONGEST_PAGE, iso

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED_BYTES = 128 * 1024 * 1024
MOST_ROWS = 10_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# For `@blueprint.doc(**EXPORTED)`: the same address also answers as a file.
EXPORTED = {"x-exported": True}
FILE = {"schema": {"type": "string", "format": "binary"}}
FILES = {CSV_TYPE: FILE, XLSX_TYPE: FILE}


class CellError(ValueError):
    """Raised by a column's `read`: the code of a sentence, and its values."""

    def __init__(self, code: str, **values: Any):
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Column:
    """`read` makes a value of the cell's text when importing; `value` picks it from a row when exporting."""

    key: str
    en: str
    zh: str
    required: bool = False
    read: Callable[[str], Any] = str
    value: Callable[[Any], Any] | None = None
    longest: int = 500
    example: str = ""

    def heading(self, language: str) -> str:
        return self.zh if language == "zh-CN" else self.en

    def of(self, row: Any) -> Any:
        if self.value:
            return self.value(row)
        return row.get(self.key) if isinstance(row, dict) else getattr(row, self.key)


@dataclass
class Row:
    """One row of an uploaded table; `number` is the one that the spreadsheet shows."""

    number: int
    texts: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def refuse(self, column: str, code: str, **values: Any) -> None:
        self.errors.append((column, code, values))


class CellErrorSchema(ma.Schema):
    column = ma.fields.String(required=True)
    code = ma.fields.String(required=True)
    detail = ma.fields.String(required=True)


class RowSchema(ma.Schema):
    row = ma.fields.Integer(required=True, metadata={"description": "As the spreadsheet numbers it."})
    values = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), required=True)
    errors = ma.fields.List(ma.fields.Nested(CellErrorSchema), required=True)


class TableColumnSchema(ma.Schema):
    key = ma.fields.String(required=True)
    heading = ma.fields.String(required=True)


class PreviewSchema(ma.Schema):
    """What an import would do, or has done. Nothing is imported until every row is right."""

    columns = ma.fields.List(ma.fields.Nested(TableColumnSchema), required=True)
    ignored = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "Headings of the file that are not used."}
    )
    rows = ma.fields.List(ma.fields.Nested(RowSchema), required=True)
    valid = ma.fields.Integer(required=True)
    invalid = ma.fields.Integer(required=True)
    committed = ma.fields.Boolean(required=True)


class UploadSchema(ma.Schema):
    """The file of an import: `@blueprint.arguments(UploadSchema, location="files")`."""

    file = ma.fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class CommitSchema(ma.Schema):
    """`@blueprint.arguments(CommitSchema, location="query")`."""

    commit = ma.fields.Boolean(
        load_default=False, metadata={"description": "Import when all rows are right; else only preview."}
    )


# --- out --------------------------------------------------------------------------------------


def export(
    rows: Iterable[Any], columns: Sequence[Column], format: str, filename: str, *, language: str
) -> Response:
    """The rows as a file to download; `filename` without its extension."""
    table = [[column.of(row) for column in columns] for row in rows]
    headings = [column.heading(language) for column in columns]
    data, kind = (
        (_write_xlsx(headings, table), XLSX_TYPE)
        if format == "xlsx"
        else (_write_csv(headings, table), CSV_TYPE)
    )
    response = Response(data, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=f"{filename}.{format}")
    response.headers["Cache-Control"] = "no-store"
    return response


def every_page(query: Callable[..., dict[str, Any]], *args: Any, **filters: Any) -> Iterator[Any]:
    """All rows of a query that answers in pages (as `page_of` does)."""
    cursor = None
    while True:
        page = query(*args, **filters, limit=LONGEST_PAGE, cursor=cursor)
        yield from page["items"]
        cursor = page["next"]
        if cursor is None:
            return


def template(columns: Sequence[Column], format: str, filename: str, *, language: str) -> Response:
    """An empty table to fill in, with one example row."""
    return export([{c.key: c.example for c in columns}], _plain(columns), format, filename, language=language)


def _plain(columns: Sequence[Column]) -> list[Column]:
    return [Column(column.key, column.en, column.zh) for column in columns]


def _write_csv(headings: list[str], table: list[list[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_defused(_text(value)) for value in row] for row in table)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _defused(value: str) -> str:
    """A spreadsheet must never run a cell's text; reading it back takes the apostrophe off again."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) and not _is_number(value) else value


def _is_number(value: str) -> bool:
    return re.fullmatch(r"-\d+(\.\d+)?", value) is not None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return iso(value) if value.tzinfo else value.isoformat(sep=" ")
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(map(_text, value))
    return UNPRINTABLE.sub("", str(value))


def _write_xlsx(headings: list[str], table: list[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for index, heading in enumerate(headings, 1):
        longest = max([len(heading) * 2, *(len(_text(row[index - 1])) for row in table[:200])])
        sheet.column_dimensions[get_column_letter(index)].width = min(max(longest + 2, 8), 60)
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in table:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, int | float | date | time) and not isinstance(value, bool | datetime):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _text(value)[:32_767])
    cell.data_type = "s"  # otherwise a text that begins with "=" would become a formula
    if bold:
        cell.font = Font(bold=True)
    return cell


# --- in ---------------------------------------------------------------------------------------


@dataclass
class Upload:
    """A table that was read: its rows, and the headings nobody uses."""

    columns: Sequence[Column]
    rows: list[Row]
    ignored: list[str]

    @property
    def right(self) -> bool:
        return not any(row.errors for row in self.rows)

    def refuse_repeated(self, key: str, code: str = "tables.repeated") -> None:
        """A value that may stand in one row only."""
        seen: dict[Any, int] = {}
        for row in self.rows:
            value = row.values.get(key)
            if value in (None, ""):
                continue
            if value in seen:
                row.refuse(key, code, row=seen[value])
            seen.setdefault(value, row.number)

    def preview(self, language: str, *, committed: bool = False) -> dict[str, Any]:
        """As PreviewSchema shows it."""
        invalid = sum(bool(row.errors) for row in self.rows)
        return {
            "columns": [{"key": c.key, "heading": c.heading(language)} for c in self.columns],
            "ignored": self.ignored,
            "rows": [_shown(row, language) for row in self.rows],
            "valid": len(self.rows) - invalid,
            "invalid": invalid,
            "committed": committed,
        }


def _shown(row: Row, language: str) -> dict[str, Any]:
    errors = [
        {"column": column, "code": code, "detail": sentence(code, language, **values)}
        for column, code, values in row.errors
    ]
    return {"row": row.number, "values": row.texts, "errors": errors}


def read(file: FileStorage, columns: Sequence[Column]) -> Upload:
    """Read an uploaded CSV or XLSX file. Bad cells are kept as the row's errors; a bad file is a Problem."""
    data = file.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Problem("tables.file_too_large", 413, megabytes=MOST_BYTES // 1024 // 1024)
    lines = _read_xlsx(data) if data[:2] == b"PK" else _read_csv(data)
    filled = [(number, cells) for number, cells in enumerate(lines, 1) if any(cells)]
    if not filled:
        raise Problem("tables.empty", 422)
    if len(filled) > MOST_ROWS + 1:
        raise Problem("tables.too_many_rows", 422, most=MOST_ROWS)
    places, ignored = _places(filled[0][1], columns)
    rows = [_row(number, cells, places, columns) for number, cells in filled[1:]]
    return Upload(columns, rows, ignored)


def _places(headings: list[str], columns: Sequence[Column]) -> tuple[dict[str, int], list[str]]:
    names = {_name(text): column.key for column in columns for text in (column.key, column.en, column.zh)}
    places: dict[str, int] = {}
    ignored = []
    for index, heading in enumerate(headings):
        key = names.get(_name(heading))
        if key is not None and key not in places:
            places[key] = index
        elif heading:
            ignored.append(heading[:100])
    missing = [column for column in columns if column.required and column.key not in places]
    if missing:
        raise Problem("tables.column_missing", 422, headings=", ".join(f"{c.en} / {c.zh}" for c in missing))
    return places, ignored


def _name(heading: str) -> str:
    return re.sub(r"[\s*_]+", "", heading).casefold()


def _row(number: int, cells: list[str], places: dict[str, int], columns: Sequence[Column]) -> Row:
    texts = {key: cells[index] if index < len(cells) else "" for key, index in places.items()}
    row = Row(number, texts)
    for column in columns:
        _read_cell(row, column, texts.get(column.key, ""))
    return row


def _read_cell(row: Row, column: Column, text: str) -> None:
    row.values[column.key] = None
    if not text:
        if column.required:
            row.refuse(column.key, "tables.cell_empty")
    elif len(text) > column.longest:
        row.refuse(column.key, "tables.cell_too_long", most=column.longest)
    else:
        try:
            row.values[column.key] = column.read(text)
        except CellError as error:
            row.refuse(column.key, error.code, **error.values)
        except ValueError:
            row.refuse(column.key, "tables.cell_unreadable")


def _read_csv(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[_armed(cell) for cell in row] for row in rows]
    except csv.Error:
        raise Problem("tables.file_unreadable", 422) from None


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or what Chinese spreadsheets write (GB 18030)."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem("tables.file_unreadable", 422)


def _armed(cell: str) -> str:
    cell = UNPRINTABLE.sub("", cell).strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def _read_xlsx(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise Problem("tables.file_too_large", 413, megabytes=MOST_BYTES // 1024 // 1024)
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        lines = sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=200, values_only=True)
        return [[_armed(_cell_text(value)) for value in line] for line in lines]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError, SyntaxError):
        raise Problem("tables.file_unreadable", 422) from None


def _cell_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return _text(value)
