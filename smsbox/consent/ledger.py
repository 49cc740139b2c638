"""The ledger of consents: who agreed, when, how, to which words; appended to and never changed.

Where a number stands is a fold of its lines (`consent.folding`), kept beside them in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from smsbox import events
from smsbox.clock import Micros
from smsbox.consent.folding import fold
from smsbox.consent.standing import AGREEING, Act, Entry, Line, Standing, State
from smsbox.consent.standings import COLUMNS, read, written
from smsbox.consent.suppression import marked, suppress, unsuppress
from smsbox.errors import SmsboxError
from smsbox.store import Store

_LINE = "number, at, act, how, words, scope, language, evidence_id, evidence, operator, source_id, campaign_id, terms"
_APPEND = f"INSERT INTO consents (id, {_LINE}) VALUES ({', '.join('?' * 14)})"  # noqa: S608 – constants
_HISTORY = f"SELECT id, {_LINE} FROM consents WHERE number = ? ORDER BY id"  # noqa: S608 – constants
_SINCE = f"SELECT id, {_LINE} FROM consents WHERE at > ? ORDER BY id"  # noqa: S608 – constants
_BEGIN = (
    "INSERT INTO permissions (number, state, since, consent_id, prefers_call) VALUES (?, 0, 0, 0, 0) "
    "ON CONFLICT (number) DO NOTHING"
)
_LOCKED = f"SELECT {COLUMNS} FROM permissions WHERE number = ? FOR UPDATE"  # noqa: S608 – constants
_SET = ", ".join(f"{each} = ?" for each in COLUMNS.split(", "))
_KEEP = f"UPDATE permissions SET {_SET} WHERE number = ?"  # noqa: S608 – constants
_OVERDUE = (
    "SELECT number FROM permissions WHERE answer_until IS NOT NULL AND answer_until < ? ORDER BY answer_until LIMIT ?"
)
_ANSWER_UNTIL = "answer_until"


class NoEvidence(SmsboxError):
    """A consent that nobody could prove: neither the words nor a message nor anything else is named. Facts: `number`,
    `act`.
    """

    key = "consent.no_evidence"
    exit_code = 65


def record(store: Store, entry: Entry) -> Standing:
    """Append `entry` and bring the standing of its number in line, in one transaction; where it stands then.

    A line that changes nothing is kept all the same. Raises NoEvidence for an agreement that nothing proves, ValueError
    for an unknown act.
    """
    act = Act(entry.act)
    if act in AGREEING and not entry.proved and not entry.words.strip():
        raise NoEvidence(number=entry.number, act=act.value)
    if act is Act.ERASED:
        raise ValueError("a number is erased by consent.erase")
    with store.write():
        before = _locked(store, entry.number)
        (line,) = store.reserve_ids("consents", 1)
        store.run(_APPEND, line, *_row(entry))
        after = fold(before, entry)
        if after.state is not before.state or not after.consent_id:
            after = replace(after, consent_id=line)
        if after != before:
            store.run(_KEEP, *written(after), entry.number)
        _mark(store, before, after, entry.at)
        if after.state is State.LEFT and before.state is not State.LEFT:
            events.append(store, events.OPTED_OUT, now=entry.at, consent=line)
    return after


def erase(store: Store, number: str, now: Micros, *, how: str = "page", operator: str = "") -> Standing:
    """Forget every line about `number` but for a mark: whoever left stays one who left, and no import brings him back.

    Part of erasing a person (`smsbox.privacy`), inside its transaction.
    """
    with store.write():
        before = _locked(store, number)
        (line,) = store.reserve_ids("consents", 1)
        entry = Entry(number, now, Act.ERASED, how, operator=operator)
        after = fold(before, entry)
        store.run(_APPEND, line, *_row(entry))
        # Triggers let lines go only when a later one says that they are erased; it goes last.
        store.run("DELETE FROM consents WHERE number = ? AND id < ?", number, line)
        store.run("DELETE FROM consents WHERE number = ? AND id = ?", number, line)
        store.run("DELETE FROM permissions WHERE number = ?", number)
        suppress(store, number, now, after.marked)
    return after


def history(store: Store, number: str) -> list[Line]:
    """All lines about `number`, oldest first."""
    return [_line(row) for row in store.run(_HISTORY, number).fetchall()]


def since(store: Store, at: Micros) -> list[Line]:
    """All lines about anybody that were written after `at`, oldest first."""
    return [_line(row) for row in store.run(_SINCE, at).fetchall()]


def overdue(store: Store, now: Micros, limit: int = 500) -> list[str]:
    """Numbers that were asked and whose time to answer is over, longest ago first."""
    return [row[0] for row in store.run(_OVERDUE, now, limit).fetchall()]


def _locked(store: Store, number: str) -> Standing:
    """The standing as it is, its row ours until the end of the transaction."""
    store.run(_BEGIN, number)
    row = store.run(_LOCKED, number).fetchone()
    return read(row, marked(store, [number]).get(number, ""))


def _mark(store: Store, before: Standing, after: Standing, now: Micros) -> None:
    if after.marked == before.marked:
        return
    if after.marked:
        suppress(store, after.number, now, after.marked)
    else:
        unsuppress(store, after.number)


def _row(entry: Entry) -> tuple[Any, ...]:
    terms = dict(entry.terms)
    if entry.answer_until is not None:
        terms[_ANSWER_UNTIL] = entry.answer_until
    return (
        entry.number,
        entry.at,
        str(entry.act),
        entry.how,
        entry.words,
        entry.scope,
        entry.language,
        entry.evidence_id,
        entry.evidence,
        entry.operator,
        entry.source_id,
        entry.campaign_id,
        json.dumps(terms, ensure_ascii=False) if terms else "",
    )


def _line(row: Sequence[Any]) -> Line:
    terms = json.loads(row[13]) if row[13] else {}
    answer_until = terms.pop(_ANSWER_UNTIL, None)
    told = dict(zip(_LINE.split(", ")[:-1], row[1:13], strict=True))
    return Line(row[0], Entry(**told, answer_until=answer_until, terms=terms))
