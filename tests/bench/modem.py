"""The simulated modems of the bench: one process for each contender, so that nobody shares an interpreter with them.

`python -m tests.bench.modem LINK… ` is `smsbox simulate` with two differences: the air takes exactly the profile's time
for every segment (no ±5 % of luck in a ratio that is judged to 1 %), and the wire log also notes AT+CMGS itself.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from smsbox.modem.simulator import serve
from smsbox.modem.simulator.control import Control
from smsbox.modem.simulator.modem import Modem
from smsbox.modem.simulator.submission import Entry
from smsbox.modem.simulator.timing import PROFILES

ASKED = "asked"
"""Kind of the wire log's entry for AT+CMGS: the modem has taken the command and is about to write the prompt."""


class Modems:
    """Simulated modems in a process of their own, and the questions the bench asks them."""

    def __init__(self, links: Sequence[str], control: Control, process: subprocess.Popen[bytes]) -> None:
        self.links = list(links)
        self.pid = process.pid
        self._control = control

    def do(self, op: str, modem: int = 0, **fields: Any) -> dict[str, Any]:
        """An operation of the simulator's control socket."""
        return self._control.do(op, modem=modem, **fields)

    def log(self, kind: str, since: int = 0) -> list[dict[str, Any]]:
        """Entries of the wire log of all modems after number `since`."""
        entries: list[dict[str, Any]] = self.do("log", kind=kind, since=since)["entries"]
        return entries

    def count(self, kind: str) -> int:
        """How many entries of `kind` there have been; cheap."""
        return int(self.do("counts")["counts"].get(kind, 0))

    def wait(self, kind: str, count: int, seconds: float, *, pause: float = 0.02) -> None:
        """Wait until there have been `count` entries of `kind`. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while (seen := self.count(kind)) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{seen} of {count} {kind!r} after {seconds:.0f} s")
            time.sleep(pause)

    def radio(self, on: bool) -> None:
        """Let all modems find the network or lose it: without one nobody sends."""
        for place in range(len(self.links)):
            self.do("registration", place, stat=1 if on else 0, home=True)


@contextmanager
def modems(folder: Path, count: int = 1, *, profile: str = "zero", speed: float = 1.0) -> Iterator[Modems]:
    """`count` modems with their ttys in `folder`, ready to answer."""
    folder.mkdir(parents=True, exist_ok=True)
    links = [str(folder / f"modem{place}") for place in range(count)]
    socket = str(folder / "air")
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, "--control", socket, "--profile", profile, "--speed", str(speed), *links]
    )
    try:
        control = _connect(socket, process)
        try:
            yield Modems(links, control, process)
        finally:
            control.close()
    finally:
        process.terminate()
        process.wait(10)


def _connect(socket: str, process: subprocess.Popen[bytes]) -> Control:
    deadline = time.monotonic() + 90
    while True:
        try:
            return Control(socket, timeout=60.0)
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _note_commands() -> None:
    """Have the wire log note AT+CMGS at the moment the modem takes it."""
    usual = Modem.open_entry

    def open_entry(modem: Modem, entry: Entry) -> None:
        modem.record(ASKED)
        usual(modem, entry)

    Modem.open_entry = open_entry  # type: ignore[method-assign, assignment]


def main() -> None:
    """Be the modems until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("links", nargs="+")
    parser.add_argument("--control", required=True)
    parser.add_argument("--profile", choices=sorted(PROFILES), required=True)
    parser.add_argument("--speed", type=float, default=1.0)
    given = parser.parse_args()
    PROFILES[given.profile] = replace(PROFILES[given.profile], jitter=0.0)
    _note_commands()
    serve(given.links, profile=given.profile, seed=1, speed=given.speed, control=given.control)


if __name__ == "__main__":
    main()
