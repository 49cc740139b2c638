"""Owns one installation under test: its folder and configuration, the daemon as a process, the command line as typed.

It knows no modem: `tests.whole` plugs in the product's simulator, `tests.foreign` somebody else's.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from smsbox.cli import main
from tests.nursery import Born, heeded, nursery
from tests.patience import PATIENCE, overdue
from tests.permitted import permit_in
from tests.ports import free_port

CONFIG = """\
[store]
{store}

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


_ONE_OUTPUT = threading.Lock()
"""The standard output is one for all threads of a test."""


@dataclass(frozen=True, slots=True)
class Plug:
    """A modem in the configuration: its name, the path of its port, and further lines."""

    name: str
    link: str
    more: str = ""


def _born(
    command: Sequence[str], environment: Mapping[str, str], out: IO[bytes], err: IO[bytes], wrap: Sequence[str] = ()
) -> Born:
    """`python -m *command`, by a fork where that is the same."""
    fork = not wrap and heeded(environment)
    whole = command if fork else [*wrap, sys.executable, "-m", *command]
    return nursery().bear(whole, environment, out.fileno(), err.fileno(), fork=fork)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8").replace("\r\n", "\n")


class Installation:
    """A folder with a configuration, and the daemon that may run on it."""

    def __init__(self, directory: Path, plugs: Sequence[Plug], *, sending: str = "", url: str | None = None) -> None:
        self.directory = directory
        self.port = free_port()
        self.process: Born | None = None
        self.config = directory / "config.toml"
        self.url = url or f"sqlite://{directory}/smsbox.db"
        store = f'url = "{url}"\ndirectory = "{directory}"' if url else f'url = "sqlite://{directory}/smsbox.db"'
        if "quiet" not in sending:  # a test may run at any hour
            sending += '\nquiet = "off"'
        text = CONFIG.format(store=store, port=self.port, sending=sending)
        text += "".join(MODEM.format(name=plug.name, link=plug.link, more=plug.more) for plug in plugs)
        self.config.write_text(text, encoding="utf-8")

    # ── daemon

    def launch(
        self,
        *,
        ready: bool,
        program: str = "smsbox",
        wrap: Sequence[str] = (),
        environment: dict[str, str] | None = None,
    ) -> None:
        """Start module `program` as the daemon, under the command `wrap`; with `ready` until it says so or has ended.

        Raises AssertionError when neither comes about.
        """
        path = self.directory / "notify"
        path.unlink(missing_ok=True)
        told = os.environ | {"NOTIFY_SOCKET": str(path)} | (environment or {})
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.bind(str(path))
            with open(self.directory / "daemon.log", "ab") as log:
                self.process = _born([program, "run", "--config", str(self.config)], told, log, log, wrap)
            if ready:
                self._await_ready(channel)

    def _await_ready(self, channel: socket.socket) -> None:
        began = time.monotonic()
        channel.settimeout(0.2)
        while not self.ended():
            try:
                if b"READY=1" in channel.recv(4096):
                    return
            except TimeoutError:
                assert not overdue(began, PATIENCE), f"not ready: {self.log()}"

    def ended(self) -> bool:
        """Whether the daemon was started and has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def start(self, *, ready: bool = True) -> None:
        """Start `smsbox run`; with `ready` wait until it says so."""
        self.launch(ready=ready)
        assert not (ready and self.ended()), self.log()

    def owner(self) -> int:
        """The process id of the daemon."""
        assert self.process is not None
        return self.process.pid

    def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM; the exit status. Fails when it takes longer than promised."""
        assert self.process is not None
        os.kill(self.owner(), signal.SIGTERM)
        began = time.monotonic()
        while (code := self._exit_status()) is None:
            assert not overdue(began, seconds), f"does not end within {seconds} s: {self.log()}"
        self.process = None
        return code

    def _exit_status(self) -> int | None:
        assert self.process is not None
        try:
            return self.process.wait(0.2)
        except subprocess.TimeoutExpired:
            return None

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
        """Run `smsbox` with arguments and this installation's configuration."""
        command = ["smsbox", *arguments, "--config", str(self.config)]
        with TemporaryFile() as told, TemporaryFile() as complaint:
            code = _born(command, os.environ, told, complaint).wait(2 * PATIENCE)
            done = subprocess.CompletedProcess(command, code, _text(told), _text(complaint))
        if check and done.returncode:
            raise AssertionError(
                f"smsbox {' '.join(arguments)} ended with {done.returncode}: {done.stderr}\n{self.log()}"
            )
        return done

    def permit(self, *numbers: str) -> None:
        """Note that the owners of these numbers agreed to advertising."""
        permit_in(self.url, *numbers)

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """Run a listing command with --json, in this process: tests ask a thousand times how far something has come."""
        told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        complaint = io.StringIO()
        try:
            with _ONE_OUTPUT, redirect_stdout(told), redirect_stderr(complaint):
                main([*arguments, "--config", str(self.config), "--json"])
        except SystemExit as ended:
            if ended.code:
                said = f"smsbox {' '.join(arguments)} ended with {ended.code}: {complaint.getvalue()}\n{self.log()}"
                raise AssertionError(said) from None
        told.flush()
        return [json.loads(line) for line in told.buffer.getvalue().decode("utf-8").splitlines()]
