"""A bare terminal for talking to a simulated modem: raw octets out, raw octets in, nothing interpreted."""

from __future__ import annotations

import os
import select
import time


class Terminal:
    """Opens the tty at `path` and exchanges octets with it."""

    def __init__(self, path: str) -> None:
        self.fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
        self._held = b""

    def write(self, data: bytes) -> None:
        os.write(self.fd, data)

    def read_for(self, seconds: float) -> bytes:
        """Everything that comes within `seconds`; stops early at a hang-up."""
        end, got, self._held = time.monotonic() + seconds, self._held, b""
        while (left := end - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                try:
                    data = os.read(self.fd, 65536)
                except OSError:
                    return got
                if not data:
                    return got
                got += data
        return got

    def until(self, *marks: bytes, timeout: float = 3.0) -> bytes:
        """Everything up to the first of `marks`; what came behind a mark that ends a line is kept for the next read.

        Raises TimeoutError, and OSError at a hang-up.
        """
        end, got, self._held = time.monotonic() + timeout, self._held, b""
        while not any(mark in got for mark in marks):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise TimeoutError(got)
            data = os.read(self.fd, 65536)
            if not data:
                raise OSError("hang-up")
            got += data
        ends = [got.index(mark) + len(mark) for mark in marks if mark.endswith(b"\r\n") and mark in got]
        if ends:
            got, self._held = got[: min(ends)], got[min(ends) :]
        return got

    def ask(self, command: str, timeout: float = 3.0) -> str:
        """One command and its reply up to the final result, as text."""
        self.write(command.encode("latin-1") + b"\r")
        return self.until(b"OK\r\n", b"ERROR", timeout=timeout).decode("latin-1")

    def set_up(self, *commands: str) -> None:
        """Echo off, PDU mode, and the given commands; each must be answered OK."""
        for command in ("ATE0", "AT+CMEE=1", "AT+CMGF=0", "AT+CNMI=2,1,0,2,0", *commands):
            assert "OK" in self.ask(command), command

    def begin(self, tpdu: bytes, timeout: float = 3.0) -> bytes:
        """AT+CMGS and its prompt."""
        self.write(f"AT+CMGS={len(tpdu)}\r".encode())
        return self.until(b">", timeout=timeout)

    def body(self, tpdu: bytes) -> None:
        self.write(b"00" + tpdu.hex().upper().encode() + b"\x1a")

    def send(self, tpdu: bytes, timeout: float = 3.0) -> str:
        """A whole submit; what came after Ctrl-Z up to the final result."""
        self.begin(tpdu, timeout)
        self.body(tpdu)
        return self.until(b"OK\r\n", b"ERROR", timeout=timeout).decode("latin-1")

    def close(self) -> None:
        os.close(self.fd)


def submit(number: str, text: str, *, report: bool = True, part: tuple[int, int, int] | None = None) -> bytes:
    """A UCS-2 SMS-SUBMIT written out octet by octet: the tests' own, neither the product's nor the simulator's."""
    digits = number.removeprefix("+") + ("F" if len(number.removeprefix("+")) % 2 else "")
    swapped = bytes.fromhex("".join(digits[at + 1] + digits[at] for at in range(0, len(digits), 2)))
    header = bytes([5, 0, 3, *(part[0], part[1], part[2])]) if part else b""
    data = header + text.encode("utf-16-be", "surrogatepass")
    first = 0x01 | (0x20 if report else 0) | (0x40 if part else 0)
    address = bytes([len(number.removeprefix("+")), 0x91]) + swapped
    return bytes([first, 0]) + address + bytes([0, 8, len(data)]) + data
