import csv
import io

import pytest
from openpyxl import Workbook, load_workbook

HEAD = "name,zone,kind,lat,lon,radius,plan name,plan x,plan y,instructions,checklist\n"


@pytest.fixture
def send(sam, north):
    """Sam uploads a table of checkpoints."""

    def send(table: str | bytes, *, commit: bool = False) -> dict:
        data = table.encode() if isinstance(table, str) else table
        upload = {"file": (io.BytesIO(data), "estate.csv")}
        answer = sam.post(f"{north}/checkpoints/import?commit={int(commit)}", data=upload)
        assert answer.status_code == 200, answer.get_json()
        return answer.get_json()

    return send


def listed(client, north) -> dict[str, dict]:
    return {one["name"]: one for one in client.get(f"{north}/checkpoints").get_json()["items"]}


def csv_of(client, north) -> list[list[str]]:
    text = client.get(f"{north}/checkpoints?format=csv").data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def actions(preview) -> list[str]:
    return [row["action"] for row in preview["rows"]]


def errors(preview) -> list[tuple[int, str]]:
    return [(row["row"], error["column"]) for row in preview["rows"] for error in row["errors"]]


ESTATE = HEAD + (
    "Lobby,Tower 1,qr,31.2304,121.4737,30,,,,Try the door,Fire patrol\n"
    "Pump room,Garage,nfc,,,,B1,0.25,0.5,,防火巡查\n"
    "Roof,,gps,31.2306,121.4739,80,,,,,\n"
)


@pytest.mark.both_databases
def test_an_estate_is_imported_from_a_table(sam, north, plan, send):
    preview = send(ESTATE)
    assert (preview["valid"], preview["invalid"], preview["committed"]) == (3, 0, False)
    assert preview["new_zones"] == ["Tower 1", "Garage"]
    assert actions(preview) == ["create"] * 3
    assert listed(sam, north) == {}
    assert send(ESTATE, commit=True)["committed"]
    found = listed(sam, north)
    assert set(found) == {"Lobby", "Pump room", "Roof"}
    assert (found["Lobby"]["zone"], found["Lobby"]["radius_m"]) == ("Tower 1", 30)
    assert found["Pump room"]["floor_plan_id"] == plan["id"]
    assert found["Pump room"]["checklist_id"] == found["Lobby"]["checklist_id"] is not None
    tagged = {name for name, one in found.items() if one["tag_made_at"]}
    assert tagged == {"Lobby", "Pump room"}


def test_chinese_headings_and_kinds_are_read_as_spreadsheets_there_save_them(sam, north, send):
    table = (
        "名称,区域,类型,纬度,经度,半径,巡查说明\n"
        "南门岗亭,南门,二维码,31.23,121.47,50米,检查闸机\n"
        "天台,1号楼,定位,３１.２４,121.48,,\n"
    )
    assert send(table.encode("gb18030"), commit=True)["committed"]
    found = listed(sam, north)
    assert (found["南门岗亭"]["kind"], found["南门岗亭"]["radius_m"]) == ("qr", 50)
    assert (found["天台"]["kind"], found["天台"]["lat"], found["天台"]["radius_m"]) == ("gps", 31.24, 50)


def test_each_bad_row_is_named_and_nothing_is_imported_until_all_are_right(sam, north, send):
    table = HEAD + (
        "Lobby,,qr,,,,,,,,\n"
        ",,qr,,,,,,,,\n"
        "Gate,,wand,,,,,,,,\n"
        "Garden,,qr,north,121.4,,,,,,\n"
        "Pool,,qr,31.2,,,,,,,\n"
        "Roof,,gps,,,,,,,,\n"
        "Cellar,,qr,,,2,,,,,\n"
        "Bridge,,qr,,,,B9,0.5,0.5,,\n"
        "Bin room,,qr,,,,,,,,Nonsense\n"
        "Lobby,,qr,,,,,,,,\n"
    )
    preview = send(table, commit=True)
    assert errors(preview) == [
        (3, "name"),
        (4, "kind"),
        (5, "lat"),
        (6, "lon"),
        (7, "lat"),
        (8, "radius"),
        (9, "plan_name"),
        (10, "checklist"),
        (11, "name"),
    ]
    assert not preview["committed"]
    assert listed(sam, north) == {}
    repeated = preview["rows"][-1]["errors"][0]["detail"]
    assert repeated == "The same stands in row 2."


@pytest.mark.both_databases
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_was_exported_comes_back_as_it_is(sam, north, plan, send, format):
    send(ESTATE, commit=True)
    before = listed(sam, north)
    exported = sam.get(f"{north}/checkpoints?format={format}")
    again = send(exported.data, commit=True)
    assert actions(again) == ["keep"] * 3
    assert listed(sam, north) == before


