"""Tables as .xlsx, as a stream of octets in flat memory: ECMA-376 part 1 in a ZIP whose entries say their sizes behind
(APPNOTE 4.3.9), so that nothing lies on the disk meanwhile and the first octets leave at once.

The libraries that write workbooks put each sheet on the disk first: of a million rows hundreds of megabytes on the card
that the database needs, and browsers gave up before the first octet came.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from smsbox.sheets.cells import Cell, Table, plain, risky

ROWS_OF_A_SHEET = 1_048_576
"""Rows of one sheet in Excel; longer tables go on in another one."""
OCTETS_OF_A_SHEET = 1_900_000_000
"""A sheet that has as many is followed by another: an entry of a stream may have 2 GiB without ZIP64, which not every
reader takes.
"""

_AT_ONCE = 16 * 1024
_QUICK = 3
"""zlib's level: half the time of 6 for a tenth more octets."""
_HEAD, _MOMENT, _TEXT, _QUOTED, _NUMBER, _MONEY = range(1, 7)
"""Places in `_STYLES`."""
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 – sheets know no zones
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode=%s/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" '
    'applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_LONGEST_NAME = 31
_NOT_OF_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a reader takes for an escaped character (ECMA-376 part 1, 22.9.2.19 ST_Xstring)."""


def xlsx_octets(table: Table, rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The table as .xlsx, in pieces: the rows on one sheet (more when one is full), what was asked for on the last."""
    return book_octets([(table, rows)], table)


def book_octets(tables: Iterable[tuple[Table, Iterable[Sequence[Cell]]]], about: Table) -> Iterator[bytes]:
    """Several tables as one workbook, in pieces: each on a sheet of its own, or more, and `about` them all on the last;
    each is begun when the one before is written.
    """
    out, names = _Out(), list[str]()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=_QUICK) as book:
        for table, rows in tables:
            left, begun = _Rows(rows), False
            while left.more or not begun:
                begun = True
                names.append(_named(table.title, names))
                yield from _sheet(book, out, table, left, len(names))
        names.append(_named(about.about_title, names))
        _put(book, f"xl/worksheets/sheet{len(names)}.xml", _about(about))
        for name, text in _frame(names, about.moments).items():
            _put(book, name, text)
    yield out.taken()


def _named(title: str, names: Sequence[str]) -> str:
    """A name for a sheet that no other has, in whatever case, of 31 characters at most (ECMA-376 part 1, 18.2.19, and
    Excel, which takes neither `[]:*?/\\` nor an apostrophe at either end).
    """
    plain_title = " ".join(_NOT_OF_A_NAME.sub(" ", plain(title)).split()).strip("'") or "-"
    taken, number, name = {each.casefold() for each in names}, 1, plain_title[:_LONGEST_NAME].strip(" '")
    while name.casefold() in taken:
        number += 1
        name = f"{plain_title[: _LONGEST_NAME - len(str(number)) - 1].strip()} {number}"
    return name


class _Rows:
    """Rows that tell whether there is one more."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    @property
    def more(self) -> bool:
        return self._next is not None

    def take(self) -> Sequence[Cell]:
        row = self._next
        assert row is not None
        self._next = next(self._rows, None)
        return row


class _Out(io.RawIOBase):
    """What the archive has written and nobody has taken yet."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, octets: Any) -> int:
        self._held += octets
        return len(octets)

    def __len__(self) -> int:
        return len(self._held)

    def taken(self) -> bytes:
        octets = bytes(self._held)
        self._held.clear()
        return octets


def _sheet(book: ZipFile, out: _Out, table: Table, rows: _Rows, number: int) -> Iterator[bytes]:
    """One sheet, full or with the last row."""
    columns = [_letters(place) for place in range(len(table.heads))]
    written, place = 0, 1
    with book.open(f"xl/worksheets/sheet{number}.xml", "w") as entry:
        entry.write(_beginning(table.widths, frozen=True).encode())
        entry.write(_row(1, columns, table.heads, _HEAD).encode())
        while rows.more and place < ROWS_OF_A_SHEET and written < OCTETS_OF_A_SHEET:
            place += 1
            written += entry.write(_row(place, columns, rows.take()).encode())
            if len(out) > _AT_ONCE:
                yield out.taken()
        entry.write(b"</sheetData>")
        entry.write(f'<autoFilter ref="A1:{columns[-1]}{place}"/></worksheet>'.encode())


_END = b"</sheetData></worksheet>"


def _beginning(widths: Sequence[int], *, frozen: bool) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if frozen else ""
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}.7109375" customWidth="1"/>'
        for place, width in enumerate(widths, 1)
    )
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    return f'{_XML}<worksheet xmlns="{_MAIN}">{view}<cols>{columns}</cols><sheetData>'


def _row(number: int, columns: Sequence[str], cells: Sequence[Cell], style: int = 0) -> str:
    filled = zip(columns, cells)  # noqa: B905 – a row may end early
    return f'<row r="{number}">{"".join(_cell(f"{column}{number}", cell, style) for column, cell in filled)}</row>'


def _cell(at: str, cell: Cell, style: int) -> str:
    if isinstance(cell, str):
        text = plain(cell)
        style = style or (_QUOTED if risky(text) else _TEXT)
        return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'
    if isinstance(cell, datetime):
        days = (cell - _DAY_ZERO).total_seconds() / 86400
        return f'<c r="{at}" s="{_MOMENT}"><v>{days!r}</v></c>'
    if isinstance(cell, Decimal):
        return f'<c r="{at}" s="{_MONEY}"><v>{cell:f}</v></c>'
    return "" if cell is None else f'<c r="{at}" s="{_NUMBER}"><v>{cell}</v></c>'


def _escaped(text: str) -> str:
    if "_x" in text:
        text = _LIKE_AN_ESCAPE.sub("_x005F_", text)
    return escape(text, quote=False)


def _letters(place: int) -> str:
    """The name of column `place`, from 0 on: A … Z, AA …"""
    more, last = divmod(place, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)


def _about(table: Table) -> str:
    lines = (_row(place, ("A", "B"), line) for place, line in enumerate(table.about, 1))
    return _beginning((24, 48), frozen=False) + "".join(lines) + _END.decode()


def _frame(names: Sequence[str], moments: str) -> dict[str, str]:
    """What holds the sheets together."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    kept = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    links = "".join(_link(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
    return {
        "xl/styles.xml": _XML + _STYLES % f'"{escape(moments)}"',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _links(links + _link(len(names) + 1, "styles", "styles.xml")),
        "_rels/.rels": _links(_link(1, "officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{kept}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    }


def _links(links: str) -> str:
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _put(book: ZipFile, name: str, text: str) -> None:
    with book.open(name, "w") as entry:
        entry.write(text.encode())
