"""PIN files: a PIN is read only from a file that nobody else can read, and is never shown."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from smsbox.config.problems import PinFileUnusable
from smsbox.i18n.phrases import Phrase

_PIN = re.compile(rb"\s*(\d{4,8})\s*\Z")
_OTHERS = stat.S_IRWXO


def open_to_others(path: Path) -> bool:
    """Whether accounts outside owner and group may read or change `path`; False when that cannot be seen from here."""
    try:
        return bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False


def read_pin(path: Path) -> str:
    """The 4 to 8 digits in `path`. Raises PinFileUnusable: missing, unreadable, open to others, not a PIN."""
    if open_to_others(path):
        raise PinFileUnusable(path=str(path), problem=Phrase("other accounts can read it; chmod 600 {path}", path=path))
    try:
        with path.open("rb") as file:
            content = file.read(64)
    except OSError as error:
        raise PinFileUnusable(path=str(path), problem=(error.strerror or str(error)).lower()) from error
    match = _PIN.match(content)
    if match is None:
        raise PinFileUnusable(
            path=str(path), problem=Phrase("it must hold the 4 to 8 digits of the PIN and nothing else")
        )
    return match.group(1).decode()
