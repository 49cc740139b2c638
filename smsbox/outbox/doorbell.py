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
