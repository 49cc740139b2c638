"""Owns one installation under test: the daemon as a process, one foreign modem, the command line as typed."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.foreign.habits import ALL, Habits
from tests.foreign.modem import Modem
from tests.installation import Installation, Plug
from tests.patience import until

__all__ = ["Shop", "number", "shop", "side_by_side", "until"]


def number(place: int) -> str:
    """A sample recipient."""
    return f"+38050000{place:04d}"


class Shop(Installation):
    """A daemon, a modem and their folder. `hurry` scales the waits after Ctrl-Z; 1.0 starts the plain command."""

    def __init__(self, directory: Path, modem: Modem, *, hurry: float, sending: str, more: str) -> None:
        super().__init__(directory, [Plug("foreign", modem.link, more)], sending=sending)
        self.modem, self.hurry = modem, hurry
        self.truth = modem.net.truth
        self.arrived: list[tuple[str, str]] = []

    def start(self, *, ready: bool = False) -> None:
        """Start the daemon, usually without waiting for anything."""
        program = "smsbox" if self.hurry == 1.0 else "tests.foreign.hurried"
        self.launch(ready=ready, program=program, environment={"FOREIGN_HURRY": str(self.hurry)})

    def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM, at most `seconds`, and in order."""
        code = super().stop(seconds)
        assert code == 0, f"ended with {code}: {self.log()}"
        return code

    def log(self) -> str:
        """What the daemon printed last, and what became of the modem's side."""
        began = self.truth.tape[0][0] if self.truth.tape else 0.0
        tape = "\n".join(f"{moment - began:8.3f} {data!r}" for moment, data in list(self.truth.tape)[-80:])
        code = self.process.poll() if self.process else None
        return f"{super().log()[-4000:]}\nexit status: {code}\nrejected: {self.truth.rejected}\n{tape}"

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
        until(
            lambda: len(self.truth.accepted) >= segments,
            seconds,
            what=lambda: f"{segments} segments taken; {self.why()}",
        )

    def wait_states(self, wanted: Iterable[str], seconds: float) -> Counter[str]:
        """Until every message stands in one of these states."""
        allowed, seen = set(wanted), [Counter[str]()]

        def settled() -> bool:
            seen.append(self.states())  # the command line costs processor time, and others share it
            return set(seen[-1]) <= allowed

        until(settled, seconds, what=lambda: f"{seen[-1]}; {self.why()}", pause=1.0)
        return seen[-1]

    def why(self) -> str:
        """What to read when something did not come."""
        return f"{len(self.truth.accepted)} taken\n{self.log()}"

    def wait_empty(self, seconds: float, memories: Sequence[str] = ()) -> None:
        """Until the daemon has fetched and removed all that was stored on the modem."""
        shelves = self.modem.net.shelves
        until(
            lambda: not any(shelves[name] for name in memories or shelves) and not self.modem.net.held,
            seconds,
            what=lambda: f"storage emptied: {shelves} {self.modem.net.held}; {self.why()}",
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
    directory: Path,
    day: Callable[[Path, Habits], None],
    makes: Sequence[Habits] = tuple(ALL.values()),
    at_once: int = 6,
) -> None:
    """Live a day with several makes, `at_once` at the same time; all failures together."""

    def live(habits: Habits) -> None:
        folder = directory / habits.name
        folder.mkdir()
        day(folder, habits)

    with ThreadPoolExecutor(at_once) as pool:
        days = {habits.name: pool.submit(live, habits) for habits in makes}
    failures = [f"### {name}: {error}" for name, lived in days.items() if (error := lived.exception())]
    assert not failures, "\n\n".join(failures)
