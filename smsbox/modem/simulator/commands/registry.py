"""The table of commands, and the reading of a command line into single calls (V.250 5.2, 27.007 4)."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox.modem.simulator.errors import Refused

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


class Form(enum.Enum):
    """How a command was given."""

    DO = ""
    SET = "="
    READ = "?"
    TEST = "=?"


@dataclass(frozen=True, slots=True)
class Call:
    """One command of a line: its name (`E`, `&F`, `+CSQ`), form, and arguments as written (quotes removed)."""

    name: str
    form: Form
    text: str = ""

    @property
    def arguments(self) -> list[str]:
        """Arguments split at commas outside quotes."""
        return [_unquoted(piece) for piece in _outside_quotes(self.text, ",")] if self.text else []

    def number(self, place: int = 0, default: int | None = None, family: str = "CME") -> int:
        """The argument at `place` as a number. Raises Refused (CME 50, CMS 304) when it is none."""
        arguments = self.arguments
        if place >= len(arguments) or arguments[place] == "":
            if default is not None:
                return default
            raise Refused(family, 50 if family == "CME" else 304)
        if not re.fullmatch(r"\d{1,9}", arguments[place]):
            raise Refused(family, 50 if family == "CME" else 304)
        return int(arguments[place])

    def string(self, place: int = 0, default: str = "") -> str:
        """The argument at `place`, or the default."""
        arguments = self.arguments
        return arguments[place] if place < len(arguments) else default


Handler = Callable[["Modem", Call], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Command:
    """A registered command; `needs` names the error family used when the SIM is not ready ("" when it needs none)."""

    handler: Handler
    needs: str


_TABLE: dict[str, Command] = {}


def command(*names: str, needs: str = "") -> Callable[[Handler], Handler]:
    """Register a handler under its names."""

    def register(handler: Handler) -> Handler:
        for name in names:
            _TABLE[name] = Command(handler, needs)
        return handler

    return register


def find(name: str) -> Command | None:
    """The command of that name, if the modem knows it."""
    return _TABLE.get(name)


def names() -> list[str]:
    """Every extended command, for +CLAC."""
    return sorted(name for name in _TABLE if len(name) > 2)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) >= 2 and text[0] == text[-1] == '"' else text


def _outside_quotes(text: str, mark: str) -> list[str]:
    pieces, quoted = [""], False
    for char in text:
        quoted = quoted != (char == '"')
        if char == mark and not quoted:
            pieces.append("")
        else:
            pieces[-1] += char
    return pieces


_BASIC = re.compile(r"(&?[A-Z])(\d*)(\??)")
_EXTENDED = re.compile(r"([+^#*$%_][A-Z0-9_]+)(=\?|\?|=)?")


def split_line(text: str) -> list[Call]:
    """The calls in what follows `AT`. Raises Refused (plain ERROR) where the line makes no sense."""
    calls: list[Call] = []
    while text := text.lstrip(" ;"):
        if text[0] in "+^#*$%_":
            piece = _outside_quotes(text, ";")[0]
            calls.append(_extended(piece))
        elif text[0].upper() == "D":
            piece = text
            calls.append(Call("D", Form.SET, text[1:]))
        elif text[0].upper() == "S" and (register := re.match(r"S\d+(=\d*|\?)?", text, re.IGNORECASE)):
            piece = register.group()
            calls.append(Call("S", Form.READ if piece.endswith("?") else Form.SET, piece[1:]))
        else:
            match = _BASIC.match(text.upper())
            if match is None:
                raise Refused()
            piece = match.group()
            calls.append(Call(match.group(1), Form.READ if match.group(3) else Form.SET, match.group(2)))
        text = text[len(piece) :]
    return calls


def _extended(piece: str) -> Call:
    match = _EXTENDED.match(piece.upper())
    if match is None:
        raise Refused()
    form = Form(match.group(2) or "")
    rest = piece[match.end() :].strip()
    if rest and form is not Form.SET:
        raise Refused()
    return Call(match.group(1), form, rest)
