import io

import pytest
from openpyxl import Workbook, load_workbook
from werkzeug.datastructures import FileStorage

from guard_api import tables
from guard_api.errors import Problem
from guard_api.tables import Column

COLUMNS = (
    Column("name", "Name", "姓名", required=True),
    Column("phone_number", "Phone number", "手机号"),
    Column("age", "Age", "年龄", read=int),
)


def read(data: bytes | str, name: str = "people.csv"):
    data = data.encode() if isinstance(data, str) else data
    return tables.read(FileStorage(io.BytesIO(data), name), COLUMNS)


def test_headings_are_understood_in_chinese_english_and_by_key():
    for heading in ("姓名,手机号", "name,Phone Number", "Name *,phone_number"):
        assert read(f"{heading}\r\nAna,1\r\n").rows[0].values["name"] == "Ana"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_is_read_in_the_encodings_that_spreadsheets_write(encoding):
    assert read("姓名\n王芳\n".encode(encoding)).rows[0].values["name"] == "王芳"


def test_each_bad_cell_is_named_with_its_row_as_the_spreadsheet_counts():
    upload = read("name,age\nAna,30\n\n,old\n")
    preview = upload.preview("zh-CN")
    assert (preview["valid"], preview["invalid"], preview["committed"]) == (1, 1, False)
    assert [
        (row["row"], error["column"], error["code"]) for row in preview["rows"] for error in row["errors"]
    ] == [
        (4, "name", "tables.cell_empty"),
        (4, "age", "tables.cell_unreadable"),
    ]
    assert preview["rows"][1]["errors"][0]["detail"] == "此项必填。"


def test_a_repeated_value_names_the_row_that_had_it_first():
    upload = read("name\nAna\nBen\nAna\n")
    upload.refuse_repeated("name")
    assert upload.rows[2].errors == [("name", "tables.repeated", {"row": 2})]


def test_a_missing_column_and_an_unread_file_are_problems():
    for data, code in (
        ("phone\n1\n", "tables.column_missing"),
        ("", "tables.empty"),
        (b"PK\x03\x04 broken", "tables.file_unreadable"),
        (b"\xff\xfe\x00", "tables.file_unreadable"),
    ):
        with pytest.raises(Problem) as raised:
            read(data)
        assert raised.value.code == code


def test_unused_headings_are_told():
    assert read("name,shoe size\nAna,39\n").ignored == ["shoe size"]


def test_numbers_of_a_spreadsheet_keep_their_digits():
    book = Workbook()
    book.active.append(["姓名", "手机号"])
    book.active.append(["王芳", 13800138000])
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), "people.xlsx").rows[0].values["phone_number"] == "13800138000"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported_again_and_never_runs(app, format):
    rows = [{"name": "=HYPERLINK(1)", "phone_number": "+8613800138000", "age": 7}]
    with app.test_request_context():
        data = tables.export(rows, COLUMNS, format, "people", language="zh-CN").get_data()
    if format == "csv":
        assert data.startswith(b"\xef\xbb\xbf")
        assert b"'=HYPERLINK" in data
    else:
        assert load_workbook(io.BytesIO(data)).active["A2"].data_type == "s"
    again = read(data, f"people.{format}").rows[0].values
    assert again == rows[0]
