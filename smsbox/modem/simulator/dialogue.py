"""A command about to run and the reply to a line, as fault hooks see and change them."""

from __future__ import annotations

from dataclasses import dataclass, field

from smsbox.modem.simulator.commands.registry import Call


@dataclass(slots=True)
class Exchange:
    """A command about to run, for hooks: setting `final` answers in its place."""

    call: Call
    lines: list[str] = field(default_factory=list)
    final: str | None = None


@dataclass(slots=True)
class Reply:
    """The reply to a whole line, for hooks. `final` "" writes none; `delay` in seconds, while the modem is busy."""

    line: str
    lines: list[str]
    final: str
    delay: float = 0.0

    def about(self, name: str) -> bool:
        """Whether the line contained this command."""
        return name.upper() in self.line.upper()
