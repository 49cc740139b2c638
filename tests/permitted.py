"""Customers who agreed: tests that advertise to somebody say so first, as a shop has to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from smsbox import consent
from smsbox.clock import Micros
from smsbox.store import Store


def permit(store: Store, *numbers: str, at: Micros = 1) -> None:
    """Note that the owners of `numbers` (E.164) agreed to advertising, as the staff would."""
    permit_all(store, numbers, at=at)


def permit_all(store: Store, numbers: Iterable[str], *, at: Micros = 1) -> None:
    """The same for a list of any length."""
    rest = iter(numbers)
    while some := list(islice(rest, 500)):
        with store.write(durable=False):
            for number in some:
                consent.record(
                    store, consent.Entry(number, at, "agreed", "staff", words="May we write to you?", operator="test")
                )


def permit_crowd(store: Store, numbers: Iterable[str]) -> None:
    """The same for a bench, quicker: one line of the ledger each, and where they stand by it."""
    wanted = list(numbers)
    with store.write(durable=False):
        ids = store.reserve_ids("consents", len(wanted))
        store.run_many(
            "INSERT INTO consents (id, number, at, act, how, words, scope, language, evidence, operator, terms) "
            "VALUES (?, ?, 1, 'agreed', 'staff', 'May we write to you?', 'marketing', '', '', 'test', '')",
            list(zip(ids, wanted, strict=True)),
        )
        rows = [(number, int(consent.State.AGREED), line) for number, line in zip(wanted, ids, strict=True)]
        consent.mark(store, "+380500000000")  # so that every claim looks for marks, as where somebody has left
        store.run_many(
            "INSERT INTO permissions (number, state, since, consent_id, prefers_call) VALUES (?, ?, 1, ?, 0) "
            "ON CONFLICT (number) DO NOTHING",
            rows,
        )


def permit_in(url: str, *numbers: str) -> None:
    """The same in the database of a running daemon."""
    store = Store.open(url)
    try:
        permit(store, *numbers)
    finally:
        store.close()
