"""Cells of files that leave the box: text stays text, nothing in it runs, nothing in it is hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

Cell = str | int | Decimal | datetime | None
"""Text, a number that counts something, a sum of money, a moment of the shop's zone (without one, as sheets have it),
nothing.
"""

LONGEST = 32_767
"""Characters of a cell in Excel (its specifications and limits)."""

_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, or skips to find one (OWASP, CSV injection)."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Table:
    """What a file is made of beside its rows: heads of the columns, their widths in characters, the word of the sheet;
    `about`: what was asked for, and when, as pairs of name and value; `moments`: how a spreadsheet shows a moment.
    """

    title: str
    heads: Sequence[str]
    widths: Sequence[int]
    about_title: str
    about: Sequence[tuple[str, Cell]]
    moments: str


def risky(text: str) -> bool:
    """Whether a spreadsheet might run a cell that begins so."""
    return text.startswith(_RISKY)


def plain(text: str) -> str:
    """`text` with control characters and direction marks written out (`\\x1b`, `\\u202e`); line ends and tabs stay, a
    tab not as the first character.
    """
    text = text.replace("\r\n", "\n")
    if text.startswith("\t"):
        text = "\\t" + text[1:]
    return _HIDDEN.sub(_escape, text)[:LONGEST]


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
