"""Votes as they are kept: one of each number, counted with it in one transaction; teaching what nobody could read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.clock import Micros
from smsbox.dialogs.flows import rows
from smsbox.dialogs.moves import Heard
from smsbox.sms.keywords import words_of
from smsbox.store import Store

UNKNOWN = ""
"""The choice of whoever said what could not be read."""
LONGEST_SAME = 120

_COUNT = (
    "INSERT INTO vote_counts (flow_id, choice, votes) VALUES (?, ?, ?) ON CONFLICT (flow_id, choice) DO UPDATE "
    "SET votes = vote_counts.votes + excluded.votes"
)
_KEEP = (
    "INSERT INTO votes (flow_id, number, choice, said, same, received_id, at, changed) VALUES (?, ?, ?, ?, ?, ?, ?, 0) "
    "ON CONFLICT (flow_id, number) DO UPDATE SET choice = excluded.choice, said = excluded.said, same = excluded.same, "
    "received_id = excluded.received_id, at = excluded.at, by_whom = NULL, changed = votes.changed + ?"
)
_COLUMNS = "number, choice, said, same, received_id, at, changed, by_whom"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote as it is kept; `changed`: how often; `by_whom` of the shop has said what it means, if anybody has."""

    number: str
    choice: str
    said: str
    same: str
    received_id: int | None
    at: Micros
    changed: int
    by_whom: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """What several wrote alike and nobody could read: the last of the texts and its moment, how many wrote so."""

    same: str
    said: str
    votes: int
    at: Micros


def same(text: str) -> str:
    """`text` as it is compared with others: its words, or, where it has none, its signs."""
    return (" ".join(words_of(text)) or text.strip())[:LONGEST_SAME]


# ── counting


def keep(store: Store, flow_id: int, heard: Heard, choice: str, said: str, compared: str) -> None:
    """His only vote is this one from now on, counted once; inside the transaction that holds the flow."""
    sql = "SELECT choice, by_whom FROM votes WHERE flow_id = ? AND number = ?"
    before = store.run(sql, flow_id, heard.number).fetchone()
    changed = int(before is not None and before[0] not in (UNKNOWN, choice) and before[1] is None)
    came = heard.message_id or None
    store.run(_KEEP, flow_id, heard.number, choice, said, compared, came, heard.at, changed)
    if before is None or before[0] != choice:
        _move(store, flow_id, None if before is None else before[0], choice, 1)


def _move(store: Store, flow_id: int, before: str | None, after: str, votes: int) -> None:
    """So many votes are counted for `after`, and for `before` no more."""
    store.run(_COUNT, flow_id, after, votes)
    if before is not None:
        store.run(_COUNT, flow_id, before, -votes)


def counts(store: Store, flow_id: int) -> dict[str, int]:
    """Choice → votes, as counted; `UNKNOWN` among them."""
    found = store.run("SELECT choice, votes FROM vote_counts WHERE flow_id = ?", flow_id).fetchall()
    return {choice: int(votes) for choice, votes in found if votes}


def counts_between(store: Store, flow_id: int, since: Micros, until: Micros) -> dict[str, int]:
    """The votes of one stretch of time by their choice; choice by choice, so that only they are read."""
    sql = (
        "WITH RECURSIVE c (choice) AS (SELECT min(v.choice) FROM votes v WHERE v.flow_id = ? UNION ALL "
        "SELECT (SELECT min(v.choice) FROM votes v WHERE v.flow_id = ? AND v.choice > c.choice) FROM c "
        "WHERE c.choice IS NOT NULL) SELECT c.choice, (SELECT count(*) FROM votes v WHERE v.flow_id = ? "
        "AND v.choice = c.choice AND v.at >= ? AND v.at < ?) FROM c WHERE c.choice IS NOT NULL"
    )
    found = store.run(sql, flow_id, flow_id, flow_id, since, until).fetchall()
    return {choice: int(votes) for choice, votes in found if votes}


def recounted(store: Store, flow_id: int) -> dict[str, int]:
    """The same from the votes themselves, one by one: what `counts` must be equal to."""
    found = store.run("SELECT choice, count(*) FROM votes WHERE flow_id = ? GROUP BY choice", flow_id).fetchall()
    return {choice: int(votes) for choice, votes in found}


# ── what was not understood


