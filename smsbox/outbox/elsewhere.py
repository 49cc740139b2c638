"""What another, later copy of this database knows of its messages, brought into this one: what left there has left.

A backup that is put back knows nothing of what was sent since. Without this it would write again to those who were
written to, and the cap would not stop it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smsbox import events, pacing
from smsbox.clock import Micros
from smsbox.outbox import cap
from smsbox.outbox.states import ACCEPTED, State
from smsbox.routing import freed
from smsbox.store import Store, sims

_OVER = ACCEPTED | {State.FAILED, State.CANCELLED}
_WAITING = "SELECT id FROM messages WHERE state <> 5 AND state IN (0, 1, 2, 3) ORDER BY id"
_COLUMNS = (
    *("id", "recipient", "text", "created_at", "kind", "total", "state", "reason", "sim_id", "concat_reference"),
    *("priority", "alphabet", "cuts", "flash", "report", "validity_s", "send_after", "send_before", "lane"),
    *("batch", "topic"),
)
_MESSAGES = f"SELECT {', '.join(_COLUMNS)} FROM messages WHERE id IN ({{}}) ORDER BY id"  # noqa: S608 – constants
_SEGMENT = (
    *("message_id", "seq", "state", "attempts", "refusals", "maybe_duplicate", "sim_id", "reference"),
    *("reference_before", "submitted_at", "await_until", "reported_at", "report_status", "doubted_at", "owner"),
    *("lease_until", "early", "error"),
)
_SEGMENTS = f"SELECT {', '.join(_SEGMENT)} FROM segments WHERE message_id IN ({{}}) AND seq > 0"  # noqa: S608
_DROP = "DELETE FROM segments WHERE message_id = ? AND seq > 0"
_PUT = f"INSERT INTO segments ({', '.join(_SEGMENT)}) VALUES ({', '.join('?' * len(_SEGMENT))})"  # noqa: S608
_FOLLOW = "UPDATE messages SET state = ?, reason = ?, sim_id = ?, concat_reference = ? WHERE id = ?"
_AWAY = "UPDATE messages SET queue_key = NULL, due_at = NULL WHERE id = ?"
_INSERT = f"INSERT INTO messages ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_BATCH = 400


@dataclass(frozen=True, slots=True)
class Carried:
    """`settled`: messages that waited here and are over there; `ads`: advertising of which nothing was known here, the
    id it had there and the one it has here.
    """

    settled: int
    ads: Mapping[int, int]


def carry(there: Store, here: Store, since: Micros, now: Micros, *, who: str, batches: Collection[str] = ()) -> Carried:
    """Have `here` know what `there` does of the messages that wait here, of advertising that left after `since`, and of
    how much each SIM has sent.

    Inside the caller's transaction in `here`, before `hold_everything`. `batches`: those of `there` that mean something
    else here; they are forgotten. `who`: for the timeline. Raises StoreTrouble.
    """
    ours = sims.carry(there, here)
    pacing.carry(there, here, since, ours)
    carrier = _Carrier(there, here, now, who, frozenset(batches), ours)
    waiting = [row[0] for row in here.run(_WAITING).fetchall()]
    settled = sum(carrier.follow(some) for some in _some(waiting))
    ads: dict[int, int] = {}
    for some in _some(cap.left_since(there, since)):
        ads |= carrier.add(some)
    return Carried(settled, ads)


class _Carrier:
    """Between two copies, a few hundred messages at a time."""

    def __init__(
        self, there: Store, here: Store, now: Micros, who: str, batches: frozenset[str], ours: Mapping[int, int]
    ) -> None:
        self._there, self._here, self._now, self._who = there, here, now, who
        self._batches, self._sims = batches, ours

    def follow(self, ids: Sequence[int]) -> int:
        """Bring those of `ids` which both know to where they stand there; how many are over by that."""
        theirs, over = _messages(self._there, ids), 0
        segments, tried = self._segments(ids), _attempts(self._here, ids)
        for message_id, mine in _messages(self._here, ids).items():
            row = theirs.get(message_id)
            found = {each[1]: each[3] for each in segments.get(message_id, [])}
            if row is None or not _same(row, mine) or _older(found, tried.get(message_id, {})):
                continue
            self._become(mine, row, segments.get(message_id, []))
            if State(row["state"]) in _OVER and State(mine["state"]) not in _OVER:
                kind = events.CONFIRMED if State(row["state"]) in ACCEPTED else events.CANCELLED
                events.append(self._here, kind, now=self._now, message_id=message_id, who=self._who)
                over += 1
        return over

    def add(self, ids: Sequence[int]) -> dict[int, int]:
        """Put in those of `ids` of which nothing is known here, under ids of their own; which have which. The rest is
        known here: brought to where it stands there.
        """
        theirs, mine = _messages(self._there, ids), _messages(self._here, ids)
        known = [each for each, row in theirs.items() if each in mine and _same(row, mine[each])]
        self.follow(known)
        fresh = [row for each, row in theirs.items() if each not in known and row["recipient"].startswith("+")]
        segments, given = self._segments([row["id"] for row in fresh]), {}
        new_ids = self._here.reserve_ids("messages", len(fresh)) if fresh else []
        for row, new_id in zip(fresh, new_ids, strict=True):
            given[row["id"]] = new_id
            batch = None if row["batch"] in self._batches else row["batch"]
            placed = {"sim_id": self._sims.get(row["sim_id"]), "lane": freed(row["lane"], timed=_timed(row))}
            self._here.run(_INSERT, *{**row, **placed, "id": new_id, "batch": batch}.values())
            self._here.run_many(_PUT, [(new_id, *each[1:]) for each in segments.get(row["id"], [])])
            self._here.tally(row["kind"], row["state"], 1, row["total"])
            events.append(self._here, events.CONFIRMED, now=self._now, message_id=new_id, who=self._who)
        return given

    def _become(self, mine: Mapping[str, Any], row: Mapping[str, Any], segments: Sequence[Sequence[Any]]) -> None:
        message_id, state = mine["id"], State(row["state"])
        sim_id = self._sims.get(row["sim_id"])
        self._here.run(_FOLLOW, int(state), row["reason"], sim_id, row["concat_reference"], message_id)
        if state is not State.QUEUED:
            self._here.run(_AWAY, message_id)
        self._here.run(_DROP, message_id)
        self._here.run_many(_PUT, segments)
        self._here.tally(mine["kind"], mine["state"], -1, -mine["total"])
        self._here.tally(mine["kind"], int(state), 1, mine["total"])

    def _segments(self, ids: Sequence[int]) -> dict[int, list[Sequence[Any]]]:
        """Their segments there, with the SIMs of here."""
        found: dict[int, list[Sequence[Any]]] = {}
        sql = _SEGMENTS.format(",".join("?" * len(ids)))
        for row in self._there.run(sql, *ids).fetchall() if ids else ():
            each = dict(zip(_SEGMENT, row, strict=True))
            each["sim_id"] = self._sims.get(each["sim_id"])
            found.setdefault(row[0], []).append(tuple(each.values()))
        return found


def _messages(store: Store, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    if not ids:
        return {}
    rows = store.run(_MESSAGES.format(",".join("?" * len(ids))), *ids).fetchall()
    return {row[0]: dict(zip(_COLUMNS, row, strict=True)) for row in rows}


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether it is the same message: another one may have got its id, where a backup was put back before."""
    return all(one[name] == other[name] for name in ("recipient", "text", "created_at", "total"))


def _attempts(store: Store, ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """How often each segment was tried, by message and segment."""
    found: dict[int, dict[int, int]] = {}
    sql = _SEGMENTS.format(",".join("?" * len(ids)))
    for row in store.run(sql, *ids).fetchall() if ids else ():
        found.setdefault(row[0], {})[row[1]] = row[3]
    return found


def _older(theirs: Mapping[int, int], ours: Mapping[int, int]) -> bool:
    """Whether ours was tried more often: what is there is then the older copy, and knows less."""
    return any(theirs.get(seq, 0) < times for seq, times in ours.items())


def _timed(row: Mapping[str, Any]) -> bool:
    return row["send_after"] is not None or row["send_before"] is not None


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
