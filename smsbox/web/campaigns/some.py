"""A few of those who are wanted, found in bounded time however many customers there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox import contacts
from smsbox.store import scanning
from smsbox.web.paging import patience

if TYPE_CHECKING:
    from smsbox.contacts import Contact, Wanted
    from smsbox.web.visit import Visit

PATIENCE = 0.15
"""Seconds a page looks for people to show; what a rare condition hides for longer is not shown."""


def some(visit: Visit, wanted: Wanted, most: int) -> list[Contact]:
    """Up to `most` of them, those known longest first; perhaps fewer than there are."""
    store, go_on = visit.site.store, patience(visit, PATIENCE)
    search = contacts.searched(store, wanted, now=visit.now, zone=visit.zone)
    ids: list[int] = []
    place, over = 0, False
    while len(ids) < most and not over:
        step = scanning.step(store, search, limit=most - len(ids), after=place)
        ids, place, over = ids + step.ids, step.place, step.over or not go_on()
    return contacts.views(store, ids)
