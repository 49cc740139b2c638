"""What a problem is: key and subject that name it, how bad it is, and facts; and its row, which knows since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smsbox.clock import Micros
from smsbox.i18n.named import Named


class Severity(Named):
    """How bad it is: a PROBLEM stops something, a WARNING may or will, a NOTE mends itself. The database has the
    number.
    """

    NOTE = 1
    WARNING = 2
    PROBLEM = 3


NOTE, WARNING, PROBLEM = Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """`subject` is the modem, or whatever else of its kind it speaks of ("": the box). Facts are plain JSON values.

    A fact `because` is the key of an explanation, or an error as the outbox keeps it, with its own facts in `of`.
    """

    key: str
    subject: str = ""
    severity: Severity = WARNING
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> tuple[str, str]:
        """What there is one open row of."""
        return self.key, self.subject


@dataclass(frozen=True, slots=True)
class Case:
    """A problem as it is kept: open since `opened_at`, over at `closed_at` (None: not yet), in microseconds."""

    id: int
    problem: Problem
    opened_at: Micros
    seen_at: Micros
    closed_at: Micros | None = None
    snoozed_until: Micros | None = None

    def snoozed(self, now: Micros) -> bool:
        """Whether nobody wants to be reminded of it now."""
        return self.snoozed_until is not None and now < self.snoozed_until
