"""What a thread is: one conversation for each number, where it stands and who has it; frozen, without a line of SQL."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.i18n.named import Named

_COUNTRY = "+380"


class ThreadState(Named):
    """Whose turn it is. OPEN: ours. PENDING: the customer's. SNOOZED: ours again later. DONE: nobody's."""

    OPEN = 0, N_("To be answered")
    PENDING = 1, N_("The customer’s turn")
    SNOOZED = 2, N_("Put off for now")
    DONE = 3, N_("Ended")


@dataclass(frozen=True, slots=True)
class Thread:
    """`until`: when one that is put off comes back. `version` grows with every change. `waiting_since`: when the first
    message came that nobody has dealt with, and `waiting_id` which it is (`received.settled_at` says the same of each
    message). `unread`: how many came since somebody opened it. `last_at`: the last word of either side,
    or when it came back to people.
    """

    number: str
    state: ThreadState
    assigned_to: str | None
    until: Micros | None
    version: int
    waiting_since: Micros | None
    waiting_id: int | None
    unread: int
    last_at: Micros


def none_yet(number: str) -> Thread:
    """The thread of a number with which nobody has talked."""
    return Thread(number, ThreadState.DONE, None, None, 0, None, None, 0, 0)


def ways(number: str) -> tuple[str, ...]:
    """How networks write the sender who has E.164 `number`."""
    national = (f"0{number.removeprefix(_COUNTRY)}",) if number.startswith(_COUNTRY) else ()
    return (number, number.removeprefix("+"), *national)
