"""What a customer wishes: how often, at which hours, about what, in which language, or rather a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smsbox.clock import DaySpan, Micros
from smsbox.consent.ledger import record
from smsbox.consent.standing import Act, Entry, Standing
from smsbox.store import Store

UNCHANGED: Any = object()
"""A wish that stays as it is; None takes it back."""


def choose(
    store: Store,
    number: str,
    *,
    at: Micros,
    how: str,
    every_days: int | None = UNCHANGED,
    hours: DaySpan | None = UNCHANGED,
    topics: Sequence[str] | None = UNCHANGED,
    language: str | None = UNCHANGED,
    prefers_call: bool = UNCHANGED,
    **told: Any,
) -> Standing:
    """Note what he chose, as a line of the ledger; where he stands then.

    `every_days`: at most one message in so many days. `topics`: only these, none of them for (). `told`: further fields
    of the `Entry`, such as `evidence_id`, `words`, `operator`. A choice is no consent: the state does not move.
    """
    terms: dict[str, object] = {}
    for name, wish in (("every_days", every_days), ("language", language), ("prefers_call", prefers_call)):
        if wish is not UNCHANGED:
            terms[name] = wish
    if hours is not UNCHANGED:
        terms["hours"] = None if hours is None else str(hours)
    if topics is not UNCHANGED:
        terms["topics"] = None if topics is None else list(topics)
    return record(store, Entry(number, at, Act.CHOICE, how, terms=terms, **told))
