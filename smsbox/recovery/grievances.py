"""What speaks against a modem that answers: results missing in a row, errors of its own, no network for long."""

from __future__ import annotations

DOUBTS = 3
"""Segments in a row whose result never came."""
REFUSALS = 3
"""Refusals in a row with errors of the modem itself (`Verdict.RESET`)."""
UNREGISTERED = 600.0
"""Seconds without a network while the SIM is fine."""


class Grievances:
    """Counts them over sessions, since a modem that does not answer a submit is opened anew each time."""

    def __init__(self) -> None:
        self._doubts = 0
        self._refusals = 0
        self._since: float | None = None

    def accepted(self) -> None:
        """A segment was accepted: it works."""
        self._doubts = self._refusals = 0

    def unanswered(self, *, doubt: bool) -> None:
        """A segment got no result; without `doubt` it was certainly not sent, which says nothing."""
        self._doubts += doubt

    def refused(self, *, reset: bool) -> None:
        """A segment was refused; `reset`: with an error of the modem itself. Any other refusal shows that it works."""
        self._refusals = self._refusals + 1 if reset else 0
        self._doubts = 0

    def network(self, *, registered: bool, boot: float) -> None:
        """How the registration stands at `boot` (boot-clock seconds). Only call it while the SIM is open."""
        self._since = None if registered else boot if self._since is None else self._since

    @property
    def due(self) -> bool:
        """Whether what became of segments is reason enough."""
        return self._doubts >= DOUBTS or self._refusals >= REFUSALS

    def complaint(self, boot: float) -> str | None:
        """The reason to recover the modem now, as NeedsRecovery names it; None. What is told begins to count anew."""
        if self._doubts >= DOUBTS:
            self._doubts = 0
            return "doubts"
        if self._refusals >= REFUSALS:
            self._refusals = 0
            return "refusals"
        if self._since is not None and boot - self._since >= UNREGISTERED:
            self._since = boot
            return "registration"
        return None
