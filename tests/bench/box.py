"""A smsbox to be measured: its folder, its daemon, and the queue filled as any other process on the machine would."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from smsbox import outbox
from smsbox.outbox import Draft
from smsbox.outbox.doorbell import ring
from smsbox.store import Store
from tests.bench import processes
from tests.ports import free_port

ALLOW = ("+380",)

_CONFIG = """\
[store]
url = "sqlite://{folder}/smsbox.db"

[web]
listen = "127.0.0.1:{port}"

[region]
country = "UA"
timezone = "Europe/Kyiv"

[sending]
gap = 0.0
per_minute = 0
per_hour = 0
per_day = 0
per_month = 0
quiet = "off"
"""

_MODEM = """
[[modem]]
name = "m{place}"
port = "{link}"
"""

_UNIT = Path(__file__).parents[2] / "systemd" / "smsbox.service"
_AS_INSTALLED = "import sys; sys.modules['psycopg'] = None; from smsbox.cli import main; main()"
"""Without the driver of PostgreSQL: a shop on SQLite has none, while here peewee finds it and loads 16 MB."""

_CHECKPOINT_EVERY = 100_000


def people(count: int, first: int = 0) -> list[str]:
    """Different numbers whose phones report and say nothing: people answer, or make trouble, when the last four digits
    are 8000 or more.
    """
    return [f"+38050{place // 7000:03d}{1000 + place % 7000:04d}" for place in range(first, first + count)]


class Box:
    """One installation."""

    def __init__(self, folder: Path, links: Sequence[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.database = folder / "smsbox.db"
        self.config = folder / "config.toml"
        self.process: subprocess.Popen[bytes] | None = None
        self._store: Store | None = None
        self.port = free_port()
        self.plug(links)

    def plug(self, links: Sequence[str]) -> None:
        """Write the configuration for modems at `links`."""
        modems = "".join(_MODEM.format(place=place, link=link) for place, link in enumerate(links))
        self.config.write_text(_CONFIG.format(folder=self.folder, port=self.port) + modems, encoding="utf-8")

    @property
    def pid(self) -> int:
        """The daemon's process."""
        assert self.process is not None
        return self.process.pid

    # ── daemon

    def start(self) -> None:
        """Start the daemon and wait until it says READY. Raises RuntimeError."""
        notify = self.folder / "notify"
        notify.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel, open(self.folder / "log", "ab") as log:
            channel.bind(str(notify))
            channel.settimeout(30)
            self.process = subprocess.Popen(
                self.command("run"),
                stdout=log,
                stderr=log,
                env=os.environ | _told_by_the_unit() | {"NOTIFY_SOCKET": str(notify)},
            )
            if b"READY=1" not in channel.recv(4096):
                raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))

    def stop(self) -> None:
        """End the daemon in order, if it runs."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()
        self.let_go()

    def command(self, *words: str) -> list[str]:
        """A command line of smsbox with this box's configuration."""
        return [sys.executable, "-c", _AS_INSTALLED, *words, "--config", str(self.config)]

    # ── queue

    @property
    def store(self) -> Store:
        """The database, opened by this process once and kept open as a second program of the shop would."""
        if self._store is None:
            self._store = Store.open(f"sqlite://{self.database}", check=False)
        return self._store

    def let_go(self) -> None:
        """Close the database in this process."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def queue(self, drafts: Iterable[Draft]) -> int:
        """Commit `drafts` and ring the bell; how many there were."""
        count = len(outbox.submit(self.store, drafts, now=_now(), allow=ALLOW))
        ring(self.folder)
        return count

    def fill(self, count: int, *, report: bool = False) -> None:
        """Queue `count` messages while no daemon runs, and move the log into the file as the daemon would have."""
        for first in range(0, count, _CHECKPOINT_EVERY):
            some = min(_CHECKPOINT_EVERY, count - first)
            outbox.submit(self.store, texts(some, report=report, first=first), now=_now(), allow=ALLOW)
            self.store.checkpoint()

    def settled(self) -> bool:
        """Whether nothing waits for a modem, or for the result of one."""
        return self.in_state(0, 1) == 0

    def in_state(self, *states: int) -> int:
        """How many messages stand at one of `states`."""
        marks = ",".join("?" * len(states))
        row = self.store.run(f"SELECT sum(messages) FROM counters WHERE state IN ({marks})", *states).fetchone()
        return int(row[0] or 0)

    def ready(self, modems: int = 1) -> None:
        """Wait until `modems` modems can send."""

        def all_ready() -> bool:
            statuses = outbox.doorbell.modems(self.folder) or []
            return sum(status["state"] == "ready" for status in statuses) >= modems

        processes.until(all_ready, 60, pause=0.1, what="modems ready")


def texts(count: int, *, report: bool, first: int = 0) -> Iterable[Draft]:
    """`count` different single-segment messages of about 60 letters."""
    for place, number in enumerate(people(count, first), first):
        yield Draft(number, f"Your order {place:07d} is ready, come and fetch it until 18:00.", report=report)


def _now() -> int:
    return time.time_ns() // 1000


def _told_by_the_unit() -> dict[str, str]:
    """The variables systemd starts the daemon with."""
    lines = _UNIT.read_text(encoding="utf-8").splitlines()
    told = (line.removeprefix("Environment=").partition("=") for line in lines if line.startswith("Environment="))
    return {name: value for name, _, value in told}
