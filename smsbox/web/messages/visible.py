"""Makes what hides in received text visible: control characters, direction overrides, invisible marks."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

# Controls without TAB and LF; direction overrides, embeddings and isolates; zero-width and other format characters, but
# not the joiners that emoji and several scripts need (U+200C, U+200D) nor variation selectors.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-"
    "\ufffb\U000e0000-\U000e007f]"
)
_SHORT = {"\x00": "NUL", "\x07": "BEL", "\x08": "BS", "\x0c": "FF", "\r": "CR", "\x1b": "ESC", "\x7f": "DEL"} | {
    "\u202e": "RLO",
    "\u202d": "LRO",
}

_UNSEEN = N_("A character one cannot see: {code}")


def visible(text: str, tr: Translator) -> Markup:
    """`text` escaped for HTML with every hidden character shown as a mark, named in the reader's language; line ends
    stay.
    """
    pieces: list[Markup] = []
    start = 0
    for match in _HIDDEN.finditer(text):
        pieces.append(escape(text[start : match.start()]))
        pieces.append(_mark(match.group(), tr))
        start = match.end()
    pieces.append(escape(text[start:]))
    return Markup("").join(pieces)


def plainly(text: str) -> str:
    """`text` for one line of plain text (a title, a log): hidden characters and line ends as `<NAME>`."""
    return _HIDDEN.sub(lambda match: f"<{_name(match.group())}>", text).replace("\n", " ").replace("\t", " ")


def _name(character: str) -> str:
    return _SHORT.get(character) or f"U+{ord(character):04X}"


def _mark(character: str, tr: Translator) -> Markup:
    title = tr.gettext(_UNSEEN).format(code=f"U+{ord(character):04X}")
    return Markup('<span class="hidden-mark" title="{}">{}</span>').format(title, _name(character))
