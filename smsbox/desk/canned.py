"""Canned replies: texts the shop writes again and again, with fields that are filled in for each customer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.sms.fields import fold
from smsbox.store import Store
from smsbox.wording import Template

MOST = 200
LONGEST_TITLE, LONGEST = 60, 1_000


@dataclass(frozen=True, slots=True)
class Canned:
    """`text`: a template of `wording.grammar`; `language`: for whom it is, "" for everybody; `used`: how often."""

    id: int
    title: str
    text: str
    language: str
    used: int


_FIELD = re.compile(r"\{[ ]*([^{}|]+?)[ ]*(?:\|[^{}]*)?\}")
_COLUMNS = "SELECT id, title, text, language, used FROM canned"


def keep(
    store: Store, title: str, text: str, language: str, *, reply_id: int | None = None, by: str, now: Micros
) -> bool:
    """Keep a new one, or `reply_id` as changed; False when that is gone meanwhile. Raises BadTemplate."""
    Template.parse(text)
    with store.write():
        if reply_id is None:
            (made,) = store.reserve_ids("canned", 1)
            sql = (
                "INSERT INTO canned (id, title, text, language, used, changed_at, by_whom) VALUES (?, ?, ?, ?, 0, ?, ?)"
            )
            store.run(sql, made, title, text, language, now, by)
            return True
        sql = "UPDATE canned SET title = ?, text = ?, language = ?, changed_at = ?, by_whom = ? WHERE id = ?"
        return bool(store.run(sql, title, text, language, now, by, reply_id).rowcount)


def drop(store: Store, reply_id: int) -> bool:
    """Forget one; whether it was there."""
    with store.write():
        return bool(store.run("DELETE FROM canned WHERE id = ?", reply_id).rowcount)


def get(store: Store, reply_id: int) -> Canned | None:
    """One of them."""
    row = store.run(f"{_COLUMNS} WHERE id = ?", reply_id).fetchone() if 0 < reply_id < 1 << 63 else None
    return None if row is None else Canned(*row)


def listed(store: Store, language: str = "") -> list[Canned]:
    """Those in a language and those for everybody (all, without one), the most used first."""
    where, values = ("WHERE language IN ('', ?) ", [language]) if language else ("", [])
    rows = store.run(f"{_COLUMNS} {where}ORDER BY used DESC, title LIMIT ?", *values, MOST)
    return [Canned(*row) for row in rows.fetchall()]


def blank(store: Store, text: str) -> str:
    """The first field of any canned reply that stands in `text` as it is written, so that nobody filled it in; "" for
    none. Other braces are the writer's own.
    """
    written = {fold(each): each for each in _FIELD.findall(text)}
    asked = {name for each in listed(store) for name in Template.parse(each.text).fields} if written else set()
    return next((each for name, each in written.items() if name in asked), "")


def was_used(store: Store, reply_id: int) -> None:
    """Somebody has answered by it."""
    with store.write(durable=False):
        store.run("UPDATE canned SET used = used + 1 WHERE id = ?", reply_id)
