"""PIN files: a PIN is read only from a file that nobody else can read, and is never shown."""

from __future__ import annotations

import re
from pathlib import Path

from smsbox.config.problems import PinFileUnusable
from smsbox.config.secrets import content_of, open_to_others
from smsbox.i18n.phrases import Phrase

_PIN = re.compile(rb"\s*(\d{4,8})\s*\Z")


def read_pin(path: Path) -> str:
    """The 4 to 8 digits in `path`. Raises PinFileUnusable: missing, unreadable, open to others, not a PIN."""
    if open_to_others(path):
        raise PinFileUnusable(path=str(path), problem=Phrase("other accounts can read it; chmod 600 {path}", path=path))
    try:
        content = content_of(path)
    except OSError as error:
        raise PinFileUnusable(path=str(path), problem=(error.strerror or str(error)).lower()) from error
    match = _PIN.match(content)
    if match is None:
        raise PinFileUnusable(
            path=str(path), problem=Phrase("it must hold the 4 to 8 digits of the PIN and nothing else")
        )
    return match.group(1).decode()
