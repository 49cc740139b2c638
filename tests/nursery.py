"""Owns the process that daemons under test are born of: it has read the program once, so a start costs a fork.

Reading a thousand modules is most of what a start costs, and the suite starts daemons by the hundred. What is born runs
`python -m program` from its first line on, in a process of its own, and nothing of it has run before but imports. None
outlives the tests: a daemon whose simulator was killed would hold the path of a terminal that the kernel gives to
somebody else's modem next, and that one's daemon would find its port busy.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

_MOST = 1 << 17
"""Octets of one request: the environment and a command."""
_READ_EARLY = ("LC_", "LANG", "LD_", "MALLOC_", "PYTHON", "TZ")
"""Beginnings of variables that count when a process begins, so that a fork would not heed them."""
_BIRTH = dict(os.environ)
"""What the nursery begins in: nothing that a single test has set."""


class Born:
    """A process of the nursery; used like `subprocess.Popen`."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._nursery = nursery
        self._ended = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self._look(0.0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once it has ended. Raises subprocess.TimeoutExpired after `timeout` seconds."""
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("a daemon", timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def _look(self, seconds: float | None) -> int | None:
        if self.returncode is None and _readable(self._ended, seconds):
            self.returncode = self._nursery.ask({"ended": self.pid})
            os.close(self._ended)
        return self.returncode


def _readable(fd: int, seconds: float | None) -> bool:
    looking = select.poll()
    looking.register(fd, select.POLLIN)
    return bool(looking.poll(None if seconds is None else seconds * 1000))


class Nursery:
    """The process itself, as the tests see it. Thread-safe; ends with the process that uses it, however that ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                cwd=ROOT,
                env=_BIRTH,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def bear(self, command: Sequence[str], environment: Mapping[str, str], *outputs: int, fork: bool) -> Born:
        """Start `command`, the arguments of `python -m` with `fork`, else a whole one; `outputs`: descriptors 1, 2."""
        told = {"command": list(command), "environment": dict(environment), "fork": fork}
        return Born(self, self.ask(told, *outputs))

    def ask(self, question: dict[str, Any], *fds: int) -> int:
        """One request and its answer."""
        with self._lock:
            socket.send_fds(self._channel, [json.dumps(question).encode()], list(fds))
            answer = self._channel.recv(64)
        assert answer, "the nursery has ended"
        return int(answer)

    def close(self) -> None:
        """End it, and whatever it bore."""
        self._channel.close()
        self._process.wait()


_nurseries: dict[int, Nursery] = {}
_making = threading.Lock()


def nursery() -> Nursery:
    """The nursery of this process, begun when it is first asked for."""
    with _making:
        if os.getpid() not in _nurseries:
            _nurseries[os.getpid()] = Nursery()
            atexit.register(_nurseries[os.getpid()].close)
        return _nurseries[os.getpid()]


def heeded(environment: Mapping[str, str]) -> bool:
    """Whether a fork in `environment` does what a process does that begins in it."""
    return not any(name.startswith(_READ_EARLY) for name, _ in environment.items() ^ _BIRTH.items())


# ── The other side


def _serve(channel: socket.socket) -> list[str] | None:
    """Do as asked until nobody asks any more; in what is born by a fork: its command."""
    born: set[int] = set()
    try:
        while True:
            request, fds, _, _ = socket.recv_fds(channel, _MOST, 2)
            if not request:
                return None
            asked = json.loads(request)
            if pid := asked.get("ended"):
                answer = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                born.discard(pid)
            else:
                answer = os.fork()
                if not answer:
                    born.clear()
                    channel.close()
                    return _begin(asked, fds)
                born.add(answer)
                for fd in fds:
                    os.close(fd)
            channel.send(str(answer).encode())
    finally:
        for pid in born:
            os.kill(pid, signal.SIGKILL)


def _begin(asked: dict[str, Any], fds: Sequence[int]) -> list[str]:
    """What is born takes its outputs, environment and command; a whole command replaces it."""
    for place, fd in enumerate(fds, start=1):
        os.dup2(fd, place)
        os.close(fd)
    os.environ.clear()
    os.environ.update(asked["environment"])
    if not asked["fork"]:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execvp(asked["command"][0], asked["command"])
    return list(asked["command"])


def _live(command: Sequence[str]) -> None:
    """Be `python -m *command`."""
    sys.argv = list(command)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


def _main() -> None:
    import smsbox.cli.daemon
    import smsbox.daemon  # noqa: F401

    assert threading.active_count() == 1, "a fork takes one thread along"
    gc.collect()
    gc.freeze()
    command = _serve(socket.socket(fileno=int(sys.argv[1])))
    if command:
        _live(command)


if __name__ == "__main__":
    _main()
