"""How much is said in flows: talks under way, ended and left, and the last of them; for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.inbox import Veil
from smsbox.store import Store

COUNTED = 400
"""So many talks of a flow are counted, the newest ones; of more it is said that there are more."""

_NEWEST = (
    "SELECT ended_at IS NULL, outcome = 'done', count(*), max(touched_at) FROM (SELECT outcome, touched_at, ended_at "
    "FROM dialogs WHERE flow_id = ? ORDER BY id DESC LIMIT ?) AS newest GROUP BY ended_at IS NULL, outcome = 'done'"
)
_SAID = (
    "SELECT r.text FROM dialog_steps s JOIN received r ON r.id = s.received_id WHERE s.dialog_id = d.id "
    "ORDER BY s.seq DESC LIMIT 1"
)
_TALKS = (
    f"SELECT d.number, d.touched_at, d.ended_at, d.outcome, ({_SAID}) FROM dialogs d "  # noqa: S608 – from above
    "WHERE d.flow_id = ? ORDER BY d.id DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the newest talks of one flow: `open` now, `done` to their end, `left`; whether there are `more`."""

    open: int = 0
    done: int = 0
    left: int = 0
    more: bool = False
    last_at: Micros | None = None

    @property
    def all(self) -> int:
        """Talks, as far as they were counted."""
        return self.open + self.done + self.left


@dataclass(frozen=True, slots=True)
class Talk:
    """One of them: with whom, when something was said last, how it ended (None: it has not), and what he said last."""

    number: str
    touched_at: Micros
    ended_at: Micros | None
    outcome: str | None
    said: str


def of(store: Store, flow_ids: Sequence[int]) -> dict[int, Figures]:
    """The figures of each of those flows."""
    return {each: _of_one(store, each) for each in flow_ids}


def _of_one(store: Store, flow_id: int) -> Figures:
    now_open = done = left = 0
    last_at = None
    for is_open, is_done, count, at in store.run(_NEWEST, flow_id, COUNTED).fetchall():
        now_open += count if is_open else 0
        done += count if is_done and not is_open else 0
        left += count if not is_done and not is_open else 0
        last_at = max(last_at or at, at)
    return Figures(now_open, done, left, now_open + done + left >= COUNTED, last_at)


def talks(store: Store, flow_id: int, limit: int) -> list[Talk]:
    """The newest talks of a flow."""
    rows, veil = store.run(_TALKS, flow_id, limit).fetchall(), Veil(store)
    return [
        Talk(number, at, ended_at, outcome, veil.shown(number, said or ""))
        for number, at, ended_at, outcome, said in rows
    ]
