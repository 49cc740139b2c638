"""The client side of the daemon's doorbell: a local socket that says "there is work" and shows the modems."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

NAME = "smsbox.doorbell"
_TIMEOUT_S = 2.0
_PATIENCE_S = 240.0
"""A modem may be in the middle of a segment, and its network search takes three minutes."""


def ring(directory: Path | str) -> bool:
    """Tell the daemon of `directory` that something was queued; False, and nothing else, when none answers."""
    try:
        return next(_ask(Path(directory), "wake"), "") == "ok"
    except OSError:
        return False


def modems(directory: Path | str) -> list[dict[str, Any]] | None:
    """What the daemon knows of its modems at this moment; None when none answers."""
    try:
        return [json.loads(line) for line in _ask(Path(directory), "modems")]
    except (OSError, ValueError):
        return None


class Talk:
    """A conversation with a modem of the running daemon: one JSON object asked, one answered; a context manager."""

    def __init__(self, directory: Path | str) -> None:
        """Raises OSError when no daemon answers there."""
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._door.settimeout(_TIMEOUT_S)
            self._door.connect(str(Path(directory) / NAME))
        except OSError:
            self._door.close()
            raise
        self._door.settimeout(_PATIENCE_S)
        self._answers = self._door.makefile("rb")

    def ask(self, what: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to `what`; None when the daemon has gone. Raises OSError, ValueError."""
        self._door.sendall(json.dumps(what).encode() + b"\n")
        line = self._answers.readline()
        return json.loads(line) if line else None

    def close(self) -> None:
        """Hang up: the queue of the modem goes on."""
        self._answers.close()
        self._door.close()

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _ask(directory: Path, word: str) -> Iterator[str]:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as door:
        door.settimeout(_TIMEOUT_S)
        door.connect(str(directory / NAME))
        door.sendall(f"{word}\n".encode())
        with door.makefile("r", encoding="utf-8") as answer:
            for line in answer:
                yield line.rstrip("\n")
                if word == "wake":
                    return
