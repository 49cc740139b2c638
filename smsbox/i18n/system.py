"""What the operating system and the store say when they refuse, in the reader's language."""

from __future__ import annotations

from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

_SAID = frozenset(
    {
        N_("address already in use"),
        N_("bad file descriptor"),
        N_("cannot assign requested address"),
        N_("connection refused"),
        N_("device or resource busy"),
        N_("disk quota exceeded"),
        N_("file name too long"),
        N_("file too large"),
        N_("input/output error"),
        N_("is a directory"),
        N_("no route to host"),
        N_("no space left on device"),
        N_("no such device"),
        N_("no such device or address"),
        N_("no such file or directory"),
        N_("not a directory"),
        N_("operation not permitted"),
        N_("permission denied"),
        N_("read-only file system"),
        N_("too many levels of symbolic links"),
        N_("too many open files"),
    }
)


_CODES = {
    "empty": N_("it is empty"),
    "not_a_database": N_("it is no SQLite database"),
    "other_program": N_("it belongs to another program"),
}
"""What the store says of a file that is not its own."""


def system_words(tr: Translator, said: str) -> str:
    """`said`, the words of strerror(3) or a code of the store, as a reader of `tr` says them; anything else stays."""
    if said in _CODES:
        return tr.gettext(_CODES[said])
    lowered = said[:1].lower() + said[1:]
    return tr.gettext(lowered) if lowered in _SAID and tr.language != "en" else said
