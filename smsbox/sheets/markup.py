"""XML as it passes by, piece after piece; a document that declares entities is refused before one is unfolded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from xml.parsers import expat

from smsbox.i18n.phrases import Phrase
from smsbox.sheets.rows import SheetRefused

Attributes = dict[str, str]
Begin = Callable[[str, Attributes], None]
End = Callable[[str], None]
Text = Callable[[str], object]
_LONGEST_TAG = 1 << 20
"""Octets of a tag or a comment."""


class LocalNames(dict[str, str]):
    """What is behind the colon of each name ("table:table-row"), found once."""

    def __missing__(self, tag: str) -> str:
        self[tag] = name = tag.rpartition(":")[2]
        return name


def attribute(attributes: Attributes, name: str) -> str | None:
    """What is said under that name, whatever stands before its colon."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)


def read(path: Path, pieces: Iterable[bytes], begin: Begin, end: End, text: Text) -> None:
    """Call `begin`, `end` and `text` as the document goes by; names come as they are written. Raises SheetRefused, its
    path `path`; what `begin` and `end` raise of LookupError and ValueError means that the document is torn.
    """

    def declared(*_: object) -> None:
        raise SheetRefused(path=str(path), reason="bomb", detail=Phrase("XML entities inside"))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:  # looked through from its beginning with every piece
                raise SheetRefused(path=str(path), reason="not_xlsx", detail="")
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise SheetRefused(path=str(path), reason="not_xlsx", detail="") from error
