"""The line discipline: octets from the tty become whole command lines and message bodies, replies get their frame."""

from __future__ import annotations

import enum
from dataclasses import dataclass

LINE_CAP = 4096
"""Longest command line and longest body, in octets; a longer line is thrown away and answered ERROR."""

CR, LF, BACKSPACE, CTRL_Z, ESC = 0x0D, 0x0A, 0x08, 0x1A, 0x1B


class Kind(enum.Enum):
    """What the tty said."""

    COMMAND = "command"
    TOO_LONG = "too long"
    BODY = "body"
    ABORT = "abort"


@dataclass(frozen=True, slots=True)
class Token:
    """One complete thing read from the tty."""

    kind: Kind
    data: bytes = b""


class Discipline:
    """Collects octets until a line (CR) or, in entry mode, a body (Ctrl-Z or ESC) is whole (27.005 3.5, V.250 5.2)."""

    def __init__(self) -> None:
        self.entry = False
        self._held = bytearray()
        self._overflow = False

    def reset(self) -> None:
        """Forget a half-typed line and leave entry mode."""
        self.entry = False
        self._held.clear()
        self._overflow = False

    def read(self, data: bytes | bytearray) -> tuple[Token | None, int]:
        """Consume up to the end of the next token; the token, if complete, and how many octets were used."""
        ends = (CTRL_Z, ESC) if self.entry else (CR,)
        places = [at for at in (data.find(end) for end in ends) if at >= 0]
        if not places:
            self._hold(data)
            return None, len(data)
        at = min(places)
        self._hold(data[:at])
        token = self._finish(data[at])
        return token, at + 1

    def _hold(self, data: bytes | bytearray) -> None:
        room = LINE_CAP - len(self._held)
        self._overflow = self._overflow or len(data) > room
        self._held += data[:room]

    def _finish(self, end: int) -> Token:
        data, overflow = bytes(self._held), self._overflow
        self.reset()
        if end == ESC:
            return Token(Kind.ABORT)
        if end == CTRL_Z:
            return Token(Kind.BODY, data)
        return Token(Kind.TOO_LONG) if overflow else Token(Kind.COMMAND, _edited(data))


def _edited(line: bytes) -> bytes:
    """The line as typed: backspaces applied, control characters (LF, ESC, Ctrl-Z, NUL) without effect."""
    kept = bytearray()
    for octet in line:
        if octet == BACKSPACE:
            del kept[-1:]
        elif octet >= 0x20:
            kept.append(octet)
    return bytes(kept)


def framed(text: str) -> bytes:
    """One information line, URC or final result as V1 shows it: CR LF on both sides (V.250 5.7.1)."""
    return f"\r\n{text}\r\n".encode("latin-1", "replace")


NUMERIC = {"OK": "0", "CONNECT": "1", "RING": "2", "NO CARRIER": "3", "ERROR": "4", "NO DIALTONE": "6", "BUSY": "7"}
"""Result codes under ATV0 (V.250 table 1)."""


def final(text: str, *, verbose: bool, quiet: bool) -> bytes:
    """A final result: framed, or a bare digit under V0, or nothing under Q1."""
    if quiet:
        return b""
    if verbose or text not in NUMERIC:
        return framed(text)
    return NUMERIC[text].encode() + b"\r"
