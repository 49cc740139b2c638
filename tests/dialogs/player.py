"""Customers who talk with one flow: its kind and its books on a real store, without router and engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from smsbox.clock import SECOND, Micros
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows import rows
from smsbox.dialogs.kinds import books_of, kind_of
from smsbox.dialogs.moves import ForPeople, Heard, Move, Remember, Tag
from smsbox.dialogs.moving import _remember
from smsbox.dialogs.saying import said
from smsbox.sms.keywords import understand
from smsbox.sms.matching import find
from smsbox.store import Store
from tests.contracts.counter import config
from tests.contracts.shop import ANNA, START

_ENGINES = (ForPeople, Remember, Tag)


@dataclass
class Player:
    """`states` of who has an open dialog; `moves` all that was done."""

    store: Store
    source: str
    now: Micros = START
    states: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    flow: Flow[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.config = config()
        kept = rows.create(self.store, self.config, self.source, by="olena", now=self.now)
        rows.open(self.store, self.config, kept.id, by="olena", now=self.now)
        self.flow = rows.loaded(self.store, self.config, kept.id)
        self.kind, self.books = kind_of(self.flow.kind), books_of(self.flow.kind)

    def write(self, text: str, number: str = ANNA, *, at: Micros | None = None) -> str:
        """What he is answered, its SMS on lines of their own; "" where the flow has nothing to do with it."""
        self.now += SECOND
        found = find(text, self.flow.words)
        rest = text if found is None else found.rest
        heard = Heard(text, rest, understand(rest), 7, number, at or self.now, self.now)
        with self.store.write():
            rows.hold(self.store, self.flow.id)
            view = self.books.view(self.store, self.flow, number, self.now)
            move = self._move(number, found is not None, view, heard)
            if move is None:
                return ""
            self._done(number, move, heard)
        return "\n".join(said(self.store, self.config, number, say) for say in move.says)

    def _move(self, number: str, opens: bool, view: Any, heard: Heard) -> Move | None:
        if number in self.states:
            state = self.states[number]
            if opens and not heard.rest:
                return self.kind.again(self.flow, state, view)
            return self.kind.hear(self.flow, state, view, heard)
        if opens:
            return self.kind.begin(self.flow, view, heard)
        knows = self.books.knows(self.store, self.flow, number, self.now)
        return self.kind.later(self.flow, view, heard) if knows else None

    def _done(self, number: str, move: Move, heard: Heard) -> None:
        self.moves.append(move)
        for effect in move.effects:
            if isinstance(effect, Remember):
                _remember(self.store, number, effect, heard.at)
            elif not isinstance(effect, _ENGINES):
                self.books.apply(self.store, self.config, self.flow, 1, effect, heard)
        self.states.pop(number, None)
        if move.outcome is None:
            self.states[number] = move.state
