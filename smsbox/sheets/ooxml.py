"""Workbooks of today (.xlsx, .xlsm): their sheets, their strings, and which formats show days (ECMA-376-1 18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smsbox.sheets import markup, serials
from smsbox.sheets.lines import LONGEST_KEPT, Lines
from smsbox.sheets.markup import Attributes, LocalNames
from smsbox.sheets.package import Package
from smsbox.sheets.serials import Shown
from smsbox.sheets.worksheet import reader, unescaped

_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    part: str


class _Book:
    """What stands in the part of the workbook itself."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self.pages: list[_Page] = []
        self.since_1904 = False
        self._targets = targets

    def begin(self, tag: str, attributes: Attributes) -> None:
        name = tag.rpartition(":")[2]
        if name == "sheet":
            target = self._targets.get(markup.attribute(attributes, "id") or "")
            if target and attributes.get("state", "visible") == "visible":
                self.pages.append(_Page(attributes["name"], target))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")


class _Strings:
    """The strings that cells refer to by number."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self._string: list[str] = []
        self._aside = False
        self._names = LocalNames()

    def begin(self, tag: str, _: Attributes) -> None:
        self.pieces.clear()
        if self._names[tag] == "rPh":  # how it is read aloud
            self._aside = True

    def end(self, tag: str) -> None:
        name = self._names[tag]
        if name == "t" and not self._aside:
            self._string += self.pieces
        elif name == "rPh":
            self._aside = False
        elif name == "si":
            self.found.append(unescaped("".join(self._string))[:LONGEST_KEPT])
            self._string.clear()


class _Styles:
    """Which formats of cells show days or spans, by number as it is written."""

    def __init__(self) -> None:
        self.found: dict[str, Shown] = {}
        self._forms: dict[int, str] = {}
        self._inside, self._count = False, 0
        self._names = LocalNames()

    def begin(self, tag: str, attributes: Attributes) -> None:
        name = self._names[tag]
        if name == "numFmt":
            self._forms[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            code = int(attributes.get("numFmtId", "0"))
            how = serials.shown(code, self._forms.get(code))
            if how is not Shown.NUMBER:
                self.found[str(self._count)] = how
            self._count += 1

    def end(self, tag: str) -> None:
        if self._names[tag] == "cellXfs":
            self._inside = False


def read(path: Path, wanted: str) -> tuple[tuple[str, ...], str, Lines]:
    """The names of the sheets that can be seen; of the one called `wanted`, or else of the first in which anything
    stands, its name and its lines (none: the book is empty). Raises SheetRefused.
    """
    package = Package(path)
    whole = (each.target for each in package.relations("") if each.kind == "officeDocument")
    part = next(whole, _WORKBOOK)
    relations = package.relations(part)
    book = _Book({each.id: each.target for each in relations if each.kind == "worksheet"})
    package.read(part, book.begin, _nothing, _nothing)
    names = tuple(each.name for each in book.pages)
    chosen = [each for each in book.pages if each.name == wanted][:1] or book.pages
    strings, styles = _Strings(), _Styles()
    for each in relations:
        if each.kind == "sharedStrings" and each.target in package:
            package.read(each.target, strings.begin, strings.end, strings.pieces.append)
        elif each.kind == "styles" and each.target in package:
            package.read(each.target, styles.begin, styles.end, _nothing)
    name, lines = wanted, Lines(path)
    for page in chosen:
        name, lines = page.name, _sheet(package, page.part, strings.found, styles.found, book.since_1904)
        if lines:
            break
    return names, name, lines


def _sheet(package: Package, part: str, strings: Sequence[str], styles: Mapping[str, Shown], since_1904: bool) -> Lines:
    lines = Lines(package.path)
    package.read(part, *reader(lines, strings, styles, since_1904=since_1904))
    return lines


def _nothing(_: str) -> None:
    pass
