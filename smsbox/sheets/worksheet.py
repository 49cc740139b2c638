"""The cells of one sheet of an .xlsx as they pass by (ECMA-376-1 18.3.1). A cell costs four calls of ours, so these are
written for speed: 1.2 million cells are read in eight seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from smsbox.sheets import serials
from smsbox.sheets.encoding import joined
from smsbox.sheets.lines import LONGEST_KEPT, Lines
from smsbox.sheets.markup import Attributes, Begin, End, LocalNames, Text
from smsbox.sheets.rows import MOST_COLUMNS
from smsbox.sheets.serials import Shown

_DIGITS = "0123456789"
_EXACT_DIGITS = 15
_LONGEST_PLACE = 20
_BOOLEANS = {"1": "True", "true": "True", "0": "False", "false": "False"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Columns(dict[str, int]):
    """The number of a column, from 0, by its letters; those too far out are all of them MOST_COLUMNS."""

    def __missing__(self, letters: str) -> int:
        column = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z":
                raise ValueError(letters)
            column = min(column * 26 + ord(letter) - 64, MOST_COLUMNS + 1)
        if not column:
            raise ValueError(letters)
        self[letters] = column - 1
        return column - 1


def unescaped(text: str) -> str:
    """`text` with the characters XML cannot hold: _x000D_ (ECMA-376-1 22.9.2.19)."""
    return joined(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)) if "_x" in text else text


def reader(
    lines: Lines, strings: Sequence[str], styles: Mapping[str, Shown], *, since_1904: bool
) -> tuple[Begin, End, Text]:
    """What puts the cells of a sheet into `lines`; to be called as `markup.read` says."""
    pieces: list[str] = []
    names, columns = LocalNames(), _Columns()
    said = _said(strings, styles, since_1904)
    cells: list[str] = []
    line, told, column = 0, False, -1
    cell: Attributes = {}
    value, aside = "", False

    def begin(tag: str, attributes: Attributes) -> None:
        nonlocal cells, line, told, column, cell, value, aside
        pieces.clear()
        name = names[tag]
        if name == "c":
            cell, value = attributes, ""
        elif name == "row":
            at = attributes.get("r")
            told = at is not None
            line = line + 1 if at is None else int(at[:_LONGEST_PLACE])
            cells, column = [], -1
        elif name == "rPh":  # how it is read aloud
            aside = True

    def end(tag: str) -> None:
        nonlocal line, told, column, value, aside
        name = names[tag]
        if name == "v":
            value = (pieces[0] if len(pieces) == 1 else "".join(pieces))[:LONGEST_KEPT]
        elif name == "c":
            place = cell.get("r")
            if place is None:
                column += 1
            else:
                letters = place.rstrip(_DIGITS)
                column = columns[letters]
                if not told:
                    line, told = int(place[len(letters) :][:_LONGEST_PLACE]), True
            if value:
                text = said(cell, value)
                if column == len(cells) < MOST_COLUMNS:
                    cells.append(text)
                else:
                    lines.put(line, cells, column, text)
        elif name == "row":
            lines.add(line, cells)
        elif name == "t" and not aside:
            value = (value + "".join(pieces))[:LONGEST_KEPT]
        elif name == "rPh":
            aside = False

    return begin, end, pieces.append


def _said(strings: Sequence[str], styles: Mapping[str, Shown], since_1904: bool) -> Callable[[Attributes, str], str]:
    """What gives the text of a cell with these attributes and that value."""
    moments: dict[tuple[str, str], str] = {}

    def said(cell: Attributes, value: str) -> str:
        kind = cell.get("t")
        if kind == "s":
            return strings[int(value)] if value.isdigit() else value
        if kind is None or kind == "n":
            style = cell.get("s", "")
            if style in styles:
                known = moments.get((style, value))
                if known is None:
                    if len(moments) > 1 << 15:
                        moments.clear()
                    known = moments[style, value] = serials.written(value, styles[style], since_1904=since_1904)
                return known
            if len(value) <= _EXACT_DIGITS and value.isdigit() and value[0] != "0":
                return value
            return serials.written(value)
        if kind == "b":
            return _BOOLEANS.get(value, value)
        if kind == "e":
            return ""
        return serials.iso(value) if kind == "d" else unescaped(value)

    return said
