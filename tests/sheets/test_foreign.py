"""Workbooks as other programs write them, well and badly: what smsbox reads in them is what calamine reads in them."""

from __future__ import annotations

import datetime
import random
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from smsbox.sheets import BadRow, SheetRefused, open_grid
from smsbox.sheets.lines import Lines
from tests.sheets import old_excel, open_document, packages
from tests.sheets.packages import RELATIONS, STRINGS, STYLES, WORKBOOK, one_row, parts

_FOLDER = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ours(path: Path, sheet: str = "") -> list[tuple[int, list[str]]]:
    return [(each[0], list(each[1])) for each in open_grid(path, sheet=sheet).lines() if not isinstance(each, BadRow)]


def theirs(path: Path) -> list[tuple[int, list[str]]]:
    """What the oracle reads."""
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        seen = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
        for name in seen:
            rows = [[_text(cell) for cell in cells] for cells in book.get_sheet_by_name(name).iter_rows()]
            if found := [(at, cells) for at, cells in enumerate(rows, 1) if any(cells)]:
                return found
    return []


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)


def the_same(path: Path) -> None:
    """Whether both read the same; columns and rows in which nothing stands apart."""
    assert _trimmed(ours(path)) == _trimmed(theirs(path))


def _trimmed(lines: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    wide = max((at + 1 for _, cells in lines for at, cell in enumerate(cells) if cell), default=0)
    left = min((at for _, cells in lines for at, cell in enumerate(cells) if cell), default=0)
    return [(line, (cells + [""] * wide)[left:wide]) for line, cells in lines]


# ── the same as calamine reads

_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=12)
_MOMENTS = st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(2200, 1, 1)).map(
    lambda at: at.replace(microsecond=0)
)
_VALUES = st.one_of(
    st.none(),
    _TEXTS,
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False, width=64),
    st.booleans(),
    _MOMENTS,
    _MOMENTS.map(datetime.datetime.date),
)
_TABLES = st.lists(st.lists(_VALUES, max_size=6), max_size=8)


@_FOLDER
@given(table=_TABLES, row=st.integers(0, 9), column=st.integers(0, 40), flat=st.booleans())
def test_what_excel_may_write(tmp_path: Path, table: list[list[object]], row: int, column: int, flat: bool) -> None:
    path = tmp_path / "any.xlsx"
    book = xlsxwriter.Workbook(
        path, {"constant_memory": flat, "strings_to_numbers": False, "strings_to_formulas": False}
    )
    day = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    page = book.add_worksheet("Аркуш")
    for down, cells in enumerate(table):
        for across, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                page.write_datetime(row + down, column + across, cell, day)
            elif isinstance(cell, str):
                page.write_string(row + down, column + across, cell)
            elif cell is not None:
                page.write(row + down, column + across, cell)
    book.close()
    try:
        the_same(path)
    except SheetRefused as refusal:
        assert refusal.facts["reason"] == "empty" and not theirs(path)


@_FOLDER
@given(table=st.lists(st.lists(st.one_of(_TEXTS, st.integers(-(10**14), 10**14), st.floats(-1e9, 1e9)), min_size=1)))
def test_what_an_old_excel_may_write(tmp_path: Path, table: list[list[object]]) -> None:
    path = old_excel.write(tmp_path / "any.xls", ("начало",), *(cells[:200] for cells in table))
    the_same(path)


_DAYS = st.dates(datetime.date(1900, 3, 1), datetime.date(2200, 1, 1))
_ROWS = st.tuples(
    st.lists(st.one_of(_TEXTS, st.integers(-(10**14), 10**14), st.floats(-1e9, 1e9), _DAYS), max_size=5),
    st.integers(1, 4),
)


@_FOLDER
@given(rows=st.lists(_ROWS, max_size=8))
def test_what_libreoffice_may_write(tmp_path: Path, rows: list[tuple[list[object], int]]) -> None:
    content = open_document.row("початок") + "".join(open_document.row(*cells, times=times) for cells, times in rows)
    the_same(open_document.write(tmp_path / "any.ods", content=content))


