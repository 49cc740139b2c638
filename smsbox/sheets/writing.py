"""Tables as CSV, as a stream of octets in flat memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from smsbox.sheets.cells import Cell, Table, plain, risky

_AT_ONCE = 64 * 1024
_READ_OTHERWISE = re.compile(r"\.?[0-9][0-9 .,:/\-]*%?|[0-9]+[.,]?[0-9]*[eE][+-]?[0-9]+")
"""What a spreadsheet makes a day, an hour or another number of: 20-1 (an order), 12:30, 1/2, 1.5 (1 May), 12E3."""


def csv_octets(table: Table, rows: Iterable[Sequence[Cell]], delimiter: str) -> Iterator[bytes]:
    """The table as CSV (RFC 4180: CRLF, quotes doubled) in UTF-8 with the mark Excel knows it by, in pieces.

    Text that a spreadsheet might run or take for a number begins with an apostrophe: numbers of telephones, too. Money
    has a comma where fields are not separated by one: there a point makes text, or a day, of it.
    """
    mark = "." if delimiter == "," else ","
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([_csv_cell(head, mark) for head in table.heads])
    for row in rows:
        writer.writerow([_csv_cell(cell, mark) for cell in row])
        if buffer.tell() > _AT_ONCE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _csv_cell(cell: Cell, mark: str) -> Any:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, str):
        text = plain(cell)
        return "'" + text if risky(text) or _like_a_number(text) else text
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", mark)
    return "" if cell is None else cell


def _like_a_number(text: str) -> bool:
    """Whether a spreadsheet would make a number of it: 0671234567 loses its zero, 255010000000001 its last digits."""
    if text.isascii() and text.isdigit():
        return len(text) > 9 or text.startswith("0")
    return _READ_OTHERWISE.fullmatch(text) is not None
