"""A scripted modem on a pty: an independent second opinion beside the product's simulator. Bytes in, bytes out."""

from __future__ import annotations

import os
import random
import select
import threading
import time
import tty
from collections.abc import Callable, Iterable

Step = bytes | float | Callable[["Peer"], None]
Reply = Step | list[Step] | None

OK = b"\r\nOK\r\n"
PROMPT = b"\r\n> "


def info(text: str) -> bytes:
    return f"\r\n{text}\r\n\r\nOK\r\n".encode("latin-1")


PLAIN: dict[str, Reply] = {
    "AT+CGMI": info("Acme"),
    "AT+CGMM": info("M1"),
    "AT+CGMR": info("1.0"),
    "AT+CGSN": info("490154203237518"),
    "AT+CPIN?": info("+CPIN: READY"),
    "AT+CFUN?": info("+CFUN: 1"),
    "AT+CPMS=?": info('+CPMS: ("ME"),("ME"),("ME")'),
    "AT+CPMS?": info('+CPMS: "ME",0,100,"ME",0,100,"ME",0,100'),
    'AT+CPMS="SM","SM","SM"': info("+CPMS: 0,20,0,20,0,20"),
    'AT+CPMS="ME","ME","ME"': info("+CPMS: 0,100,0,100,0,100"),
    "AT+CNMI?": info("+CNMI: 2,1,0,2,0"),
    "AT+CIMI": info("255010000000001"),
    "AT+CCID": info("+CCID: 89380010000000000012"),
    "AT+CSCA?": info('+CSCA: "+380500000000",145'),
    "AT+CNUM": info('+CNUM: ,"+380500000009",145'),
    "AT+CREG?": info("+CREG: 0,1"),
    "AT+COPS?": info('+COPS: 0,0,"Testnet",2'),
    "AT+CSQ": info("+CSQ: 20,99"),
}


class Peer:
    """Answers `AT…` lines from a table (`on`), PDUs from a list (`results`). `style` says how bytes are cut."""

    def __init__(self, style: str = "whole", ending: bytes = b"\r\n", echo: bool = False, seed: int = 1) -> None:
        self.style, self.ending, self.echo = style, ending, echo
        self.answers: dict[str, list[Reply]] = {command: [reply] for command, reply in PLAIN.items()}
        self.default: Reply = OK
        self.prompt: list[Reply] = [PROMPT]
        self.results: list[Reply] = []
        self.reference = 0
        self.commands: list[str] = []
        self.pdus: list[str] = []
        self.raw = bytearray()
        self.typing = False
        self.deaf = False
        self.reading = True
        self._random = random.Random(seed)
        self._buffer = bytearray()
        self._stop = threading.Event()
        self._lock = threading.RLock()
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Peer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(3)
        self.unplug()
        os.close(self._slave)

    def on(self, command: str, *replies: Reply) -> None:
        """Each use takes the next reply; the last one stays."""
        self.answers[command] = list(replies)

    def unplug(self) -> None:
        with self._lock:
            if self.master >= 0:
                os.close(self.master)
                self.master = -1

    def say(self, data: bytes) -> None:
        """Write `data` in the peer's style; \\r\\n becomes its line ending."""
        data = data.replace(b"\r\n", self.ending)
        for piece in self._cut(data):
            with self._lock:
                if self.master < 0:
                    return
                os.write(self.master, piece)
            if self.style in ("slow", "random"):
                time.sleep(0.02 if self.style == "slow" else self._random.choice((0, 0.001, 0.003)))

    def _cut(self, data: bytes) -> Iterable[bytes]:
        if self.style in ("bytes", "slow"):
            return [data[i : i + 1] for i in range(len(data))]
        if self.style == "random":
            pieces, at = [], 0
            while at < len(data):
                step = self._random.randint(1, 7)
                pieces.append(data[at : at + step])
                at += step
            return pieces
        return [data]

    def play(self, reply: Reply) -> None:
        for step in reply if isinstance(reply, list) else [reply]:
            if isinstance(step, bytes):
                self.say(step)
            elif isinstance(step, float):
                self._stop.wait(step)
            elif step is not None:
                step(self)

    def _run(self) -> None:
        while not self._stop.is_set():
            if self.master < 0 or not self.reading:
                time.sleep(0.005)
                continue
            try:
                if not select.select([self.master], [], [], 0.02)[0]:
                    continue
                data = os.read(self.master, 4096)
            except (OSError, ValueError):
                time.sleep(0.005)
                continue
            self.raw += data
            for byte in data:
                self._take(byte)

    def _take(self, byte: int) -> None:
        if self.deaf:
            return
        if byte == 0x1B:
            self._buffer.clear()
            if self.typing:
                self.typing = False
                self.say(OK)
        elif self.typing and byte == 0x1A:
            pdu = self._buffer.decode("latin-1")
            self._buffer.clear()
            self.typing = False
            self.pdus.append(pdu)
            if self.echo:
                self.say(pdu.encode() + b"\x1a")
            self.play(self._result())
        elif byte == 0x0D and not self.typing:
            command = self._buffer.decode("latin-1")
            self._buffer.clear()
            if command:
                self._obey(command)
        else:
            self._buffer.append(byte)

    def _result(self) -> Reply:
        if self.results:
            return self.results.pop(0)
        self.reference = (self.reference + 1) % 256
        return f"\r\n+CMGS: {self.reference}\r\n\r\nOK\r\n".encode()

    def _obey(self, command: str) -> None:
        self.commands.append(command)
        if self.echo:
            self.say(command.encode("latin-1") + b"\r\r\n")
        if command == "ATE0" and command not in self.answers:
            self.echo = False
        if command.startswith("AT+CMGS=") and command not in self.answers:
            self.typing = True
            self.play(self.prompt.pop(0) if len(self.prompt) > 1 else self.prompt[0])
            return
        replies = self.answers.get(command, [self.default])
        self.play(replies.pop(0) if len(replies) > 1 else replies[0])