@pytest.mark.parametrize(
    "form",
    [
        *(14, 18, 20, 21, 22, 30, 45, 46, 47, 57, 1, 2, 9, 10, 49),
        *("dd.mm.yyyy", "[h]:mm", "h:mm", "&quot;d&quot;0", "0.00E+00", "[Red]0", "[$-422]d mmmm yyyy", "mm:ss.0"),
        *("General", "yyyy\\-mm", "#,##0\\ &quot;грн.&quot;", "@", "0.0\\d", "[$-F400]h:mm:ss AM/PM"),
        *("_-* #,##0.00_d", "[mm]:ss", "#,##0.00;[Red]-#,##0.00", "0;dd", "[Blue][$-419]d mmm;@"),
    ],
)
@pytest.mark.parametrize("since_1904", [False, True])
def test_numbers_that_may_be_days(tmp_path: Path, form: int | str, since_1904: bool) -> None:
    numbers = ("0", "0.5", "1", "1.25", "59", "60", "61", "45413", "45413.52", "45413.999999", "2958465", "2958466")
    for at, number in enumerate((*numbers, "99999999", "abc", "")):
        cells = one_row('<c t="str"><v>x</v></c>', f'<c s="1"><v>{number}</v></c>')
        inside = parts(cells, formats=[form], since_1904=since_1904)
        the_same(packages.write(tmp_path / f"{at}.xlsx", inside))


@pytest.mark.parametrize(
    "cell",
    [
        *(f"<c><v>{each}</v></c>" for each in ("1", "007", "1e5", "1.50", "12345678901234567", "-0", "nan", "1,5", "")),
        *(f"<c><v>{each}</v></c>" for each in ("abc", "0.1", "1E+20", "3.805E+11", " 5 ", "+5", ".5", "5.", "1_000")),
        *('<c t="b"><v>1</v></c>', '<c t="b"><v>0</v></c>', '<c t="e"><v>#N/A</v></c>', '<c t="e"><v>#VALUE!</v></c>'),
        *('<c t="str"><v>x y </v></c>', '<c t="str"><f>A1</f><v>_x0041_b</v></c>', "<c><f>1+1</f></c>"),
        *('<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>', '<c t="d"><v>2024-05-01</v></c>'),
        *('<c t="d"><v>2024-05-01T10:30:00</v></c>', '<c t="d"><v>10:30:00</v></c>', '<c t="n"><v>7</v></c>'),
        *('<c t="inlineStr"><is><t>a</t></is></c>', '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>'),
        *('<c t="shared"><v>7</v></c>'.replace("shared", "str"), "<c><f t='shared' si='0'/><v>7</v></c>"),
    ],
)
def test_cells_of_every_kind(tmp_path: Path, cell: str) -> None:
    strings = (
        '<si><r><t>a_x000D_</t></r><rPh sb="0" eb="1"><t>aloud</t></rPh><r><t xml:space="preserve"> b</t></r></si>',
        "<si><t>&lt;Оля &amp; Юля&gt; &#x1F33B;</t></si>",
    )
    inside = parts(one_row('<c t="str"><v>x</v></c>', cell), strings=strings)
    the_same(packages.write(tmp_path / "cell.xlsx", inside))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="3"><c r="C3"><v>1</v></c></row><row r="2"><c r="E2"><v>1</v></c><c r="B2"><v>5</v></c></row>'
        '<row r="2"><c r="B2"><v>7</v></c></row>',
        '<row><c><v>1</v></c><c><v>2</v></c></row><row><c r="B2"><v>3</v></c><c><v>4</v></c></row>',
        '<row r="1" spans="1:9"><c r="A1" s="4"/><c r="XFD1" s="4"/><c r="B1"><v>1</v></c></row><row r="1048576"/>',
    ],
)
def test_rows_in_any_order_and_cells_without_a_place(tmp_path: Path, rows: str) -> None:
    the_same(packages.write(tmp_path / "rows.xlsx", parts(rows)))


# ── what writers leave out or get wrong

A, B = '<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>'
NAMES = ("<si><t>Телефон</t></si>", "<si><t>Оля</t></si>")
READ = [(1, ["Телефон", "Оля"])]


def test_1c_writes_the_strings_in_capitals_and_no_styles(tmp_path: Path) -> None:
    inside = parts(one_row(A, B), strings=NAMES)
    inside["xl/SharedStrings.xml"] = inside.pop(STRINGS)
    del inside[STYLES]
    assert ours(packages.write(tmp_path / "1c.xlsx", inside)) == READ


