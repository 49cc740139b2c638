"""The poster of a source: a QR code that opens an SMS with the word in it, the word and the number for all others.

One drawing serves the page, the printer and the file to take along. It is SVG with the letters of whoever shows it, so
that no font travels with smsbox; the code alone is to be had as PDF, for those who make a poster of their own.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

import phonenumbers

from smsbox.config.model import ShopConfig
from smsbox.subscription import terms
from smsbox.subscription.sources import Source

SIZES = {"a4": (210, 297), "a5": (148, 210)}
"""Millimetres of a sheet (ISO 216); A5 is the same drawing, smaller."""

_WIDTH, _HEIGHT = SIZES["a4"]
_CODE = 104
"""Side of the code in millimetres, with its quiet zone."""
_INK, _SOFT, _DEEP = "#111", "#444", "#0b5e57"


def sms_link(number: str, word: str) -> str:
    """An SMS to `number` with `word` written already (RFC 5724)."""
    return f"sms:{number}?body={quote(word)}"


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


def poster_svg(source: Source, shop: ShopConfig, number: str, size: str = "a4") -> str:
    """The whole sheet. `source` has a word; `number` E.164."""
    language, word = source.language, source.word or ""
    said = terms.SAID[language]
    width, height = SIZES[size]
    parts = [
        *_headline(terms.headline(language, shop)),
        *_lines(said.camera, 66, 7.5, 46, _SOFT),
        _placed_code(sms_link(number, word), (_WIDTH - _CODE) / 2, 82),
        _text(said.by_hand, 202, 7.5, _SOFT),
        _text(word, 228, min(26.0, 170 / (0.78 * len(word))), _INK, bold=True),
        _text(readable(number), 249, 15, _INK, bold=True),
        *_small_print(source.words or terms.written(language, shop)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" text-anchor="middle" xml:lang="{language}"><title>{escape(source.title)}</title>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def _headline(text: str) -> Iterator[str]:
    """As large as its longest line allows, in the upper sixth of the sheet."""
    lines = textwrap.wrap(text, 24)
    size = min(17.0, 176 / (0.6 * max(map(len, lines))), 32 / len(lines))
    for place, line in enumerate(lines):
        yield _text(line, 36 + place * size * 1.2, size, _DEEP, bold=True)


def _small_print(text: str) -> Iterator[str]:
    return _lines(text, 266, 4.6, 76, _SOFT) if len(text) <= 260 else _lines(text, 264, 3.4, 104, _SOFT)


def _lines(text: str, y: float, size: float, letters: int, fill: str, *, bold: bool = False) -> Iterator[str]:
    """`text` in lines of at most `letters`, the first at `y`."""
    for place, line in enumerate(textwrap.wrap(text, letters)):
        yield _text(line, y + place * size * 1.3, size, fill, bold=bold)


def _text(text: str, y: float, size: float, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{_WIDTH / 2:g}" y="{y:g}" font-size="{size:.1f}" fill="{fill}"{weight}>{escape(text)}</text>'


def _placed_code(link: str, x: float, y: float) -> str:
    """The code as part of another drawing: one path, a unit a module."""
    import segno

    code = segno.make(link, error="m", micro=False)
    modules, _ = code.symbol_size(border=4)
    scale = _CODE / modules
    drawn = code.svg_inline(border=4, dark="#000", light=None, svgclass=None, lineclass=None, omitsize=True)
    path = drawn[drawn.index("<path") : drawn.index("</svg>")]
    return f'<g transform="translate({x:g} {y:g}) scale({scale:.4f})">{path}</g>'