def unknown(store: Store, flow_id: int, limit: int = 100) -> list[Said]:
    """What nobody could read, the most frequent first; the same words in one line."""
    found = store.run(
        "SELECT same, count(*), max(at) FROM votes WHERE flow_id = ? AND choice = ? AND same <> '' "
        "GROUP BY same ORDER BY count(*) DESC, max(at) DESC LIMIT ?",
        *(flow_id, UNKNOWN, limit),
    ).fetchall()
    last = "SELECT said FROM votes WHERE flow_id = ? AND choice = ? AND same = ? ORDER BY at DESC LIMIT 1"
    said = (store.run(last, flow_id, UNKNOWN, row[0]).fetchone()[0] for row in found)
    return [Said(text, one, votes, at) for (text, votes, at), one in zip(found, said, strict=True)]


def settle(store: Store, flow_id: int, text: str, choice: str, *, teach: bool, by: str, now: Micros) -> int:
    """What was written as `text` and not understood means `choice`, of all who wrote so; `teach`: of all who will, too.
    How many votes that moved, each counted once before and after.
    """
    compared = same(text)
    with store.write():
        rows.hold(store, flow_id)
        moved = store.run(
            "UPDATE votes SET choice = ?, by_whom = ? WHERE flow_id = ? AND choice = ? AND same = ?",
            *(choice, by, flow_id, UNKNOWN, compared),
        ).rowcount
        if moved and choice != UNKNOWN:
            _move(store, flow_id, UNKNOWN, choice, moved)
        if teach:
            learn(store, flow_id, compared, choice, by=by, now=now)
    return int(moved)


def change(store: Store, flow_id: int, number: str, choice: str, *, by: str) -> str | None:
    """Somebody of the shop counts the vote of one number for `choice` (`UNKNOWN`: for none); what it was, None where
    there is no vote.
    """
    with store.write():
        rows.hold(store, flow_id)
        row = store.run("SELECT choice FROM votes WHERE flow_id = ? AND number = ?", flow_id, number).fetchone()
        if row is not None and row[0] != choice:
            sql = "UPDATE votes SET choice = ?, by_whom = ? WHERE flow_id = ? AND number = ?"
            store.run(sql, choice, by, flow_id, number)
            _move(store, flow_id, row[0], choice, 1)
    return None if row is None else str(row[0])


def learn(store: Store, flow_id: int, text: str, choice: str, *, by: str, now: Micros) -> None:
    """From now on `text` means `choice`."""
    with store.write():
        store.run(
            "INSERT INTO vote_aliases (flow_id, same, choice, at, by_whom) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (flow_id, same) DO UPDATE SET choice = excluded.choice, at = excluded.at, "
            "by_whom = excluded.by_whom",
            *(flow_id, same(text), choice, now, by),
        )


def unlearn(store: Store, flow_id: int, text: str) -> bool:
    """It means nothing of its own any more; what was counted stays. False when it was never taught."""
    with store.write():
        sql = "DELETE FROM vote_aliases WHERE flow_id = ? AND same = ?"
        return bool(store.run(sql, flow_id, same(text)).rowcount)


def aliases(store: Store, flow_id: int) -> list[tuple[str, tuple[str, ...]]]:
    """Choice and what was taught to mean it."""
    found: dict[str, list[str]] = {}
    sql = "SELECT choice, same FROM vote_aliases WHERE flow_id = ? ORDER BY choice, same"
    for choice, taught in store.run(sql, flow_id).fetchall():
        found.setdefault(choice, []).append(taught)
    return [(choice, tuple(names)) for choice, names in found.items()]


# ── one by one


def ballots(
    store: Store, flow_id: int, choice: str, *, limit: int, before: tuple[Micros, str] | None = None
) -> Sequence[Ballot]:
    """Votes for `choice`, the newest first; `before`: moment and number of the last one seen."""
    sql = f"SELECT {_COLUMNS} FROM votes WHERE flow_id = ? AND choice = ?"  # noqa: S608 – constants
    values: list[Any] = [flow_id, choice]
    if before is not None:
        sql += " AND (at < ? OR (at = ? AND number > ?))"
        values += [before[0], before[0], before[1]]
    found = store.run(f"{sql} ORDER BY at DESC, number LIMIT ?", *values, limit).fetchall()
    return [Ballot(*row) for row in found]
