"""The ideal client: no queue, no disk, PDUs made beforehand, the link kept open, the next AT+CMGS at once.

`python -m tests.bench.ideal COUNT LINK…` sends COUNT segments through each modem at once and ends. It reads with
select and looks for nothing but the prompt and the final result: whatever is slower than this has itself to blame.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Sequence

import serial

from smsbox.sms.segments import Alphabet
from smsbox.sms.tpdu import Submit, encode_submit
from tests.bench.box import texts

_SETUP = (b"ATE0\r", b"AT+CMGF=0\r", b"AT+CMMS=2\r")


class _Line:
    """One modem: what is still to be written, in answer to what."""

    def __init__(self, link: str, count: int) -> None:
        self.port = serial.Serial(link, 115200, timeout=5, exclusive=True)
        self._waiting = b""
        self._steps: list[tuple[bytes, bytes]] = [(b"OK\r\n", command) for command in _SETUP]
        for draft in texts(count, report=False):
            tpdu = encode_submit(Submit(draft.recipient, draft.text, Alphabet.GSM7, report=False))
            self._steps.append((b"OK\r\n", f"AT+CMGS={len(tpdu)}\r".encode()))
            self._steps.append((b"> ", b"00" + tpdu.hex().upper().encode() + b"\x1a"))
        self._steps.reverse()
        self._expected = self._steps.pop()[0]
        os.write(self.port.fileno(), _SETUP[0])

    def hear(self) -> bool:
        """Read what is there and answer it; False when all is sent."""
        self._waiting += os.read(self.port.fileno(), 4096)
        if b"ERROR" in self._waiting:
            raise RuntimeError(self._waiting.decode("latin-1"))
        if self._expected not in self._waiting:
            return True
        self._waiting = b""
        if not self._steps:
            return False
        wanted, octets = self._steps.pop()
        # What is expected next is the answer to what is written now.
        os.write(self.port.fileno(), octets)
        self._expected = self._steps[-1][0] if self._steps else b"OK\r\n"
        return wanted != b""


def send(count: int, links: Sequence[str]) -> None:
    """Send `count` segments through each of `links`."""
    lines = {line.port.fileno(): line for line in (_Line(link, count) for link in links)}
    while lines:
        for fd in select.select(list(lines), [], [])[0]:
            if not lines[fd].hear():
                lines.pop(fd).port.close()


def start(count: int, links: Sequence[str]) -> subprocess.Popen[bytes]:
    """The ideal client as a process."""
    return subprocess.Popen([sys.executable, "-m", __name__, str(count), *links])


if __name__ == "__main__":
    send(int(sys.argv[1]), sys.argv[2:])