def test_an_exported_table_is_changed_by_id_even_when_a_name_changes(sam, north, send, code_of):
    send(ESTATE.replace("B1,0.25,0.5", ",,"), commit=True)
    code = code_of(listed(sam, north)["Lobby"])
    rows = csv_of(sam, north)
    for row in rows[1:]:
        row[0] = row[0].replace("Lobby", "Main lobby")
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    preview = send(out.getvalue(), commit=True)
    assert sorted(actions(preview)) == ["change", "keep", "keep"]
    found = listed(sam, north)
    assert code_of(found["Main lobby"]) == code
    assert len(found) == 3


def test_without_an_id_a_row_finds_its_checkpoint_by_name_and_leaves_missing_columns_alone(sam, north, send):
    send(ESTATE.replace("B1,0.25,0.5", ",,"), commit=True)
    preview = send("name,radius\nLobby,99\nRoof,\nNew one,\n", commit=True)
    assert actions(preview) == ["change", "change", "create"]
    found = listed(sam, north)
    assert (found["Lobby"]["radius_m"], found["Lobby"]["zone"]) == (99, "Tower 1")
    assert (found["Roof"]["radius_m"], found["Roof"]["kind"]) == (50, "gps")


def test_a_row_may_not_take_another_checkpoints_name_or_an_unknown_id(sam, north, send, add):
    gate, _lobby = add("Gate"), add("Lobby")
    taken = send(f"name,id\nLobby,{gate['id']}\n")
    assert taken["rows"][0]["errors"][0]["code"] == "places.name_taken"
    unknown = send("name,id\nPool,018f0000-0000-7000-8000-000000000000\n")
    assert unknown["rows"][0]["errors"][0]["code"] == "places.import_id_unknown"
    twice = send(f"name,id\nGate 2,{gate['id']}\nGate,\n")
    assert errors(twice) == [(3, "name")]


def test_an_archived_checkpoint_is_restored_by_its_row(sam, north, send, add):
    gate = add("Gate")
    sam.delete(f"/api/v1/checkpoints/{gate['id']}")
    assert actions(send("name\nGate\n", commit=True)) == ["restore"]
    assert listed(sam, north)["Gate"]["id"] == gate["id"]


def test_an_archived_zone_comes_back_with_its_first_checkpoint(sam, north, send):
    zone = sam.post(f"{north}/zones", json={"name": "Garage"}).get_json()
    sam.patch(f"/api/v1/zones/{zone['id']}", json={"archived": True})
    preview = send("name,zone\nPump room,Garage\n", commit=True)
    assert preview["new_zones"] == []
    assert [one["id"] for one in sam.get(f"{north}/zones").get_json()["items"]] == [zone["id"]]


def test_numbers_of_a_spreadsheet_are_read_as_names_and_positions(sam, north, send):
    book = Workbook()
    book.active.append(["Name", "Lat", "Lon", "Radius"])
    book.active.append([101, 31.2304, 121.4737, 30.0])
    out = io.BytesIO()
    book.save(out)
    assert send(out.getvalue(), commit=True)["committed"]
    assert listed(sam, north)["101"]["lat"] == 31.2304


def test_a_guards_name_for_a_formula_is_only_text(sam, north, add):
    add("=1+1", instructions="@sum")
    row = list(csv.reader(io.StringIO(sam.get(f"{north}/checkpoints?format=csv").data.decode("utf-8-sig"))))[
        1
    ]
    assert row[0] == "'=1+1"
    sheet = load_workbook(io.BytesIO(sam.get(f"{north}/checkpoints?format=xlsx").data)).active
    assert sheet["A2"].data_type == "s"


def test_no_code_leaves_with_an_export(sam, ana, north, add, code_of):
    code = code_of(add("Gate"))
    assert code not in ana.get(f"{north}/checkpoints?format=csv").data.decode("utf-8-sig")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_template_can_be_filled_in_and_imported(sam, north, send, format):
    template = sam.get(f"/api/v1/checkpoints/import/template?format={format}")
    assert actions(send(template.data, commit=True)) == ["create"]


def test_a_thousand_checkpoints_come_in_at_once(sam, north, send):
    rows = "".join(f"Point {number},Zone {number % 10},qr,31.2,121.4\n" for number in range(1000))
    assert send("name,zone,kind,lat,lon\n" + rows, commit=True)["committed"]
    assert len(listed(sam, north)) == 1000
