"""The tty end of a simulated modem: a raw pseudo-terminal behind a stable symlink, with plug and unplug."""

from __future__ import annotations

import errno
import os
import random
import tty
from collections.abc import Callable

from smsbox.modem.simulator.reactor import Reactor

PENDING_CAP = 256 * 1024
"""Octets kept for a reader that does not read; a modem without flow control drops the rest."""


SCATTER = 48
"""Over how many free numbers a new pty is scattered."""


def _scattered_pty() -> tuple[int, int]:
    """A new pty (master, slave) whose number is not simply the lowest free one.

    The kernel hands out a freed number at once. Whoever still holds the path of a modem that is gone would then talk to
    another one, or hang it up; on hardware the same mistake meets a tty that does not exist.
    """
    taken: list[int] = []
    try:
        for _ in range(random.randrange(SCATTER)):
            taken.append(os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        pass  # short of descriptors or ptys: the lowest number will do
    try:
        return os.openpty()
    finally:
        for fd in taken:
            os.close(fd)


class Port:
    """One pty at a time under `link`; each `plug` makes a new one, `unplug` hangs it up."""

    def __init__(self, reactor: Reactor, link: str, on_bytes: Callable[[bytes], None]) -> None:
        self.link = link
        self._reactor = reactor
        self._on_bytes = on_bytes
        self._master: int | None = None
        self._slave: int | None = None
        self._writer: int | None = None
        self._unsent = bytearray()
        self.name = ""

    @property
    def plugged(self) -> bool:
        """Whether there is a tty at all."""
        return self._master is not None

    def plug(self) -> None:
        """Open a new pty and point the link at it, atomically."""
        if self.plugged:
            return
        self._master, self._slave = _scattered_pty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.name = os.ttyname(self._slave)
        self._point_link()
        self._reactor.watch(self._master, self._readable)

    def _point_link(self) -> None:
        folder, base = os.path.split(os.path.abspath(self.link))
        # A temporary name and a rename: whoever opens the link meets the old pty or the new one, never nothing.
        spare = os.path.join(folder, f".{base}.{os.getpid()}.{os.path.basename(self.name)}")
        os.symlink(self.name, spare)
        os.replace(spare, self.link)

    def unplug(self) -> None:
        """Remove the link and close the pty, so that the other side sees a hang-up."""
        if self._master is None or self._slave is None:
            return
        self._drop_link()
        self._stop_writer()
        self._reactor.forget(self._master)
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = None
        self._unsent.clear()

    def _drop_link(self) -> None:
        try:
            if os.readlink(self.link) == self.name:
                os.unlink(self.link)
        except OSError:
            pass  # somebody else removed or replaced it: theirs now

    def pause(self) -> None:
        """Stop reading: the writer on the other side blocks when the kernel's 4 kB are full."""
        if self._master is not None:
            self._reactor.forget(self._master)

    def resume(self) -> None:
        """Read again."""
        if self._master is not None:
            self._reactor.forget(self._master)
            self._reactor.watch(self._master, self._readable)

    def write(self, data: bytes) -> None:
        """Send octets; what the kernel does not take at once follows later, beyond PENDING_CAP it is lost."""
        if self._master is None:
            return
        if self._unsent:
            self._unsent += data[: max(0, PENDING_CAP - len(self._unsent))]
            return
        sent = self._push(data)
        if sent < len(data):
            self._unsent += data[sent:]
            self._writer = os.dup(self._master)
            self._reactor.watch_writable(self._writer, self._writable)

    def _push(self, data: bytes | bytearray) -> int:
        assert self._master is not None
        try:
            return os.write(self._master, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            if error.errno == errno.EIO:
                return len(data)
            raise

    def _writable(self) -> None:
        del self._unsent[: self._push(self._unsent)]
        if not self._unsent:
            self._stop_writer()

    def _stop_writer(self) -> None:
        if self._writer is not None:
            self._reactor.forget(self._writer)
            os.close(self._writer)
            self._writer = None

    def _readable(self) -> None:
        if self._master is None:
            return
        try:
            data = os.read(self._master, 65536)
        except BlockingIOError:
            return
        except OSError as error:
            if error.errno == errno.EIO:
                return
            raise
        if data:
            self._on_bytes(data)
