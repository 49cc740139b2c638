"""The control socket: JSON lines over a unix socket, served in the modems' loop, and the client that tests use."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Sequence
from typing import Any

from smsbox.modem.simulator.modem import Modem
from smsbox.modem.simulator.operations import OPERATIONS
from smsbox.modem.simulator.reactor import Reactor


class ControlFailed(Exception):
    """The simulator refused an operation; the text says why."""


def perform(modems: Sequence[Modem], request: dict[str, Any]) -> dict[str, Any]:
    """Carry out one request `{op, modem?, …}`; `modem` is an index, a name or a link (default: the first).

    Raises ControlFailed for an unknown operation, modem or field value.
    """
    fields = dict(request)
    name, which = fields.pop("op", None), fields.pop("modem", 0)
    chosen = next((m for place, m in enumerate(modems) if which in (place, m.name, m.port.link)), None)
    if name not in OPERATIONS or chosen is None:
        raise ControlFailed(f"no operation {name!r}" if name not in OPERATIONS else f"no modem {which!r}")
    try:
        return OPERATIONS[name](chosen, fields)
    except (KeyError, ValueError, TypeError) as error:
        raise ControlFailed(f"{name}: {type(error).__name__} {error}") from error


class ControlServer:
    """Listens at `path` and answers each line with a line `{"ok": true, …}` or `{"ok": false, "error": …}`."""

    def __init__(self, reactor: Reactor, path: str, modems: Sequence[Modem]) -> None:
        self._reactor, self._path, self._modems = reactor, path, modems
        self._clients: dict[int, tuple[socket.socket, bytearray]] = {}
        if os.path.exists(path):
            os.unlink(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(path)
        os.chmod(path, 0o600)
        self._socket.listen(16)
        self._socket.setblocking(False)
        reactor.watch(self._socket.fileno(), self._accept)

    def close(self) -> None:
        """Hang up on everybody and remove the socket."""
        for fd in list(self._clients):
            self._hang_up(fd)
        self._reactor.forget(self._socket.fileno())
        self._socket.close()
        if os.path.exists(self._path):
            os.unlink(self._path)

    def _accept(self) -> None:
        client, _ = self._socket.accept()
        # Answers can be long (a whole wire log): blocking with a limit is simpler than a send queue; only tests wait.
        client.settimeout(5.0)
        self._clients[client.fileno()] = (client, bytearray())
        self._reactor.watch(client.fileno(), lambda: self._read(client.fileno()))

    def _read(self, fd: int) -> None:
        client, held = self._clients[fd]
        try:
            data = client.recv(65536)
            held += data
            while (end := held.find(b"\n")) >= 0:
                line = bytes(held[:end])
                del held[: end + 1]
                client.sendall(self._answer(line))
        except OSError:
            data = b""
        if not data:
            self._hang_up(fd)

    def _answer(self, line: bytes) -> bytes:
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise ControlFailed("a request is an object")
            answer = {"ok": True} | perform(self._modems, request)
        except (ControlFailed, ValueError) as error:
            answer = {"ok": False, "error": str(error)}
        except Exception as error:  # noqa: BLE001 – whoever asked waits for a line; a wrong field must not cost it
            answer = {"ok": False, "error": repr(error)}
        return json.dumps(answer).encode() + b"\n"

    def _hang_up(self, fd: int) -> None:
        client, _ = self._clients.pop(fd)
        self._reactor.forget(fd)
        client.close()


class Asking:
    """What both ways of asking share: `do` and the waits built on it."""

    def do(self, op: str, **fields: Any) -> dict[str, Any]:
        """Carry out an operation; its answer. Raises ControlFailed."""
        raise NotImplementedError

    def entries(self, kind: str | None = None, **fields: Any) -> list[dict[str, Any]]:
        """Wire log entries of one kind."""
        found: list[dict[str, Any]] = self.do("log", kind=kind, **fields)["entries"]
        return found

    def fired(self, name: str) -> int:
        """How often a fault mode has fired."""
        return int(self.do("fired", name=name)["fired"])

    def wait(self, kind: str, count: int = 1, timeout: float = 10.0, **fields: Any) -> list[dict[str, Any]]:
        """Wire log entries of `kind` once there are `count`. Raises TimeoutError after `timeout` seconds."""
        end = time.monotonic() + timeout
        while True:
            # The counter first: a long log is carried over only when there can be enough in it.
            if self.do("counts")["counts"].get(kind, 0) >= count:
                found = self.entries(kind, **fields)
                if len(found) >= count:
                    return found
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.entries(kind, **fields))} of {count} entries {kind!r} after {timeout} s")
            time.sleep(0.01)


class Control(Asking):
    """A client of the control socket at `path`; `modem` addresses one of several behind it."""

    def __init__(self, path: str, modem: int | str = 0, timeout: float = 10.0) -> None:
        self._modem = modem
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(timeout)
        self._socket.connect(path)
        self._file = self._socket.makefile("rb")

    def do(self, op: str, **fields: Any) -> dict[str, Any]:
        """Carry out an operation; its answer without `ok`. Raises ControlFailed, OSError when the simulator is gone."""
        self._socket.sendall(json.dumps({"op": op, "modem": self._modem, **fields}).encode() + b"\n")
        line = self._file.readline()
        if not line:
            raise ControlFailed("the simulator hung up")
        answer: dict[str, Any] = json.loads(line)
        if not answer.pop("ok"):
            raise ControlFailed(answer["error"])
        return answer

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self._socket.close()

    def __enter__(self) -> Control:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
