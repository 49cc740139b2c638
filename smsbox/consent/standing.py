"""What stands in the ledger of consents, and where a number stands because of it; frozen, without a line of SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smsbox.clock import DaySpan, Micros
from smsbox.i18n.named import Named

MARKETING = "marketing"
"""The scope that everything here is about; lines of another one are kept and change nothing."""

HOW = ("sms", "call", "staff", "form", "keyword", "page", "import", "cli", "campaign", "program")
"""The ways by which somebody's will became known."""


class State(Named):
    """Where a number stands; numbers are in the database."""

    UNKNOWN = 0
    ASKED = 1
    AGREED = 2
    DECLINED = 3
    LEFT = 4


class Act(StrEnum):
    """What a line of the ledger says; the words are in the database."""

    ASKED = "asked"
    """He was asked whether he wants advertising; `Entry.answer_until` is when silence becomes a no."""
    AGREED = "agreed"
    """He agreed in another way than by answering: words read to him, a signed paper."""
    CONFIRMED = "confirmed"
    """He answered yes in time: the second half of a double opt-in."""
    DECLINED = "declined"
    EXPIRED = "expired"
    """He did not answer in time."""
    LEFT = "left"
    RETURNED = "returned"
    """He asked to be written to (again), by himself: START."""
    CHOICE = "choice"
    """He chose how he wants to be written to; `Entry.terms` says what."""
    IMPORTED = "imported"
    """A list came with stated evidence that he had agreed."""
    ERASED = "erased"
    REVOKED = "revoked"
    """The shop no longer relies on what it had: he counts as not asked."""


AGREEING = frozenset({Act.AGREED, Act.CONFIRMED, Act.RETURNED, Act.IMPORTED})
"""Acts that may let advertising through: none without evidence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line for the ledger. `number` E.164; `act` a word of `Act`; `how` one of `HOW`; `words`: those shown or read
    to him; `language` of them.

    `evidence_id` is his received message, `evidence` anything else that proves it; `operator` the person of ours who
    did it, "" where nobody did; `source_id` and `campaign_id` where it came from. `answer_until` belongs to "asked",
    `terms` to "choice" (see `choose`).
    """

    number: str
    at: Micros
    act: str
    how: str
    words: str = ""
    scope: str = MARKETING
    language: str = ""
    evidence_id: int | None = None
    evidence: str = ""
    operator: str = ""
    source_id: int | None = None
    campaign_id: int | None = None
    answer_until: Micros | None = None
    terms: Mapping[str, object] = field(default_factory=dict)

    @property
    def proved(self) -> bool:
        """Whether it names anything that somebody else could look at."""
        return bool(self.evidence.strip()) or self.evidence_id is not None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger as it stands there, `id` in the order of what was written."""

    id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Standing:
    """Where `number` stands, `since` when (0: nothing is known of it).

    His wishes: at most one message in `every_days`, only within `hours` of his day, only about `topics` (None: about
    anything), in `language`, or rather by telephone (`prefers_call`). `asked_at`: when he was last asked,
    `answer_until` how long an answer counts. `marked`: why his number is on the list of those never to be written to,
    "" when it is not.
    """

    number: str
    state: State = State.UNKNOWN
    since: Micros = 0
    asked_at: Micros | None = None
    answer_until: Micros | None = None
    every_days: int | None = None
    hours: DaySpan | None = None
    topics: tuple[str, ...] | None = None
    language: str | None = None
    prefers_call: bool = False
    source_id: int | None = None
    consent_id: int = 0
    marked: str = ""

    @property
    def suppressed(self) -> bool:
        """Whether his number is on the list of those never to be written to."""
        return bool(self.marked)

    @property
    def gone(self) -> bool:
        """Whether he left, also when nothing but the mark of that is kept."""
        return self.state is State.LEFT or self.marked not in ("", ERASED)


ERASED = "erased"
"""The mark of somebody whose data were erased without his having left."""
LEFT = "left"
