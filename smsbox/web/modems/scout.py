"""What a look at the ports finds, as the page shows it, and who looks (the daemon, later)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from smsbox.clock import Micros


@dataclass(frozen=True, slots=True)
class Find:
    """A port where a modem answers, or a port or stick where none does.

    `path` is what to configure, "" where there is nothing to; `where` the socket or port it was found at, `device` its
    name on USB. `sim` is the word of +CPIN?, "MISSING", "BROKEN", or "" (not known); `tries_left` belongs to a locked
    one. `trouble` is the key of an explanation with its `facts`, "" for a modem that answers.
    """

    path: str
    where: str
    device: str = ""
    manufacturer: str = ""
    model: str = ""
    imei: str = ""
    sim: str = ""
    tries_left: int | None = None
    simulated: bool = False
    trouble: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """Make and model as it told them, else its name on USB."""
        return " ".join(filter(None, (self.manufacturer, self.model))) or self.device


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the last look found, modems first. `at` None: nobody has looked yet; `looking`: somebody looks now."""

    finds: tuple[Find, ...] = ()
    at: Micros | None = None
    looking: bool = False


class Scout(Protocol):
    """Looks for modems; nothing here waits for one."""

    def look(self) -> None:
        """Begin to look, unless that is being done already."""

    def outlook(self) -> Outlook:
        """What is known now."""
