"""The part of a long text that a row of a list shows: its beginning, or the place where what is looked for stands."""

from __future__ import annotations

LONGEST = 100
"""Characters: two lines of a wide screen. A text can have fifteen hundred, and a page has fifty texts."""

_BEFORE = 30


def excerpt(text: str, sought: str = "") -> str:
    """Up to `LONGEST` characters of `text` with `sought` among them, in whatever case; "…" where something is left
    out.
    """
    if len(text) <= LONGEST:
        return text
    place = max(text.lower().find(sought.lower()), 0) if sought else 0
    start = 0 if place + len(sought) <= LONGEST - 1 else min(place - _BEFORE, len(text) - LONGEST + 1)
    end = start + LONGEST - (start > 0)
    cut = end < len(text)
    return "…" * (start > 0) + text[start : end - cut] + "…" * cut
