"""Which PINs were entered in vain: so that one mistake in a configuration never costs a SIM its last try."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Final as Constant

_ROUNDS: Constant = 100_000


class PinMemory:
    """Which PINs were entered on which SIM without success; kept as slow hashes, in a file (0600) if `path` is given.

    A value that once failed is not entered again until somebody calls `forget`; a new PIN in the configuration is a new
    value.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._salt = secrets.token_hex(16)
        self._tried: dict[str, int] = {}
        if path is not None and path.exists():
            self._load(path)

    def _load(self, path: Path) -> None:
        try:
            kept = json.loads(path.read_text("ascii"))
            self._salt, self._tried = str(kept["salt"]), {str(key): int(n) for key, n in kept["tried"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return  # an unreadable memory is an empty one; the SIM's own counter still guards it

    def _key(self, pin: str, sim: str) -> str:
        return hashlib.pbkdf2_hmac("sha256", f"{sim}:{pin}".encode(), self._salt.encode(), _ROUNDS).hex()

    def tried(self, pin: str, sim: str) -> bool:
        """Whether `pin` was entered on `sim` (ICCID, or IMEI where it cannot be read before the PIN) in vain."""
        return self._key(pin, sim) in self._tried

    def failures(self) -> int:
        """How many values failed since the last success."""
        return len(self._tried)

    def entering(self, pin: str, sim: str) -> None:
        """`pin` is about to be entered: from now on it counts as failed, whatever happens."""
        self._tried[self._key(pin, sim)] = 1
        self._save()

    def accepted(self) -> None:
        """The SIM is open: nothing that was tried counts any more."""
        if self._tried:
            self.forget()

    def forget(self) -> None:
        """Somebody says that the card or its PIN is another now."""
        self._tried.clear()
        self._save()

    def _save(self) -> None:
        if self._path is None:
            return
        text = json.dumps({"salt": self._salt, "tried": self._tried})
        fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(fd, "w", encoding="ascii") as file:
            file.write(text)
