"""A flow: what a shop has written about one dialog, read and checked; frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from smsbox.clock import HOUR, Micros
from smsbox.dialogs.moves import Say
from smsbox.i18n.marks import N_
from smsbox.i18n.named import Named

PartT = TypeVar("PartT")


class FlowState(Named):
    """Where a flow stands; forward only, but that a closed one may be opened again."""

    DRAFT = 0, N_("Draft")
    OPEN = 1, N_("Open")
    CLOSED = 2, N_("Closed")


@dataclass(frozen=True, slots=True)
class Flow(Generic[PartT]):
    """One flow in one version. `id` 0 before it is kept. `words` open it, as the shop wrote them; `opens_at` and
    `closes_at` bound when it may be opened (None: always). `patience`: how long a dialog waits for the next answer.
    `part` is what its kind has read; `texts` what the shop says instead of the usual words, by their keys; `usual`
    those usual words in the flow's language.
    """

    id: int
    name: str
    kind: str
    title: str
    words: tuple[str, ...]
    language: str
    version: int
    source: str
    part: PartT
    opens_at: Micros | None = None
    closes_at: Micros | None = None
    patience: Micros = 24 * HOUR
    texts: Mapping[str, str] = field(default_factory=dict)
    usual: Mapping[str, str] = field(default_factory=dict)
    zone: str = "Europe/Kyiv"
    state: FlowState = FlowState.OPEN

    def say(self, key: str, **facts: object) -> Say:
        """The text of that key – the shop's own, else the usual one – with these facts to fill in."""
        text = self.texts[key] if key in self.texts else self.usual[key]
        return Say(text, {name: str(value) for name, value in facts.items()})

    def within(self, at: Micros) -> bool:
        """Whether it may be opened at that moment."""
        return (self.opens_at is None or at >= self.opens_at) and (self.closes_at is None or at < self.closes_at)
