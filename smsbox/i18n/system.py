"""What the operating system, the database and the line say when they refuse, in the reader's language."""

from __future__ import annotations

import re

from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

_SAID = frozenset(
    {
        N_("address already in use"),
        N_("attempt to write a readonly database"),
        N_("bad file descriptor"),
        N_("broken pipe"),
        N_("cannot assign requested address"),
        N_("closed"),
        N_("connection refused"),
        N_("connection reset by peer"),
        N_("connection timed out"),
        N_("database disk image is malformed"),
        N_("database is locked"),
        N_("database or disk is full"),
        N_("device disappeared"),
        N_("device or resource busy"),
        N_("device was replaced"),
        N_("disk I/O error"),
        N_("disk quota exceeded"),
        N_("file name too long"),
        N_("file too large"),
        N_("hung up"),
        N_("inappropriate ioctl for device"),
        N_("input/output error"),
        N_("is a directory"),
        N_("no route to host"),
        N_("no space left on device"),
        N_("no such device"),
        N_("no {money}, {left}, {of} or {date}"),
        N_("no such device or address"),
        N_("no such file or directory"),
        N_("not a directory"),
        N_("operation not permitted"),
        N_("permission denied"),
        N_("protocol error"),
        N_("readable without data"),
        N_("read-only file system"),
        N_("takes no more bytes"),
        N_("another thread writes for too long"),
        N_("too many levels of symbolic links"),
        N_("too many open files"),
        N_("unable to open database file"),
    }
)

_NAMED = re.compile(r"(SQLITE_[A-Z_]+): (.+)", re.DOTALL)
"""An error of SQLite with its name before it."""

_CODES = {
    "empty": N_("it is empty"),
    "not_a_database": N_("it is no SQLite database"),
    "other_program": N_("it belongs to another program"),
    "not_a_backup": N_("it is a database, and no copy of one"),
    "in_use": N_("it is the database itself"),
}
"""What the store says of a file that is not its own."""


def system_words(tr: Translator, said: str) -> str:
    """`said`, the words of strerror(3), of SQLite or the line, or a code of the store, as a reader of `tr` says them;
    anything else stays.
    """
    if said in _CODES:
        return tr.gettext(_CODES[said])
    named = _NAMED.fullmatch(said)
    if named is not None:
        return f"{system_words(tr, named[2])} ({named[1]})"
    lowered = said[:1].lower() + said[1:]
    return tr.gettext(lowered) if lowered in _SAID and tr.language != "en" else said
