"""Owns one installation under test: the daemon as a process, one foreign modem, the command line as typed."""

from __future__ import annotations

import csv
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.foreign.habits import ALL, Habits
from tests.foreign.modem import Modem

CONFIG = """\
[store]
url = "sqlite://{directory}/smsbox.db"

[web]
listen = "127.0.0.1:{port}"

[region]
country = "UA"
timezone = "Europe/Kyiv"

[sending]
gap = 0.0
{sending}

[[modem]]
name = "foreign"
port = "{link}"
{more}
"""


def until(condition: Callable[[], Any], seconds: float, what: Callable[[], str]) -> Any:
    """Wait for something true and return it; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what()}"
        time.sleep(0.05)
    return value


def number(place: int) -> str:
    """A sample recipient."""
    return f"+38050000{place:04d}"


class Shop:
    """A daemon, a modem and their folder. `hurry` scales the waits after Ctrl-Z; 1.0 starts the plain command."""

    def __init__(self, directory: Path, modem: Modem, *, hurry: float, sending: str, more: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.directory, self.modem, self.hurry = directory, modem, hurry
        self.truth = modem.net.truth
        self.arrived: list[tuple[str, str]] = []
        self.config = directory / "config.toml"
        self.config.write_text(
            CONFIG.format(directory=directory, port=port, sending=sending, link=modem.link, more=more), encoding="utf-8"
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the daemon without waiting for anything."""
        how = ["-m", "smsbox"] if self.hurry == 1.0 else ["-m", "tests.foreign.hurried"]
        with open(self.directory / "daemon.log", "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *how, "run", "--config", str(self.config)],
                stdout=log,
                stderr=log,
                cwd=Path(__file__).parents[2],
                env=os.environ | {"FOREIGN_HURRY": str(self.hurry)},
            )

    def stop(self) -> None:
        """SIGTERM, at most 10 s."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(10) == 0
        self.process = None

    def kill(self) -> None:
        """kill -9."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def log(self) -> str:
        """What the daemon printed, and what became of the modem's side."""
        printed = (self.directory / "daemon.log").read_text(errors="replace")
        began = self.truth.tape[0][0] if self.truth.tape else 0.0
        tape = "\n".join(f"{moment - began:8.3f} {data!r}" for moment, data in list(self.truth.tape)[-80:])
        code = self.process.poll() if self.process else None
        return f"{printed[-4000:]}\nexit status: {code}\nrejected: {self.truth.rejected}\n{tape}"

    def run(self, *arguments: str) -> str:
        """The command line; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "smsbox", *arguments, "--config", str(self.config)],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=Path(__file__).parents[2],
            check=False,
        )
        assert done.returncode == 0, f"smsbox {arguments}: {done.returncode} {done.stderr}\n{self.log()}"
        return done.stdout

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """A listing command, oldest first."""
        made = [json.loads(line) for line in self.run(*arguments, "--json").splitlines()]
        return sorted(made, key=lambda row: row["id"])

    def send(self, *texts: str, first: int = 1) -> list[tuple[str, str]]:
        """Queue a text each for the numbers from `first` on, as a file of people; (number, text) pairs."""
        people = [(number(first + place), text) for place, text in enumerate(texts)]
        path = self.directory / "people.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("number", "words"), *people])
        self.run("send", "--file", str(path), "--text", "{words}")
        return people

    def states(self) -> Counter[str]:
        """How many messages stand where."""
        return Counter(row["state"] for row in self.rows("outbox", "list"))

    def wait_accepted(self, segments: int, seconds: float) -> None:
        """Until the network took that many segments."""
        until(lambda: len(self.truth.accepted) >= segments, seconds, lambda: f"{segments} segments taken; {self.why()}")

    def wait_states(self, wanted: Iterable[str], seconds: float) -> Counter[str]:
        """Until every message stands in one of these states."""
        allowed, deadline = set(wanted), time.monotonic() + seconds
        while True:
            states = self.states()
            if set(states) <= allowed:
                return states
            assert time.monotonic() < deadline, f"{states} after {seconds} s; {self.why()}"
            time.sleep(1.0)  # the command line costs processor time, and others share it

    def why(self) -> str:
        """What to read when something did not come."""
        return f"{len(self.truth.accepted)} taken\n{self.log()}"

    def wait_empty(self, seconds: float, memories: Sequence[str] = ()) -> None:
        """Until the daemon has fetched and removed all that was stored on the modem."""
        shelves = self.modem.net.shelves
        until(
            lambda: not any(shelves[name] for name in memories or shelves) and not self.modem.net.held,
            seconds,
            lambda: f"storage emptied: {shelves} {self.modem.net.held}; {self.why()}",
        )


@contextmanager
def shop(
    directory: Path,
    habits: Habits,
    *,
    speed: float = 0.02,
    hurry: float = 1.0,
    seed: int = 1,
    pin: str = "",
    sending: str = "",
    more: str = "",
) -> Iterator[Shop]:
    """An installation whose modem is on and whose daemon is not yet; all is ended afterwards."""
    modem = Modem(directory / "ttyFOREIGN", habits, speed=speed, seed=seed, pin=pin)
    modem.start()
    made = Shop(directory, modem, hurry=hurry, sending=sending, more=more)
    try:
        yield made
    finally:
        made.kill()
        modem.stop()


def side_by_side(
    directory: Path, day: Callable[[Path, Habits], None], makes: Sequence[Habits] = tuple(ALL.values())
) -> None:
    """Live a day with several makes at the same time; all failures together."""

    def live(habits: Habits) -> None:
        folder = directory / habits.name
        folder.mkdir()
        day(folder, habits)

    with ThreadPoolExecutor(len(makes)) as pool:
        days = {habits.name: pool.submit(live, habits) for habits in makes}
    failures = [f"### {name}: {error}" for name, lived in days.items() if (error := lived.exception())]
    assert not failures, "\n\n".join(failures)
