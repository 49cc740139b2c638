"""What passes between the engine and a kind of dialog: what was heard, and the move that answers it; frozen, pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from smsbox.clock import Micros
from smsbox.sms.keywords import Meaning


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of a customer. `text` as written; `rest`: the same without the flow's own word, where that is in
    it; `meaning` of `rest`. `message_id` of the inbox, 0 where time or the shop moves (then the texts are empty); `at`
    when it was received, `now` when it is answered.
    """

    text: str
    rest: str
    meaning: Meaning
    message_id: int
    number: str
    at: Micros
    now: Micros


@dataclass(frozen=True, slots=True)
class Say:
    """One SMS of an answer. `text` is a template of `wording.grammar`; `facts` fill its fields before what is known
    of the customer does, and are never read as templates, whatever somebody has typed into them.
    """

    text: str
    facts: Mapping[str, str] = field(default_factory=dict)


def joined(*says: Say) -> Say:
    """All of them in one SMS."""
    return Say(" ".join(each.text for each in says), {name: fact for each in says for name, fact in each.facts.items()})


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep `value` with the customer as his field `field`, as something he said by SMS."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Tag:
    """Give the customer this tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class ForPeople:
    """Somebody has to read this message, too: it stays unsettled in his thread."""


Effect = Any
"""Remember, Tag, ForPeople, or a frozen value that the books of the kind carry out."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a kind does: the answers, what is to be done with them in the same transaction, and where the dialog stands
    after it. `state` is plain JSON; `step` a word for the timeline; `outcome` (`done`, `left`, `late`, `full`,
    `closed`) ends it. `patience`: how long the dialog now waits for him (None: as long as its flow says).

    `understood` False: what he said could not be read, and `says` tell what is wanted. The engine counts these: the
    second in a row is left to people, too, and while somebody of the shop talks with him the whole move is dropped.
    `loose`: his words were taken as they are, and might mean anything.
    """

    says: tuple[Say, ...] = ()
    effects: tuple[Effect, ...] = ()
    step: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    patience: Micros | None = None
    understood: bool = True
    loose: bool = False
