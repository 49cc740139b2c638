"""The one-time code of the first start: proof that whoever sets the owner's password can read the box's own console."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from smsbox.clock import Micros
from smsbox.people.codes import new_code, plain
from smsbox.people.passwords import hash_password, matches
from smsbox.store import Store, accounts

FILE_NAME = "setup-code"


def ensure_setup_code(store: Store, directory: Path, now: Micros) -> str | None:
    """The code to print on the console while nobody owns this box; None once somebody does.

    The same code stands in `<directory>/setup-code` (mode 0600) until it is used; a start that finds the file reads
    it from there, so that a code somebody noted down survives a restart.
    """
    path = directory / FILE_NAME
    if accounts.has_owner(store):
        _remove(path)
        return None
    kept = accounts.setup_code_hash(store)
    try:
        code = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        code = ""
    if code and matches(plain(code), kept):
        return code
    code = new_code()
    accounts.set_setup_code_hash(store, hash_password(plain(code)), now)
    _write(path, code)
    return code


def code_fits(store: Store, code: str) -> bool:
    """Whether `code` is the one of this box; dashes, blanks and case do not matter."""
    return matches(plain(code), accounts.setup_code_hash(store))


def forget_file(directory: Path) -> None:
    """The code has been used (making the owner voided it): its file goes too."""
    _remove(directory / FILE_NAME)


def _write(path: Path, code: str) -> None:
    """0600 from the first byte on, whatever was there before."""
    _remove(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(code + "\n")


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
