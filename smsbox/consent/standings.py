"""Looking up where numbers stand: one row each, and whether a mark keeps them from ever being written to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from smsbox.clock import parse_day_span
from smsbox.consent.standing import AGREEING, Standing, State
from smsbox.consent.suppression import marked
from smsbox.store import Store

COLUMNS = (
    "number, state, since, consent_id, source_id, asked_at, answer_until, every_days, hours, topics, language, "
    "prefers_call"
)
_LINE = "SELECT act FROM consents WHERE id = ? AND number = ?"
_BATCH = 400


def standing(store: Store, number: str) -> Standing:
    """Where E.164 `number` stands; `State.UNKNOWN` when nothing is known of it."""
    return standings(store, [number])[number]


def standings(store: Store, numbers: Iterable[str]) -> dict[str, Standing]:
    """The same for many numbers, each of which is a key: a few statements for every 400."""
    wanted = list(dict.fromkeys(numbers))
    marks = marked(store, wanted)
    found = {number: Standing(number, marked=marks.get(number, "")) for number in wanted}
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        sql = f"SELECT {COLUMNS} FROM permissions WHERE number IN ({','.join('?' * len(some))})"  # noqa: S608 – constants
        for row in store.run(sql, *some).fetchall():
            found[row[0]] = read(row, marks.get(row[0], ""))
    return found


def trusted(store: Store, standing: Standing) -> Standing:
    """`standing` as far as the ledger bears it: that somebody agreed, and stands in no line of it, counts for nothing,
    whoever put it there.
    """
    if standing.state is not State.AGREED:
        return standing
    row = store.run(_LINE, standing.consent_id, standing.number).fetchone()
    return standing if row is not None and row[0] in AGREEING else replace(standing, state=State.UNKNOWN)


def read(row: Sequence[Any], why: str) -> Standing:
    """A row of these columns as a standing; `why` is the mark of its number."""
    return Standing(
        number=row[0],
        state=State(row[1]),
        since=row[2],
        consent_id=row[3],
        source_id=row[4],
        asked_at=row[5],
        answer_until=row[6],
        every_days=row[7],
        hours=None if row[8] is None else parse_day_span(row[8]),
        topics=None if row[9] is None else tuple(json.loads(row[9])),
        language=row[10],
        prefers_call=bool(row[11]),
        marked=why,
    )


def written(standing: Standing) -> tuple[Any, ...]:
    """The standing as a row of these columns."""
    return (
        standing.number,
        int(standing.state),
        standing.since,
        standing.consent_id,
        standing.source_id,
        standing.asked_at,
        standing.answer_until,
        standing.every_days,
        None if standing.hours is None else str(standing.hours),
        None if standing.topics is None else json.dumps(standing.topics, ensure_ascii=False),
        standing.language,
        int(standing.prefers_call),
    )
