"""What a line of the ledger does to the standing of a number; pure, and the only place that moves it.

Whoever left comes back by his own START or by the staff with evidence, and by nothing else: no later message, no answer
to an old question, no import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from smsbox.clock import parse_day_span
from smsbox.consent.standing import ERASED, LEFT, MARKETING, Act, Entry, Standing, State

ASSUMED = "assumed"
"""Among the terms of a line: its words were in the shop's own language, and nobody knows whether it is his."""
STAFF = ("staff", "cli")
"""The ways by which a person of the shop notes what somebody told him: on the page, or by a command."""


def fold(before: Standing, entry: Entry) -> Standing:
    """The standing after `entry`. What proves nothing, or comes too late, leaves it as it was."""
    if entry.scope != MARKETING:
        return before
    after = _FOLDS[Act(entry.act)](before, entry)
    his = entry.language if not entry.terms.get(ASSUMED) else ""
    return replace(after, language=his) if his and after.language is None else after


def _to(before: Standing, entry: Entry, state: State, **changes: Any) -> Standing:
    if before.state is state and not changes:
        return before
    since = before.since if before.state is state else entry.at
    source = entry.source_id if entry.source_id is not None else before.source_id
    changes = {"answer_until": None, "source_id": source, **changes}
    return replace(before, state=state, since=since, **changes)


def _asked(before: Standing, entry: Entry) -> Standing:
    if before.state is State.AGREED or before.gone:
        return replace(before, asked_at=entry.at)
    return replace(_to(before, entry, State.ASKED, asked_at=entry.at, answer_until=entry.answer_until), since=entry.at)


def _agreed(before: Standing, entry: Entry) -> Standing:
    by_staff = entry.how in STAFF and entry.proved
    if before.gone and not by_staff:
        return before
    return _to(before, entry, State.AGREED, marked="")


def _confirmed(before: Standing, entry: Entry) -> Standing:
    in_time = before.answer_until is None or entry.at <= before.answer_until
    if before.gone or before.state is not State.ASKED or not in_time:
        return before
    return _to(before, entry, State.AGREED, marked="")


def _imported(before: Standing, entry: Entry) -> Standing:
    if before.suppressed or before.state not in (State.UNKNOWN, State.ASKED) or not entry.proved:
        return before
    return _to(before, entry, State.AGREED)


def _returned(before: Standing, entry: Entry) -> Standing:
    return _to(before, entry, State.AGREED, marked="")


def _declined(before: Standing, entry: Entry) -> Standing:
    return before if before.state is State.LEFT else _to(before, entry, State.DECLINED)


def _expired(before: Standing, entry: Entry) -> Standing:
    return _to(before, entry, State.DECLINED) if before.state is State.ASKED else before


def _left(before: Standing, entry: Entry) -> Standing:
    return _to(before, entry, State.LEFT, marked=LEFT)


def _revoked(before: Standing, entry: Entry) -> Standing:
    unsure = before.state in (State.AGREED, State.ASKED)
    return _to(before, entry, State.UNKNOWN) if unsure else before


def _erased(before: Standing, entry: Entry) -> Standing:
    return Standing(before.number, since=entry.at, marked=LEFT if before.gone else ERASED)


def _choice(before: Standing, entry: Entry) -> Standing:
    return replace(before, **{name: read(entry.terms[name]) for name, read in CHOICES.items() if name in entry.terms})


def _topics(kept: object) -> tuple[str, ...] | None:
    return tuple(str(each) for each in kept) if isinstance(kept, list | tuple) else None


CHOICES: dict[str, Callable[[Any], Any]] = {
    "every_days": lambda kept: None if kept is None else int(kept),
    "hours": lambda kept: None if kept is None else parse_day_span(kept),
    "topics": _topics,
    "language": lambda kept: kept or None,
    "prefers_call": bool,
}
"""What can be chosen, and how it is read from what the ledger keeps of it."""

_FOLDS: dict[Act, Callable[[Standing, Entry], Standing]] = {
    Act.ASKED: _asked,
    Act.AGREED: _agreed,
    Act.CONFIRMED: _confirmed,
    Act.DECLINED: _declined,
    Act.EXPIRED: _expired,
    Act.LEFT: _left,
    Act.RETURNED: _returned,
    Act.CHOICE: _choice,
    Act.IMPORTED: _imported,
    Act.ERASED: _erased,
    Act.REVOKED: _revoked,
}
