"""Settings as the page changes them, and who carries it out (the daemon, later): preview, apply, trials, PINs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from smsbox.clock import Micros
from smsbox.config import Difference, Judged, Problem
from smsbox.errors import SmsboxError
from smsbox.people.audit import Actor

PAGE = "page"
"""The subject of a trial of the listen address; that of a modem is `modem.<name>`."""


class SettingsRefused(SmsboxError):
    """Changes cannot be made. Facts: `problem`, the sentences of all that is wrong; `problems` has it whole."""

    key = "settings.refused"
    exit_code = 65

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problem=[each.sentence for each in problems])
        self.problems = tuple(problems)


class TrialUnderWay(SmsboxError):
    """The last change of the same thing is still on trial. Facts: `subject`."""

    key = "settings.trial"
    exit_code = 75
    retryable = True


class SettingsMoved(SmsboxError):
    """Somebody else has changed the same meanwhile. Facts: `keys` as one text; `moved` has them one by one."""

    key = "settings.moved"
    exit_code = 75
    retryable = True

    def __init__(self, moved: Sequence[Difference]) -> None:
        super().__init__(keys=", ".join(each.key for each in moved))
        self.moved = tuple(moved)


@dataclass(frozen=True, slots=True)
class Trial:
    """A change that undoes itself: of `subject`, until `until`; `undo` are the changes that bring back what was."""

    subject: str
    until: Micros
    undo: Mapping[str, object]
    by_whom: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """A change that was undone: when, and why (the key of an explanation with its facts); `keys`: what it changed;
    `tried`: the values it would have had.
    """

    subject: str
    at: Micros
    why: str
    facts: Mapping[str, object] = field(default_factory=dict)
    keys: Sequence[str] = ()
    tried: Mapping[str, object] = field(default_factory=dict)


class SettingsDesk(Protocol):
    """Who changes settings. A change holds at once and for good, unless its trial fails."""

    def preview(self, changes: Mapping[str, object]) -> Judged:
        """What these changes would make."""

    def apply(
        self, changes: Mapping[str, object], *, by: Actor, now: Micros, seen: Mapping[str, object] | None = None
    ) -> tuple[Difference, ...]:
        """Make them; what differs. `seen`: what stood there when he decided, by full key.

        Raises SettingsRefused, SettingsMoved, TrialUnderWay, CannotListen, StoreTrouble: none is made.
        """

    def give_pin(self, modem: str, pin: str | None, *, by: Actor, now: Micros) -> None:
        """Keep the PIN of a modem's SIM, None: it has none. Raises as `apply`, and NoPin."""

    def forget_ignored(self, *, by: Actor, now: Micros) -> None:
        """Drop what was set and is not in force. Raises StoreTrouble."""

    def edited(self) -> Sequence[Problem] | None:
        """What is wrong with the file if it is another one than at the start; None: it is the same."""

    def trials(self) -> list[Trial]:
        """What is on trial now."""

    def undone(self) -> list[Undone]:
        """What was undone and not seen to since."""

    def seen(self, subject: str) -> None:
        """Somebody has read that it was undone."""
