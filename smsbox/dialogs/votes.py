"""What is known of a customer's vote while he is answered, and what becomes of his answer: the books of votes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from smsbox.clock import MINUTE, Micros
from smsbox.config import Config
from smsbox.desk.happening import Happening
from smsbox.dialogs.ballots import UNKNOWN, aliases, keep
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.moves import Effect, Heard
from smsbox.i18n.phrases import Phrase
from smsbox.store import Store

_AFTERTHOUGHT: Micros = 30 * MINUTE
"""So long after his vote he may change it without the word of the flow."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Effect: his vote is for `choice` (`UNKNOWN`: not read); `said` as written, `same` as it is compared."""

    choice: str
    said: str
    same: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a customer's vote: `choice` None before there is one; `by_people` when somebody of the shop has
    said what he meant. `taught` tells the choice that a whole text was taught to mean; `aliases` all that was taught.
    """

    choice: str | None
    by_people: bool
    taught: Callable[[str], str | None]
    aliases: Callable[[], Iterable[tuple[str, tuple[str, ...]]]]

    @property
    def settled(self) -> bool:
        """Whether he has voted himself, understood."""
        return bool(self.choice) and not self.by_people


class VoteBooks:
    """The tables of votes."""

    def view(self, store: Store, flow: Flow[Any], number: str, now: Micros) -> Standing:
        """What he voted for, and what was taught."""
        row = store.run(
            "SELECT choice, by_whom FROM votes WHERE flow_id = ? AND number = ?", flow.id, number
        ).fetchone()
        choice, by_whom = row or (None, None)
        return Standing(choice, by_whom is not None, _Taught(store, flow.id), lambda: aliases(store, flow.id))

    def apply(
        self, store: Store, config: Config, flow: Flow[Any], dialog_id: int | None, effect: Effect, heard: Heard
    ) -> None:
        """Count his vote, or move it."""
        if isinstance(effect, Counted):
            keep(store, flow.id, heard, effect.choice, effect.said, effect.same)

    def flows_of(self, store: Store, number: str, now: Micros) -> list[int]:
        """Where he has voted a moment ago."""
        sql = "SELECT flow_id FROM votes WHERE number = ? AND at > ?"
        return [row[0] for row in store.run(sql, number, now - _AFTERTHOUGHT).fetchall()]

    def knows(self, store: Store, flow: Flow[Any], number: str, now: Micros) -> bool:
        """Whether he has voted a moment ago and may change it, or did not know for what."""
        if flow.state is not FlowState.OPEN or not flow.within(now):
            return False
        row = store.run("SELECT choice, at FROM votes WHERE flow_id = ? AND number = ?", flow.id, number).fetchone()
        return row is not None and (row[0] == UNKNOWN or flow.part.changeable) and now - row[1] < _AFTERTHOUGHT

    def due(self, store: Store, now: Micros) -> bool:
        """Time alone changes no vote."""
        return False

    def tick(self, store: Store, config: Config, flow: Flow[Any], now: Micros) -> None:
        """Nothing waits for time."""

    def happenings(self, store: Store, number: str, limit: int) -> list[Happening]:
        """His votes, the newest first."""
        found = store.run(
            "SELECT v.at, v.choice, v.said, v.changed, f.title, f.id FROM votes v JOIN flows f ON f.id = v.flow_id "
            "WHERE v.number = ? ORDER BY v.at DESC LIMIT ?",
            *(number, limit),
        ).fetchall()
        return [_happening(*row) for row in found]


class _Taught:
    """What a whole text was taught to mean."""

    __slots__ = ("_flow_id", "_store")

    def __init__(self, store: Store, flow_id: int) -> None:
        self._store, self._flow_id = store, flow_id

    def __call__(self, text: str) -> str | None:
        sql = "SELECT choice FROM vote_aliases WHERE flow_id = ? AND same = ?"
        row = self._store.run(sql, self._flow_id, text).fetchone()
        return None if row is None else str(row[0])


def _happening(at: Micros, choice: str, said: str, changed: int, title: str, flow_id: int) -> Happening:
    told = Phrase("Voted in “{title}”: {choice}", title=title, choice=choice)
    if choice == UNKNOWN:
        told = Phrase("Voted in “{title}”, not understood: {said}", title=title, said=said)
    elif changed:
        told = Phrase("Voted in “{title}”, changed: {choice}", title=title, choice=choice)
    return Happening(at, "vote", told, f"/dialogs/{flow_id}/votes")


BOOKS = VoteBooks()
