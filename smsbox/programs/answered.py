"""Requests that may come again: the answer each got under the name its program gave it, so that nothing is done twice.

The row is written in the transaction of what was done: either both are there after a crash, or neither.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.errors import SmsboxError
from smsbox.store import Store

KEPT: Micros = 7 * DAY
"""How long a request is known again."""

LONGEST = 200
"""Characters of a name."""

_PENDING = 0
_CLAIM = (
    "INSERT INTO answered (token_id, name, digest, status, answer, at) VALUES (?, ?, ?, ?, '', ?) "
    "ON CONFLICT (token_id, name) DO NOTHING"
)


class NameTaken(SmsboxError):
    """Another request was sent under this name. Facts: `name`."""

    key = "programs.name_taken"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request was answered: HTTP status and content."""

    status: int
    content: Any


def before(
    store: Store, token_id: int, name: str, digest: bytes, now: Micros, *, kept: Micros = KEPT
) -> Answered | None:
    """What was answered to this request when it came first; None when it comes first now, or last came longer ago
    than `kept`: then `keep` follows in the same transaction. Raises NameTaken when the name stood for another request.
    """
    store.run("DELETE FROM answered WHERE token_id = ? AND name = ? AND at < ?", token_id, name, now - kept)
    if store.run(_CLAIM, token_id, name, digest, _PENDING, now).rowcount:
        return None
    row = store.run(
        "SELECT digest, status, answer FROM answered WHERE token_id = ? AND name = ?", token_id, name
    ).fetchone()
    if bytes(row[0]) != digest:
        raise NameTaken(name=name)
    return Answered(row[1], json.loads(row[2]))


def keep(store: Store, token_id: int, name: str, answer: Answered) -> None:
    """What is answered to this request, now and whenever it comes again."""
    content = json.dumps(answer.content, ensure_ascii=False, separators=(",", ":"))
    store.run(
        "UPDATE answered SET status = ?, answer = ? WHERE token_id = ? AND name = ?",
        *(answer.status, content, token_id, name),
    )


def prune(store: Store, now: Micros, *, most: int = 5000) -> int:
    """Forget what is a week old; how many."""
    with store.write(durable=False):
        old = store.run(
            "SELECT token_id, name FROM answered WHERE at < ? ORDER BY at LIMIT ?", now - KEPT, most
        ).fetchall()
        store.run_many("DELETE FROM answered WHERE token_id = ? AND name = ?", old)
    return len(old)
