"""A process of its own for a table of any length, seen from both ends: its order goes in as one line of JSON, what it
makes of it comes out in pieces.

Whoever closes either end has it stopped; so does the end of the daemon, whatever it dies of.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import IO, Any

PATIENCE = 5.0
"""Seconds it has to end by itself."""
_PIECE = 1 << 16
_MODEST = 10
"""What is added to the niceness (nice(1)); a unit may forbid it."""


class Apart:
    """One such process, with its order on the way."""

    def __init__(self, program: Sequence[str], order: Mapping[str, Any]) -> None:
        """Raises OSError when the system gives no process."""
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.tell(order)  # where it could not even start, reading tells so

    def piece(self, seconds: float) -> bytes | None:
        """What has come, waiting for something at most so many `seconds`: None for nothing, b"" at the end."""
        output = _end(self._process.stdout)
        return os.read(output.fileno(), _PIECE) if select.select([output], [], [], seconds)[0] else None

    def tell(self, further: Mapping[str, Any]) -> None:
        """Another line for its input; lost when it has ended."""
        with contextlib.suppress(BrokenPipeError):
            _end(self._process.stdin).write(json.dumps(further).encode() + b"\n")

    def result(self) -> int:
        """With what it has ended; 0 when all went well."""
        return self._process.wait()

    @property
    def ended(self) -> bool:
        """Whether it is there no more."""
        return self._process.poll() is not None

    def let_go(self) -> None:
        """Close both ends, as the system does it for whoever is killed."""
        _end(self._process.stdin).close()
        _end(self._process.stdout).close()

    def close(self) -> None:
        """Have it stopped, if it is not at its end."""
        self.let_go()
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _end(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


# ── the other end


def ordered() -> dict[str, Any]:
    """Be such a process: modest, not for the terminal to end, which tells everybody; what is ordered."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        os.nice(_MODEST)
    found: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    return found


def unwanted() -> bool:
    """Whether nobody waits for the rest."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


def silence() -> None:
    """What was not written out yet is for nobody."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
