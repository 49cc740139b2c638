"""The marker by which extraction finds strings that are translated later than where they stand."""

from __future__ import annotations


def N_(text: str) -> str:
    """`text` itself: it goes into the catalogues and is translated where it is shown."""
    return text


def NN_(one: str, many: str) -> tuple[str, str]:
    """The two English forms of a countable phrase, for `ngettext` where it is shown."""
    return one, many
