"""The serial port as bytes: opened exclusively by pyserial, read without blocking, dead the moment its device is.

There is no thread here. Whoever owns the port waits in `poll`, which also watches one wake-up descriptor.
"""

from __future__ import annotations

import errno
import os
import select
from collections.abc import Callable
from typing import Final as Constant
from typing import NoReturn

import serial

from smsbox.modem.troubles import LineError, LinkLost, PortBusy, PortMissing, PortRefused

Trace = Callable[[str, bytes], None]

DATA: Constant = 1
WAKE: Constant = 2
_CHUNK: Constant = 4096
_IDLE_READS: Constant = 3
_DEAD: Constant = select.POLLHUP | select.POLLERR | select.POLLNVAL
_MISSING: Constant = (errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.EIO)
_BUSY: Constant = (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK)


class Port:
    """One open serial device. Every failure after `open` is LinkLost, and stays so."""

    def __init__(self, path: str, baudrate: int, write_timeout: float, trace: Trace | None) -> None:
        self.path = path
        self.baudrate = baudrate
        self.fd = -1
        self._write_timeout = write_timeout
        self._trace = trace
        self._serial: serial.Serial | None = None
        self._poll = select.poll()
        self._empty_reads = 0
        self._missing = 0
        self._lost = ""
        self.heard = 0
        """Octets read since it was made: whether anybody is there at all."""
        self.secret = b""
        """While not empty: bytes that must never reach the trace (the PIN of the running +CPIN)."""
        self._secrets: list[bytes] = []

    def open(self) -> None:
        """Open exclusively, 8N1, no flow control. Raises PortMissing, PortBusy, PortRefused."""
        try:
            self._serial = serial.Serial(
                port=self.path,
                baudrate=self.baudrate,
                timeout=0,
                write_timeout=self._write_timeout,
                exclusive=True,
                rtscts=False,
                dsrdtr=False,
            )
        except (OSError, ValueError) as error:  # SerialException is an OSError
            raise self._refusal(error) from error
        self.fd = self._serial.fileno()
        self._poll = select.poll()
        self._poll.register(self.fd, select.POLLIN)
        self._empty_reads = self._missing = 0
        self._lost = ""

    def _refusal(self, error: Exception) -> LineError:
        code = getattr(error, "errno", None)
        if code in _MISSING:
            return PortMissing(port=self.path)
        if code in _BUSY:
            return PortBusy(port=self.path)
        return PortRefused(port=self.path, why=os.strerror(code) if code else str(error))

    def close(self) -> None:
        """Close; never raises, may be repeated."""
        device, self._serial, self.fd = self._serial, None, -1
        if device is not None:
            try:
                device.close()
            except OSError:
                pass  # the device is gone, which is what was wanted

    @property
    def is_open(self) -> bool:
        """Whether the port is open; it may have died without anybody having looked."""
        return self._serial is not None

    def poll(self, seconds: float, wake_fd: int | None = None) -> int:
        """Wait up to `seconds`: DATA if bytes are waiting, WAKE if `wake_fd` is readable, else 0. Raises LinkLost."""
        if self.fd < 0:
            raise LinkLost(port=self.path, why=self._lost or "closed")
        poll = self._poll
        if wake_fd is not None:
            poll = select.poll()
            poll.register(self.fd, select.POLLIN)
            poll.register(wake_fd, select.POLLIN)
        found = 0
        for fd, event in poll.poll(int(seconds * 1000 + 0.999) if seconds > 0 else 0):
            if fd != self.fd:
                found = found or WAKE
            elif event & select.POLLIN:
                found = DATA
            elif event & _DEAD:
                self.lose("hung up")
        return found

    def read(self) -> bytes:
        """What is waiting; b"" if nothing is. Call it when `poll` said so. Raises LinkLost."""
        try:
            data = os.read(self.fd, _CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            self.lose(os.strerror(error.errno or 0))
        if not data:
            # Readable without data is how a tty says that its device went; once may be a second reader on the port.
            self._empty_reads += 1
            if self._empty_reads >= _IDLE_READS:
                self.lose("readable without data")
            return b""
        self._empty_reads = 0
        self.heard += len(data)
        if self._trace is not None:
            self._trace("rx", b"<hidden>" if self.secret else self._masked(data))
        return data

    def write(self, data: bytes) -> None:
        """Hand `data` to the device, all of it. Raises LinkLost when it dies or takes nothing for the write timeout."""
        if self._trace is not None:
            self._trace("tx", self._masked(data))
        try:
            sent = os.write(self.fd, data)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self.lose(os.strerror(error.errno or 0))
        if sent < len(data):
            self._write_rest(data[sent:])

    def _write_rest(self, data: bytes) -> None:
        """The slow way, when the tty's buffer is full."""
        ready = select.poll()
        ready.register(self.fd, select.POLLOUT)
        while data:
            events = ready.poll(int(self._write_timeout * 1000))
            if not events:
                self.lose("takes no more bytes")
            try:
                data = data[os.write(self.fd, data) :]
            except BlockingIOError:
                continue
            except OSError as error:
                self.lose(os.strerror(error.errno or 0))

    def check_device(self) -> None:
        """Raise LinkLost when the path leads elsewhere: after a re-plug some drivers leave the old one silent."""
        try:
            there, here = os.stat(self.path), os.fstat(self.fd)
        except OSError:
            self._missing += 1  # once may be udev replacing a link
            if self._missing > 1:
                self.lose("device disappeared")
            return
        self._missing = 0
        if (there.st_dev, there.st_ino, there.st_rdev) != (here.st_dev, here.st_ino, here.st_rdev):
            self.lose("device was replaced")

    def lose(self, why: str) -> NoReturn:
        """Close and raise LinkLost."""
        self._lost = why
        self.close()
        raise LinkLost(port=self.path, why=why)

    def hide(self, secret: bytes) -> None:
        """Never show `secret` in the trace from now on."""
        self._secrets.append(secret)

    def _masked(self, data: bytes) -> bytes:
        for secret in self._secrets:
            data = data.replace(secret, b"****")
        return data
