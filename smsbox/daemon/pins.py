"""PINs given on the page: each in a file of its own that only smsbox can read, never anywhere else."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterable
from pathlib import Path

from smsbox.errors import SmsboxError

FOLDER = "pins"
_PIN = re.compile(r"[0-9]{4,8}")


class NoPin(SmsboxError):
    """What was given is no PIN: 4 to 8 digits (3GPP TS 31.101 9.3)."""

    key = "settings.no_pin"
    exit_code = 65


def keep(directory: Path, pin: str) -> Path:
    """Write `pin` into a new file below `directory`; an older one stays, it may have to come back. Raises NoPin."""
    if not _PIN.fullmatch(pin):
        raise NoPin
    folder = directory / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}.pin"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w", encoding="ascii") as file:
        file.write(pin + "\n")
        file.flush()
        os.fsync(file.fileno())
    return path


def sweep(directory: Path, used: Iterable[object]) -> None:
    """Remove the PINs of our folder that no modem uses and no trial could bring back."""
    wanted = {Path(str(each)) for each in used if each}
    for path in (directory / FOLDER).glob("*.pin"):
        if path not in wanted:
            path.unlink(missing_ok=True)