def test_names_with_backslashes_and_targets_from_the_top(tmp_path: Path) -> None:
    inside = parts(one_row(A, B), strings=NAMES)
    inside[RELATIONS] = (
        inside[RELATIONS].replace('"worksheets/', '"/xl/worksheets/').replace('"styles', '"../xl/styles')
    )
    turned = {name.replace("/", "\\"): content for name, content in inside.items()}
    assert ours(packages.write(tmp_path / "windows.xlsx", turned)) == READ


def test_names_of_elements_with_a_prefix(tmp_path: Path) -> None:
    inside = parts(one_row(A, B), strings=NAMES)
    for name in ("xl/worksheets/sheet1.xml", STRINGS, WORKBOOK):
        prefixed = inside[name].replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
        inside[name] = prefixed.replace("xmlns=", "xmlns:x=")
    assert ours(packages.write(tmp_path / "prefix.xlsx", inside)) == READ


def test_the_workbook_is_where_the_archive_says(tmp_path: Path) -> None:
    inside = parts(one_row(A, B), strings=NAMES)
    inside["book/main.xml"] = inside.pop(WORKBOOK)
    inside["book/_rels/main.xml.rels"] = inside.pop(RELATIONS).replace('Target="', 'Target="../xl/')
    inside["_rels/.rels"] = packages.relations(("officeDocument", "/book/main.xml"))
    assert ours(packages.write(tmp_path / "elsewhere.xlsx", inside)) == READ
    del inside["_rels/.rels"]
    with pytest.raises(SheetRefused):
        ours(packages.write(tmp_path / "nowhere.xlsx", inside))


def test_a_sheet_of_a_chart_is_none(tmp_path: Path) -> None:
    inside = parts(one_row(A, B), one_row(B, A), strings=NAMES)
    inside[RELATIONS] = inside[RELATIONS].replace(
        '/worksheet" Target="worksheets/sheet1', '/chartsheet" Target="x/sheet1'
    )
    path = packages.write(tmp_path / "chart.xlsx", inside)
    assert open_grid(path).sheets == ("Лист2",) and ours(path) == [(1, ["Оля", "Телефон"])]


def test_a_sheet_as_wide_as_its_widest_row(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="B1"><v>1</v></c></row><row r="3"><c r="D3"><v>2</v></c></row>'
    assert ours(packages.write(tmp_path / "wide.xlsx", parts(rows))) == [(1, ["1", "", ""]), (3, ["", "", "2"])]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (
            'office:value-type="string"><text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>',
            "a  b\tc\nd",
        ),
        (
            'office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation>'
            "<text:p>a <text:span>b</text:span></text:p><text:p>c</text:p>",
            "a b\nc",
        ),
        (
            'office:value-type="string"><text:p>a</text:p><draw:frame xmlns:draw="d"><text:p>x</text:p></draw:frame>',
            "a",
        ),
        (
            'office:value-type="string"><text:p>a<office:annotation><text:p>x</text:p></office:annotation> b</text:p>',
            "a b",
        ),
        ('office:value-type="string" xmlns:calcext="c" calcext:value-type="error"><text:p>#N/A</text:p>', ""),
        (
            'office:value-type="float" office:value="5" xmlns:calcext="c" calcext:value-type="float"><text:p/>',
            "5",
        ),
        ('office:value-type="boolean" office:boolean-value="true"><text:p>ІСТИНА</text:p>', "True"),
        ('office:value-type="percentage" office:value="0.05"><text:p>5%</text:p>', "0.05"),
        ('office:value-type="float" office:value="380500000001"><text:p>3,8E+11</text:p>', "380500000001"),
        ('office:value-type="date" office:date-value="1990-05-19T12:30:00"><text:p>x</text:p>', "1990-05-19 12:30:00"),
        ('office:value-type="time" office:time-value="PT12H30M00S"><text:p>x</text:p>', "12:30:00"),
        ('office:value-type="time" office:time-value="PT36H30M00S"><text:p>x</text:p>', "PT36H30M00S"),
        ('office:value-type="string" office:string-value="said"><text:p>x</text:p>', "said"),
        ("><text:p>without a kind</text:p>", "without a kind"),
    ],
)
def test_cells_of_libreoffice(tmp_path: Path, cell: str, text: str) -> None:
    content = f"<table:table-row><table:table-cell {cell}</table:table-cell></table:table-row>"
    lines = ours(open_document.write(tmp_path / "cell.ods", content=open_document.row("1") + content))
    assert lines == [(1, ["1"]), *([(2, [text])] if text else [])]


