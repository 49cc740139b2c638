"""The poster of a source: a QR code that opens an SMS with the word in it, the word and the number for all others.

One drawing serves the page, the printer and the file to take along. As SVG it has the letters of whoever shows it, so
that no font travels with smsbox; as PDF outlines of the letters of this machine, so that it needs none where it is
printed. The code alone is to be had, too, for those who make a poster of their own.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import phonenumbers

from smsbox.config.model import ShopConfig
from smsbox.subscription import terms
from smsbox.subscription.sheet import Sheet
from smsbox.subscription.sources import Source
from smsbox.subscription.typeface import typefaces

SIZES = {"a4": (210, 297), "a5": (148, 210)}
"""Millimetres of a sheet (ISO 216); A5 is the same drawing, smaller."""

_WIDTH, _HEIGHT = SIZES["a4"]
_CODE, _CODE_AT = 104, 82
"""Side of the code in millimetres, with its quiet zone, and where it begins."""
_WIDEST = 194.0
"""No line is longer."""
_INK, _SOFT, _DEEP = "#111", "#444", "#0b5e57"


FORMS = ("sms", "smsto")
"""The two ways a code can say it: the standard, and the one the readers of older telephones know better."""


def sms_link(number: str, word: str, form: str = "sms") -> str:
    """An SMS to `number` with `word` written already: RFC 5724, or what scanners of barcodes made of it before."""
    return f"SMSTO:{number}:{word}" if form == "smsto" else f"sms:{number}?body={quote(word)}"


def readable(number: str) -> str:
    """`+380500000003` as people read it, in groups."""
    parsed = phonenumbers.parse(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def code_svg(link: str) -> bytes:
    """The QR code alone, black on white; correction M: a fingerprint or a fold does not matter."""
    return _code(link, "svg", scale=8, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None)


def code_pdf(link: str) -> bytes:
    """The QR code alone, to be put onto a poster of one's own."""
    return _code(link, "pdf", scale=8, border=4)


def _code(link: str, kind: str, **how: object) -> bytes:
    import segno

    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind=kind, **how)
    return drawn.getvalue()


@dataclass(frozen=True, slots=True)
class _Line:
    """Text around the middle of the sheet, standing on `y`; millimetres of A4."""

    text: str
    y: float
    size: float
    fill: str
    bold: bool = False


def _written(source: Source, shop: ShopConfig, number: str) -> list[_Line]:
    """All that is written on the sheet."""
    language, word = source.language, source.word or ""
    said = terms.SAID[language]
    return [
        *_headline(terms.headline(language, shop)),
        *_lines(said.camera, 66, 7.5, 46, _SOFT),
        _Line(said.by_hand, 202, 7.5, _SOFT),
        _Line(word, 228, min(26.0, 170 / (0.78 * len(word))), _INK, bold=True),
        _Line(readable(number), 249, 15, _INK, bold=True),
        *_small_print(source.words or terms.written(language, shop)),
    ]


def poster_svg(source: Source, shop: ShopConfig, number: str, size: str = "a4", form: str = "sms") -> str:
    """The whole sheet. `source` has a word; `number` E.164; `form` one of `FORMS`."""
    width, height = SIZES[size]
    code = _placed_code(sms_link(number, source.word or "", form), (_WIDTH - _CODE) / 2, _CODE_AT)
    parts = [*map(_text, _written(source, shop, number)), code]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" text-anchor="middle" xml:lang="{source.language}">'
        f"<title>{escape(source.title)}</title>"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def poster_pdf(source: Source, shop: ShopConfig, number: str, size: str = "a4", form: str = "sms") -> bytes | None:
    """The whole sheet as PDF; None where this machine has no font with Cyrillic."""
    pair = typefaces()
    if pair is None:
        return None
    sheet = Sheet(*SIZES[size], title=source.title, scale=SIZES[size][0] / _WIDTH)
    for line in _written(source, shop, number):
        face = pair.bold if line.bold else pair.plain
        room = face.width(line.text) * line.size
        sheet.text(
            face, line.text, _WIDTH / 2, line.y, line.size * min(1.0, _WIDEST / room if room else 1.0), line.fill
        )
    sheet.squares(_modules(sms_link(number, source.word or "")), (_WIDTH - _CODE) / 2, _CODE_AT, _CODE)
    return sheet.octets()


def _headline(text: str) -> Iterator[_Line]:
    """As large as its longest line allows, in the upper sixth of the sheet."""
    lines = textwrap.wrap(text, 24)
    size = min(17.0, 176 / (0.6 * max(map(len, lines))), 32 / len(lines))
    for place, line in enumerate(lines):
        yield _Line(line, 36 + place * size * 1.2, size, _DEEP, bold=True)


def _small_print(text: str) -> Iterator[_Line]:
    return _lines(text, 266, 4.6, 76, _SOFT) if len(text) <= 260 else _lines(text, 264, 3.4, 104, _SOFT)


def _lines(text: str, y: float, size: float, letters: int, fill: str) -> Iterator[_Line]:
    """`text` in lines of at most `letters`, the first at `y`."""
    for place, line in enumerate(textwrap.wrap(text, letters)):
        yield _Line(line, y + place * size * 1.3, size, fill)


def _text(line: _Line) -> str:
    weight = ' font-weight="700"' if line.bold else ""
    place = f'x="{_WIDTH / 2:g}" y="{line.y:g}" font-size="{line.size:.1f}"'
    return f'<text {place} fill="{line.fill}"{weight}>{escape(line.text)}</text>'


def _modules(link: str) -> list[list[int]]:
    """The dark and light squares of the code, row by row, with its quiet zone."""
    import segno

    return [list(row) for row in segno.make(link, error="m", micro=False).matrix_iter(border=4)]


def _placed_code(link: str, x: float, y: float) -> str:
    """The code as part of another drawing: one path, a unit a module."""
    import segno

    code = segno.make(link, error="m", micro=False)
    modules, _ = code.symbol_size(border=4)
    scale = _CODE / modules
    drawn = code.svg_inline(border=4, dark="#000", light=None, svgclass=None, lineclass=None, omitsize=True)
    path = drawn[drawn.index("<path") : drawn.index("</svg>")]
    return f'<g transform="translate({x:g} {y:g}) scale({scale:.4f})">{path}</g>'
