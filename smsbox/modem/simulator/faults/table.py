"""The table of fault modes and their arming: a fault is a name, a sentence, and hooks at points of the modem's life."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


class Point(enum.Enum):
    """Where a hook can act, and what it is handed."""

    ARM = "at once, when the fault is armed (None)"
    COMMAND = "before a command runs (dialogue.Exchange)"
    REPLY = "before the reply to a line is written (dialogue.Reply)"
    PROMPT = "before the prompt (submission.Prompting)"
    SUBMIT = "after Ctrl-Z, before the air (submission.Submission)"
    WRITE = "on every write to the tty (output.Outgoing)"
    INDICATE = "before +CMTI or +CDSI (reception.Indication)"
    REPORT = "when the network makes a status report (network.Report)"
    BOOT = "when the modem has restarted (None)"
    UNLOCK = "when the right PIN was entered (None)"
    USSD = "when the network answers a USSD request (telephony.UssdAnswer)"


@dataclass(slots=True)
class Armed:
    """An armed fault: how often it may still fire (None: for ever), its parameters, and what its hooks remember.

    `pending` keeps it alive after the last firing for a second act; `undo` runs when it is disarmed or done.
    """

    fault: Fault
    left: int | None
    params: dict[str, Any]
    memory: dict[str, Any] = field(default_factory=dict)
    pending: bool = False
    undo: list[Callable[[], None]] = field(default_factory=list)

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter as armed, or as the fault declares it, or the default."""
        return self.params.get(name, self.fault.params.get(name, default))


Hook = Callable[["Modem", Armed, Any], bool]
"""Acts, and says whether that was the fault firing."""


@dataclass(slots=True)
class Fault:
    """One fault mode. `count` is how often it fires when armed without a number (None: for ever)."""

    name: str
    title: str
    count: int | None
    params: dict[str, Any]
    hooks: dict[Point, Hook] = field(default_factory=dict)


FAULTS: dict[str, Fault] = {}


def fault(name: str, title: str, point: Point, *, count: int | None = 1, **params: Any) -> Callable[[Hook], Hook]:
    """Put a fault mode into the table, with its first hook."""

    def register(hook: Hook) -> Hook:
        FAULTS[name] = Fault(name, title, count, params, {point: hook})
        return hook

    return register


def declare(name: str, title: str, *, count: int | None = 1, **params: Any) -> None:
    """Put a fault mode into the table whose hooks follow by `also`."""
    FAULTS[name] = Fault(name, title, count, params)


def also(name: str, point: Point) -> Callable[[Hook], Hook]:
    """A further hook of a fault that is in the table already."""

    def register(hook: Hook) -> Hook:
        FAULTS[name].hooks[point] = hook
        return hook

    return register


class Faults:
    """The armed faults of one modem, and how often each mode has fired."""

    def __init__(self, modem: Modem) -> None:
        self.modem = modem
        self.armed: list[Armed] = []
        self.fired: Counter[str] = Counter()

    def arm(self, name: str, count: int | str | None = "default", **params: Any) -> Armed:
        """Arm a fault mode; hooks that act at once do so now. Raises KeyError for an unknown name."""
        mode = FAULTS[name]
        left = mode.count if count == "default" else None if count in (None, 0, "ever") else int(count)
        armed = Armed(mode, left, params)
        self.armed.append(armed)
        self._offer(armed, Point.ARM, None)
        if set(mode.hooks) == {Point.ARM} and not armed.pending:
            self._drop(armed)
        return armed

    def fire(self, point: Point, subject: Any) -> None:
        """Let every armed fault with a hook at `point` act on `subject`."""
        for armed in list(self.armed):
            self._offer(armed, point, subject)

    def note(self, armed: Armed) -> None:
        """Count a firing; for hooks that fire from timers of their own."""
        self.fired[armed.fault.name] += 1
        if armed.left:
            armed.left -= 1
        self.modem.record("fault", name=armed.fault.name)
        self._settle(armed)

    def disarm(self, name: str | None = None) -> int:
        """Disarm one fault mode or all; how many were armed."""
        found = [armed for armed in self.armed if name in (None, armed.fault.name)]
        for armed in found:
            self._drop(armed)
        return len(found)

    def done(self, armed: Armed) -> None:
        """The second act is over."""
        armed.pending = False
        self._settle(armed)

    def _offer(self, armed: Armed, point: Point, subject: Any) -> None:
        hook = armed.fault.hooks.get(point)
        if hook is None or (armed.left == 0 and not armed.pending):
            return
        if hook(self.modem, armed, subject):
            self.note(armed)

    def _settle(self, armed: Armed) -> None:
        if armed.left == 0 and not armed.pending:
            self._drop(armed)

    def _drop(self, armed: Armed) -> None:
        if armed in self.armed:
            self.armed.remove(armed)
            for undo in armed.undo:
                undo()
