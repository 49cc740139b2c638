"""What is inside a workbook of today (.xlsx): which parts there are, and which of them holds what (ECMA-376-2).

Names are compared without regard to case: 1C writes xl/SharedStrings.xml and refers to sharedStrings.xml.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from smsbox.sheets import bombs, markup
from smsbox.sheets.rows import SheetRefused


@dataclass(frozen=True, slots=True)
class Relation:
    """That one part refers to another: `kind` the last word of its type ("worksheet"), `target` the other's name."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of an archive, by name."""

    def __init__(self, path: Path) -> None:
        """Only for an archive that `bombs.check` has let pass. Raises SheetRefused."""
        self.path = path
        self._entries = {_plain(each.filename): each for each in bombs.entries(path)}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def pieces(self, name: str) -> Iterator[bytes]:
        """The octets of a part. Raises SheetRefused: there is none, or it is torn."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            raise self.torn()
        check = 0
        with self.path.open("rb") as file:
            for piece in bombs.unfolded(self.path, file, entry):
                check = zlib.crc32(piece, check)
                yield piece
        if check != entry.CRC:
            raise self.torn()

    def read(self, name: str, begin: markup.Begin, end: markup.End, text: markup.Text) -> None:
        """Have a part of XML pass by. Raises SheetRefused."""
        markup.read(self.path, self.pieces(name), begin, end, text)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """To what a part refers inside the archive, "": the archive as a whole."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        found: list[Relation] = []

        def begin(tag: str, attributes: markup.Attributes) -> None:
            if tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes["Type"].rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"].replace("\\", "/")))
                found.append(Relation(attributes["Id"], kind, target.lstrip("/")))

        if name in self:
            self.read(name, begin, _ignore, _ignore)
        return tuple(found)

    def torn(self) -> SheetRefused:
        """The refusal of a file that does not hold together."""
        return SheetRefused(path=str(self.path), reason="not_xlsx", detail="")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _ignore(_: str) -> None:
    pass
