"""Workbooks of LibreOffice (.ods): a table in which cells and rows may say that they are repeated a million times
(OpenDocument 1.3 part 3, 9.1 and 19).
"""

from __future__ import annotations

import re
from pathlib import Path

from smsbox.sheets import serials
from smsbox.sheets.lines import LONGEST_KEPT, Lines
from smsbox.sheets.markup import Attributes, LocalNames, attribute
from smsbox.sheets.package import Package
from smsbox.sheets.rows import MOST_COLUMNS

CONTENT = "content.xml"
_CELLS = ("table-cell", "covered-table-cell")
_ERROR = "error"
_BREAKS = {"tab": "\t", "line-break": "\n"}
_SPAN = re.compile(r"PT([01]?[0-9]|2[0-3])H([0-5]?[0-9])M([0-5]?[0-9])(?:[.,]0*)?S")
_MOST_SPACES = LONGEST_KEPT


def is_one(path: Path) -> bool:
    """Whether it holds such a document. Raises SheetRefused."""
    return CONTENT in Package(path)


def read(path: Path, wanted: str) -> tuple[tuple[str, ...], str, Lines]:
    """The names of the sheets that can be seen; of the one called `wanted`, or else of the first in which anything
    stands, its name and its lines (none: the book is empty). Raises SheetRefused.
    """
    document = _Document(path, wanted)
    Package(path).read(CONTENT, document.begin, document.end, document.pieces.append)
    return tuple(document.names), *document.chosen()


class _Document:
    """Takes the tables of a document as it passes by."""

    def __init__(self, path: Path, wanted: str) -> None:
        self.names: list[str] = []
        self.pieces: list[str] = []
        self._path, self._wanted = path, wanted
        self._found: dict[str, Lines] = {}
        self._hidden: set[str] = set()
        self._style = ""
        self._lines: Lines | None = None
        self._line, self._repeated, self._cells = 0, 1, list[str]()
        self._column, self._width = 0, 1
        self._said: Attributes | None = None
        self._depth = self._aside = self._own = 0
        self._words: list[str] = []
        self._local = LocalNames()

    def chosen(self) -> tuple[str, Lines]:
        """The sheet that was wanted, else the first in which anything stands."""
        if self._wanted in self._found:
            return self._wanted, self._found[self._wanted]
        return next(((name, lines) for name, lines in self._found.items() if lines), ("", Lines(self._path)))

    # ── what begins

    def begin(self, tag: str, attributes: Attributes) -> None:
        """Raises ValueError."""
        name = self._local[tag]
        if self._said is not None:
            self._inside(name, attributes)
        elif name in _CELLS:
            self._said = said = self._plain(attributes)
            self._width = _times(said.get("number-columns-repeated"))
            self._words.clear()
        elif name == "table-row":
            self._repeated = _times(self._plain(attributes).get("number-rows-repeated"))
            self._cells, self._column = [], 0
        elif name == "table":
            self._table(attributes)
        elif name == "style":
            self._style = attribute(attributes, "name") or ""
        elif name == "table-properties" and attribute(attributes, "display") == "false":
            self._hidden.add(self._style)

    def _plain(self, attributes: Attributes) -> Attributes:
        """Without what stands before their colons; of LibreOffice's own only that a cell shows an error."""
        said = {self._local[key]: value for key, value in attributes.items() if not key.startswith("calcext:")}
        if attributes.get("calcext:value-type") == _ERROR:
            said["value-type"] = _ERROR
        return said

    def _table(self, attributes: Attributes) -> None:
        self._line, self._lines = 0, None
        if attribute(attributes, "style-name") in self._hidden:
            return
        name = attribute(attributes, "name") or ""
        self.names.append(name)
        if name == self._wanted or not any(self._found.values()):
            self._lines = self._found.setdefault(name, Lines(self._path))

    def _inside(self, name: str, attributes: Attributes) -> None:
        """A cell holds paragraphs; beside them notes and pictures, whose paragraphs are none of its own."""
        self._depth += 1
        if self._aside:
            return
        if self._depth == 1:
            if name != "p":
                self._aside, self._own = self._depth, 0
            self.pieces.clear()
        elif name == "annotation":
            self._aside, self._own = self._depth, len(self.pieces)
        elif name == "s":
            self.pieces.append(" " * min(_times(attribute(attributes, "c")), _MOST_SPACES))
        elif name in _BREAKS:
            self.pieces.append(_BREAKS[name])

    # ── what ends

    def end(self, tag: str) -> None:
        """Raises SheetRefused."""
        name = self._local[tag]
        if self._depth:
            self._leave()
        elif self._said is not None:
            self._put(_text(self._said, "\n".join(self._words)))
            self._said = None
        elif name == "table-row":
            if self._lines is not None:
                self._lines.add(self._line + 1, self._cells, self._repeated)
            self._line += self._repeated

    def _leave(self) -> None:
        if self._aside == self._depth:
            self._aside = 0
            del self.pieces[self._own :]
        elif self._depth == 1:
            self._words.append("".join(self.pieces))
        self._depth -= 1

    def _put(self, text: str) -> None:
        if text and self._lines is not None and self._column == len(self._cells) < MOST_COLUMNS and self._width == 1:
            self._cells.append(text)
        elif text and self._lines is not None:
            far = self._column + self._width
            self._lines.reach(self._line + 1, min(far, MOST_COLUMNS + 1))
            self._cells.extend([""] * (self._column - len(self._cells)))
            self._cells.extend([text] * self._width)
        self._column += self._width


def _text(said: Attributes, words: str) -> str:
    """What a cell stands for, whose paragraphs are `words`."""
    kind = said.get("value-type")
    if kind == _ERROR:
        return ""
    if kind is None or kind == "string":
        return said.get("string-value", words)[:LONGEST_KEPT]
    if kind in ("float", "percentage", "currency"):
        return serials.written(said.get("value", words))[:LONGEST_KEPT]
    if kind == "date":
        return serials.iso(said.get("date-value", words))[:LONGEST_KEPT]
    if kind == "time":
        span = said.get("time-value", words)
        hour = _SPAN.fullmatch(span)
        return "{:0>2}:{:0>2}:{:0>2}".format(*hour.groups()) if hour else span[:LONGEST_KEPT]
    if kind == "boolean":
        return {"true": "True", "false": "False"}.get(said.get("boolean-value", ""), words)[:LONGEST_KEPT]
    return words[:LONGEST_KEPT]


def _times(said: str | None) -> int:
    """How often something is repeated; what is no number is read as once."""
    if said is None:
        return 1
    return max(1, min(int(said), 1 << 40)) if said.isascii() and said.isdigit() and len(said) < 20 else 1