def test_a_hidden_sheet_of_libreoffice_is_not_seen(tmp_path: Path) -> None:
    import zipfile

    path = open_document.write(tmp_path / "a.ods", ("a",), Друга=[("b",)])
    hidden = tmp_path / "hidden.ods"
    style = (
        '<office:automatic-styles xmlns:style="s"><style:style style:name="ta1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(hidden, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode().replace("<office:body>", f"{style}<office:body>")
            new.writestr(name, content.replace("<table:table ", '<table:table table:style-name="ta1" ', 1))
    assert open_grid(hidden).sheets == ("Друга",) and ours(hidden) == [(1, ["b"])]


def test_an_emoji_cut_where_a_record_is_full(tmp_path: Path) -> None:
    octets, path = "a🌻b".encode("utf-16-le"), tmp_path / "emoji.xls"
    path.write_bytes(old_excel.compound(old_excel.shared(octets[:4], octets[4:])))
    assert ours(path) == [(1, ["x"]), (2, ["a🌻b"])]
    path.write_bytes(old_excel.compound(old_excel.shared(octets[:4] + octets[6:])))
    assert ours(path) == [(1, ["x"]), (2, ["a\ufffdb"])], "half of one is marked: a row that cannot be used"


def test_an_emoji_in_two_halves_that_xml_cannot_hold(tmp_path: Path) -> None:
    halves = one_row('<c t="str"><v>a_xD83C__xDF3B_b</v></c>', '<c t="str"><v>_xD83C_</v></c>')
    assert ours(packages.write(tmp_path / "emoji.xlsx", parts(halves))) == [(1, ["a🌻b", "\ufffd"])]


# ── faults


def _whole(kind: str, folder: Path) -> Path:
    rows: Sequence[Sequence[object]] = [("Телефон", "Оля", datetime.date(1990, 5, 19)), (380500000001.0, 2.5, "x")]
    if kind == "xls":
        return old_excel.write(folder / "whole.xls", *rows)
    if kind == "ods":
        return open_document.write(folder / "whole.ods", *rows)
    return packages.write(folder / "whole.xlsx", parts(one_row(A, B), formats=[14], strings=NAMES))


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_torn_file_is_refused_or_read_and_does_nothing_else(tmp_path: Path, kind: str) -> None:
    whole, torn, chance = _whole(kind, tmp_path).read_bytes(), tmp_path / "torn", random.Random(7)
    for _ in range(400):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 2, 20))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        torn.write_bytes(content[: chance.choice((len(content), chance.randrange(9, len(content))))])
        try:
            ours(torn)
        except SheetRefused:
            pass


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_torn_xml_is_refused_or_read_and_does_nothing_else(tmp_path: Path, kind: str) -> None:
    import zipfile

    with zipfile.ZipFile(_whole(kind, tmp_path)) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(7)
    for _ in range(300):
        name = chance.choice([each for each in whole if each.endswith((".xml", ".rels"))])
        content = bytearray(whole[name])
        at = chance.randrange(len(content))
        content[at : at + chance.choice((0, 1, 9))] = chance.choice(
            (b"", b"-1", b'"', b"<", b"&#0;", b"99999999", b"A1")
        )
        try:
            ours(packages.write(tmp_path / "torn", {**whole, name: bytes(content)}))  # type: ignore[dict-item]
        except SheetRefused:
            pass


def test_xlrd_says_nothing_on_the_channel_our_answers_take(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.xls"
    odd = old_excel.record(0x0042, b"\x01\x02") + old_excel.record(0x00E0, bytes(20))
    path.write_bytes(old_excel.compound(old_excel.book({"A": [("x",)]}, odd)))
    try:
        ours(path)
    except SheetRefused:
        pass
    assert capfd.readouterr().out == ""


def test_lines_take_little_room(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        lines = Lines(tmp_path)
        for line in range(1, 20_001):
            lines.add(line, [f"{380500000000 + line}", f"Петренко Оксана {line}", "1990-05-19", "5", "12.5", "кава"])
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 20_000 * 60, "octets; as objects they take 600 for each line"
    assert sum(1 for _ in lines) == 20_000
