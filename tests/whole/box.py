"""A whole smsbox for tests: the real daemon as a process, simulated modems on ptys, the command line as typed.

What the simulator's network accepted (its wire log) is the oracle, never the product's own database alone.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from smsbox.modem.simulator import Farm

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
"""

MODEM = """
[[modem]]
name = "{name}"
port = "{link}"
{more}
"""


def free_port() -> int:
    """A TCP port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], Any], seconds: float = 40.0, *, what: str = "") -> Any:
    """Wait until `condition` gives something true and return it; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what or condition}; last value {value!r}")
        time.sleep(0.03)


class Box:
    """One installation in a folder of its own."""

    def __init__(
        self,
        directory: Path,
        *,
        modems: int = 1,
        profile: str = "zero",
        sending: str = "",
        modem_lines: str = "",
        url: str | None = None,
        **farm: Any,
    ) -> None:
        self.directory = directory
        self.port = free_port()
        self.links = [str(directory / f"modem-{place}") for place in range(modems)]
        self.farm = Farm(self.links, profile=profile, seed=1, **farm)
        self.process: subprocess.Popen[bytes] | None = None
        self.config = directory / "config.toml"
        text = CONFIG.format(directory=directory, port=self.port, sending=sending)
        if url is not None:
            text = text.replace(f'url = "sqlite://{directory}/smsbox.db"', f'url = "{url}"\ndirectory = "{directory}"')
        for place, link in enumerate(self.links):
            text += MODEM.format(name=f"m{place}", link=link, more=modem_lines)
        self.config.write_text(text, encoding="utf-8")

    # ── daemon

    def start(self, *, ready: bool = True) -> None:
        """Start the daemon; with `ready` wait until it says so."""
        channel_path = self.directory / "notify"
        channel_path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.bind(str(channel_path))
            channel.settimeout(20)
            log = open(self.directory / "daemon.log", "ab")  # noqa: SIM115 – the child keeps it
            self.process = subprocess.Popen(
                [sys.executable, "-m", "smsbox", "run", "--config", str(self.config)],
                stdout=log,
                stderr=log,
                env=os.environ | {"NOTIFY_SOCKET": str(channel_path)},
            )
            log.close()
            if ready:
                assert b"READY=1" in channel.recv(4096), self.log()

    def await_modems(self) -> None:
        """Wait until every modem is able to send."""
        until(lambda: {row["state"] for row in self.rows("modems")} == {"ready"}, what="modems ready")

    def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM; the exit status. Fails when it takes longer than promised."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(seconds)
        self.process = None
        return code

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def log(self) -> str:
        """What the daemon printed so far."""
        path = self.directory / "daemon.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    # ── command line

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `smsbox` with arguments and this box's configuration."""
        done = subprocess.run(
            [sys.executable, "-m", "smsbox", *arguments, "--config", str(self.config)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(
                f"smsbox {' '.join(arguments)} ended with {done.returncode}: {done.stderr}\n{self.log()}"
            )
        return done

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """Run a listing command with --json."""
        return [json.loads(line) for line in self.run(*arguments, "--json").stdout.splitlines()]

    def send(self, to: Sequence[str] | str, text: str, *options: str) -> list[int]:
        """Queue a text; the ids."""
        numbers = [to] if isinstance(to, str) else list(to)
        return [row["id"] for row in self.rows("send", "--to", *numbers, "--text", text, *options)]

    def outbox(self) -> list[dict[str, Any]]:
        """All outgoing messages, oldest first."""
        return sorted(self.rows("outbox", "list"), key=lambda row: row["id"])

    def inbox(self) -> list[dict[str, Any]]:
        """All received messages, oldest first."""
        return sorted(self.rows("inbox", "list"), key=lambda row: row["id"])

    def states(self) -> Counter[str]:
        """How many messages stand where."""
        return Counter(row["state"] for row in self.outbox())

    def settled(self) -> bool:
        """Whether nothing waits for the modem any more."""
        return not set(self.states()) & {"queued", "sending"}

    # ── oracle

    def do(self, op: str, modem: int = 0, **fields: Any) -> dict[str, Any]:
        """An operation of the simulator."""
        return self.farm.do(op, modem, **fields)

    def accepted(self, modem: int = 0) -> list[dict[str, Any]]:
        """Every segment the simulated networks really took, oldest first."""
        return self.farm.do("log", modem, kind="accepted")["entries"]


@contextmanager
def box(directory: Path, **options: Any) -> Iterator[Box]:
    """A box whose modems run and whose daemon does not yet; everything is ended afterwards."""
    made = Box(directory, **options)
    made.farm.start()
    try:
        yield made
    finally:
        made.kill()
        made.farm.stop()
