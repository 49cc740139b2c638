"""What players of a quiz have achieved: each attempt, the one of a number that counts, and who leads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.clock import Micros
from smsbox.store import Store

BEST, FIRST, LAST = "best", "first", "last"
RULES = (BEST, FIRST, LAST)
"""Which of several attempts counts."""

_PUT = (
    "INSERT INTO quiz_results (flow_id, number, attempt, begun_at, ended_at, score, took, counts, answers) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (flow_id, number, attempt) DO UPDATE SET "
    "ended_at = excluded.ended_at, score = excluded.score, took = excluded.took, answers = excluded.answers"
)
_BETTER = (
    "SELECT count(*) FROM quiz_results WHERE flow_id = ? AND counts = 1 AND number <> ? "
    "AND (score > ? OR (score = ? AND took < ?) OR (score = ? AND took = ? AND ended_at < ?))"
)
_UNDER_WAY = (
    "SELECT count(DISTINCT number) FROM quiz_results r WHERE ended_at IS NULL AND (flow_id = ?) IS TRUE AND NOT EXISTS "
    "(SELECT 1 FROM quiz_results a WHERE a.flow_id = r.flow_id AND a.number = r.number AND a.counts = 1)"
)
"""`IS TRUE` leaves only the index of what has not ended: else SQLite goes through all attempts of the quiz."""
_SPREAD = (
    "WITH RECURSIVE s (score) AS (SELECT max(r.score) FROM quiz_results r WHERE r.flow_id = ? AND r.counts = 1 "
    "UNION ALL SELECT (SELECT max(r.score) FROM quiz_results r WHERE r.flow_id = ? AND r.counts = 1 "
    "AND r.score < s.score) FROM s WHERE s.score IS NOT NULL) SELECT s.score, (SELECT count(*) FROM quiz_results r "
    "WHERE r.flow_id = ? AND r.counts = 1 AND r.score = s.score) FROM s WHERE s.score IS NOT NULL"
)
_COLUMNS = "number, attempt, begun_at, ended_at, score, took, answers"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it was written, what it was worth, and how long it took, in microseconds; `most` it could have
    been worth, `asked` the mark of its question ("": not noted).
    """

    said: str
    points: int
    took: Micros
    most: int = 0
    asked: str = ""

    @property
    def kept(self) -> list[Any]:
        """As plain JSON."""
        return [self.said, self.points, self.took, self.most, self.asked]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt; `ended_at` None until it is finished. `took`: from each question to its answer, all together."""

    number: str
    attempt: int
    begun_at: Micros
    ended_at: Micros | None
    score: int
    took: Micros
    answers: tuple[Answer, ...]

    @property
    def most(self) -> int:
        """The points one could have in what was played, 0 where that is not known (any more)."""
        return sum(each.most for each in self.answers)


@dataclass(frozen=True, slots=True)
class Leader:
    """A player at his `rank`: more points first, then less time, then who was finished earlier."""

    rank: int
    attempt: Attempt
    attempts: int


def put(store: Store, flow_id: int, attempt: Attempt, rule: str) -> None:
    """Keep how far he has come; once he is finished, one of his attempts counts, by the rule."""
    answers = json.dumps([each.kept for each in attempt.answers], ensure_ascii=False)
    store.run(
        _PUT,
        *(flow_id, attempt.number, attempt.attempt, attempt.begun_at, attempt.ended_at, attempt.score, attempt.took),
        answers,
    )
    if attempt.ended_at is not None:
        _choose(store, flow_id, attempt.number, rule)


def _choose(store: Store, flow_id: int, number: str, rule: str) -> None:
    ended = [each for each in of_number(store, flow_id, number) if each.ended_at is not None]
    chosen = {
        BEST: min(ended, key=lambda each: (-each.score, each.took, each.attempt)),
        FIRST: ended[0],
        LAST: ended[-1],
    }[rule]
    store.run(
        "UPDATE quiz_results SET counts = CASE WHEN attempt = ? THEN 1 ELSE 0 END WHERE flow_id = ? AND number = ?",
        *(chosen.attempt, flow_id, number),
    )


def of_number(store: Store, flow_id: int, number: str) -> list[Attempt]:
    """His attempts, the first first."""
    sql = f"SELECT {_COLUMNS} FROM quiz_results WHERE flow_id = ? AND number = ? ORDER BY attempt"  # noqa: S608
    return [_attempt(row) for row in store.run(sql, flow_id, number).fetchall()]


def counted(store: Store, flow_id: int, number: str) -> Attempt | None:
    """The one of his attempts that counts."""
    sql = f"SELECT {_COLUMNS} FROM quiz_results WHERE flow_id = ? AND number = ? AND counts = 1"  # noqa: S608
    row = store.run(sql, flow_id, number).fetchone()
    return None if row is None else _attempt(row)


def rank(store: Store, flow_id: int, number: str, score: int, took: Micros, ended_at: Micros) -> int:
    """The place somebody has with such a result, among all others."""
    found = store.run(_BETTER, flow_id, number, score, score, took, score, took, ended_at).fetchone()
    return int(found[0]) + 1


def under_way(store: Store, flow_id: int) -> int:
    """How many have begun and never finished; who is finished is told by `spread`."""
    return int(store.run(_UNDER_WAY, flow_id).fetchone()[0])


def leaders(store: Store, flow_id: int, *, limit: int, skip: int = 0) -> list[Leader]:
    """The best, the first first; each number once."""
    found = store.run(
        f"SELECT {_COLUMNS}, (SELECT count(*) FROM quiz_results a WHERE a.flow_id = r.flow_id "  # noqa: S608 – constants
        "AND a.number = r.number) FROM quiz_results r WHERE flow_id = ? AND counts = 1 "
        "ORDER BY score DESC, took, ended_at LIMIT ? OFFSET ?",
        *(flow_id, limit, skip),
    ).fetchall()
    return [Leader(skip + place, _attempt(row[:-1]), int(row[-1])) for place, row in enumerate(found, 1)]


def spread(store: Store, flow_id: int) -> dict[int, int]:
    """Score → how many have it."""
    return {int(score): int(many) for score, many in store.run(_SPREAD, flow_id, flow_id, flow_id).fetchall()}


def _attempt(row: Sequence[Any]) -> Attempt:
    number, attempt, begun_at, ended_at, score, took, answers = row
    kept = tuple(Answer(*each) for each in json.loads(answers))
    return Attempt(number, attempt, begun_at, ended_at, score, took, kept)
