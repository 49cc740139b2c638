"""The grammar of an AT line: where lines end, what a final result is, how parameters are separated.

V.250 5.7 (result codes), 3GPP TS 27.005 3.1 and 27.007 5.1 (parameters). Pure: bytes in, values out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final as Constant

from smsbox.modem.codes import ErrorCode, named

LINE_CAP: Constant = 4096
"""Longest line kept, in bytes; what is longer is noise and dropped up to its end."""

_ENDS_TO_LF: Constant = bytes.maketrans(b"\r\x1a", b"\n\n")
_ERROR: Constant = re.compile(r"\+CM([ES]) ERROR(?:\s*[:\s]\s*(.*))?", re.IGNORECASE)
_NAME: Constant = re.compile(r"([+^#*_%$!]?[A-Za-z][A-Za-z0-9 _-]*)\s*:")
_COMMA: Constant = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')
_GROUP: Constant = re.compile(r"\(([^()]*)\)")
_JUNK: Constant = re.compile(r"[^\x20-\x7e]")
_NOT_TEXT: Constant = bytes(range(0x21)) + bytes(range(0x7F, 0x100))
HEX: Constant = re.compile(r"[0-9A-Fa-f]+")


class Splitter:
    """Cuts the byte stream into lines: latin-1, NUL dropped, empty lines vanish.

    Any of CR and LF ends a line, and so does the Ctrl-Z of an echoed PDU, which an answer may follow without a gap.
    """

    __slots__ = ("_rest", "_skipping", "overlong")

    def __init__(self) -> None:
        self._rest = b""
        self._skipping = False
        self.overlong = 0

    def feed(self, data: bytes) -> list[str]:
        """The lines completed by `data`, without their ends."""
        pieces = (self._rest + data.translate(_ENDS_TO_LF, b"\0")).split(b"\n")
        if self._skipping and len(pieces) > 1:
            pieces[0] = b""
            self._skipping = False
        rest = pieces.pop()
        if self._skipping or len(rest) > LINE_CAP:
            self.overlong += not self._skipping
            self._skipping, rest = True, b""
        self._rest = rest
        return [self._line(piece) for piece in pieces if piece.strip()]

    def _line(self, piece: bytes) -> str:
        if len(piece) > LINE_CAP:
            self.overlong += 1
            return ""
        return piece.decode("latin-1").strip()

    @property
    def at_prompt(self) -> bool:
        """Whether the unfinished line is the invitation to type a PDU (27.005 3.5.1)."""
        return self._rest.lstrip(_NOT_TEXT)[:1] == b">"

    @property
    def unfinished(self) -> bool:
        """Whether a line has begun and not ended: the modem is still talking."""
        return self._skipping or bool(self._rest.lstrip(_NOT_TEXT))

    def drop_rest(self) -> None:
        """Forget the unfinished line."""
        self._rest, self._skipping = b"", False


@dataclass(frozen=True, slots=True)
class Final:
    """A final result: success, or `error`. `numeric`: it came in the short form of ATV0."""

    error: ErrorCode | None = None
    numeric: bool = False

    @property
    def ok(self) -> bool:
        """Whether it is OK."""
        return self.error is None


OK: Constant = Final()
_FINALS: Constant[dict[str, Final]] = {
    "OK": OK,
    "0": Final(numeric=True),
    "4": Final(ErrorCode("ERROR", None, "4"), numeric=True),
    **{word: Final(ErrorCode("ERROR", None, word)) for word in ("ERROR", "COMMAND NOT SUPPORT", "NA")},
}
CALL_ENDS: Constant = frozenset({"NO CARRIER", "NO DIALTONE", "BUSY", "NO ANSWER"})
"""Final results of a dialled call. smsbox never dials, so to it they only tell that somebody's call ended."""


def final_of(line: str) -> Final | None:
    """The final result that `line` is, or None. Understands numeric, worded, negative and blank-less errors."""
    known = _FINALS.get(line)
    if known is not None or not line.startswith("+CM"):
        return known
    match = _ERROR.fullmatch(line)
    return Final(named("CM" + match.group(1).upper(), match.group(2) or "", line)) if match else None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: information lines, then the final result; `final` None when only its OK was missing."""

    lines: tuple[str, ...]
    final: Final | None

    @property
    def ok(self) -> bool:
        """Whether the command did its work."""
        return self.final is None or self.final.ok

    @property
    def error(self) -> ErrorCode | None:
        """The refusal, if it was one."""
        return self.final.error if self.final else None

    def named(self, name: str) -> str | None:
        """The first information line called `name` ("+CSQ")."""
        return next((line for line in self.lines if line.startswith(name)), None)


def name_of(line: str) -> str:
    """`+CREG` of `+CREG: 1`; the whole line when it has no colon-ended name."""
    match = _NAME.match(line)
    return match.group(1) if match else line


def command_name(command: str) -> str:
    """The name an answer to `command` would carry: `+CREG` of `AT+CREG?`."""
    return re.split(r"[=?;]", command[2:], maxsplit=1)[0]


def fields(line: str) -> list[str]:
    """The parameters after the name, unquoted and trimmed; commas inside quotes separate nothing."""
    match = _NAME.match(line)
    text = line[match.end() :].strip() if match else line
    if not text:
        return []
    return [piece.strip().strip('"') for piece in _COMMA.split(text)]


def number(text: str) -> int | None:
    """`text` as an integer ("007", "-1"), or None."""
    try:
        return int(text)
    except ValueError:
        return None


def groups(line: str) -> list[list[str]]:
    """The innermost bracketed lists of a test answer: `("SM","ME"),("SM")` → [[SM, ME], [SM]]."""
    return [[item.strip().strip('"') for item in group.split(",") if item.strip()] for group in _GROUP.findall(line)]


def clean(line: str) -> str:
    """`line` without bytes that no AT answer has. In a +CMGS answer they become "?": a digit may have been hit."""
    return _JUNK.sub("?" if "CMGS" in line else "", line).strip()


def octets(text: str) -> bytes:
    """The bytes of a hex string; empty when it is not one (odd length, foreign characters)."""
    try:
        return bytes.fromhex(text) if HEX.fullmatch(text) else b""
    except ValueError:
        return b""
