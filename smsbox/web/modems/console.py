"""The AT console as the page sees it: whose turn it is, what was given and answered, and who carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from smsbox.clock import Micros


@dataclass(frozen=True, slots=True)
class Exchange:
    """One command and what came of it. `final` is None as long as the modem has not answered, "" when it never did;
    `trouble`: the key of the error it ended with, with its `facts`.
    """

    at: Micros
    command: str
    lines: tuple[str, ...] = ()
    final: str | None = None
    trouble: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        """Whether the modem is being asked."""
        return self.final is None and self.trouble is None


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's time at a modem, now or last: `holder` is the name of the person. While it is not `over`, the queue of
    that modem waits, at most until `until` if nothing more is asked.
    """

    modem: str
    holder: str
    since: Micros
    until: Micros
    exchanges: tuple[Exchange, ...] = ()
    over: bool = False

    @property
    def running(self) -> bool:
        """Whether a command is with the modem."""
        return bool(self.exchanges) and self.exchanges[-1].running and not self.over


class ConsoleDesk(Protocol):
    """Who gives commands to the modems for the page. Nothing here waits for a modem; `once` marks one press of a
    button, and the same press is never carried out twice.
    """

    def turn(self, modem: str) -> Turn | None:
        """The last turn at `modem` since the daemon started."""

    def give(self, modem: str, command: str, *, holder: str, once: str) -> bool:
        """Begin to give a command that only asks; a turn begins with the first. False when a command is under way, or
        somebody else has his turn. Raises CommandRefused, CommandForbidden, NoCommand, ModemBusy.
        """

    def leave(self, modem: str, *, holder: str) -> None:
        """End the turn of `holder`; the queue goes on."""
