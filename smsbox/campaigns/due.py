"""Whose turn it is on a day: birthdays, those who stopped buying, those to whom something happened so many days ago.

An occurrence looks the audience up with one more condition; who had his turn for the same occasion before, in an
occurrence of the same campaign, is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from smsbox import contacts
from smsbox.campaigns import occasions
from smsbox.campaigns.plan import AFTER, BIRTHDAY, BOUGHT, DAILY, FIELD, JOINED, WIN_BACK, Plan
from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.pacing.calendar import midnight
from smsbox.sms.fields import fold
from smsbox.store import Store, scanning
from smsbox.store.scanning import Search

LATE_DAYS = 2
"""A box that was off for so long makes up for what it missed after an event; a birthday that has passed has passed."""
AGAIN_DAYS = 7
"""Who was over his cap has another turn after so many days."""

_YEARLY: Micros = 300 * DAY
_HAD = (
    "NOT EXISTS (SELECT 1 FROM recipients r JOIN campaigns c ON c.id = r.campaign_id WHERE r.number = contacts.number "
    "AND c.parent_id = ? AND r.campaign_id <> ? AND r.at >= {} "
    "AND (r.state <> 1 OR r.reason NOT IN ('cap', 'frequency') OR r.at > ?))"
)
_AGREED = (
    "EXISTS (SELECT 1 FROM permissions p WHERE p.number = contacts.number AND p.state = 2 "
    "AND p.since >= ? AND p.since < ?)"
)
_DATED = (
    "EXISTS (SELECT 1 FROM contact_fields f WHERE f.contact_id = contacts.id AND f.name = ? "
    "AND f.value >= ? AND f.value <= ? AND length(f.value) = 10)"
)


def searched(
    store: Store, config: Config, plan: Plan, now: Micros, *, parent_id: int | None = None, own_id: int = 0
) -> Search:
    """How the customers of `plan` are looked up; what is relative to a day is so to `now`. Of an occurrence (it has a
    `plan.day`) only those whose day it is; `parent_id`: whose occurrence, and `own_id` which: who had his turn in
    another one is left out.
    """
    zone = config.region.zone
    search = contacts.searched(store, plan.audience, now=now, zone=zone)
    if plan.start.kind == BIRTHDAY and plan.day is None:
        search.also("contacts.birthday IS NOT NULL")
    if plan.start.kind in DAILY and plan.day is not None:
        condition, values, since = _occasion(store, search, plan, plan.day, config)
        search.also(condition, *values)
        if parent_id is not None:
            bound, moment = ("contacts.bought_at", ()) if since is None else ("?", (since,))
            search.also(_HAD.format(bound), parent_id, own_id, *moment, now - AGAIN_DAYS * DAY)
    return search


def _occasion(
    store: Store, search: Search, plan: Plan, day: date, config: Config
) -> tuple[str, Sequence[Any], Micros | None]:
    """The condition, its values, and since when a turn counts as one for the same occasion (None: since the last
    purchase).
    """
    start, zone = plan.start, config.region.zone
    first, last = day - timedelta(days=start.days + LATE_DAYS), day - timedelta(days=start.days)
    begins, ends = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    if start.kind == BIRTHDAY:
        return (*_birthday(store, search, day + timedelta(days=start.days)), midnight(day, zone) - _YEARLY)
    if start.kind == WIN_BACK:
        return "contacts.bought_at IS NOT NULL AND contacts.bought_at < ?", (midnight(last, zone),), None
    assert start.kind == AFTER
    if start.event == BOUGHT:
        return "contacts.bought_at >= ? AND contacts.bought_at < ?", (begins, ends), begins
    if start.event == JOINED:
        return _AGREED, (begins, ends), begins
    name = fold(start.event.removeprefix(FIELD))
    return _DATED, (name, first.isoformat(), last.isoformat()), begins


def _birthday(store: Store, search: Search, day: date) -> tuple[str, tuple[str, ...]]:
    """By the index where nothing better is known: the column begins with month and day."""
    days = occasions.birthdays(day)
    if search.given is None and not search.ways:
        column = f"birthday{scanning.octets(store)}"
        sql = f"SELECT id FROM contacts WHERE birthday IS NOT NULL AND {column} >= ? AND {column} < ?"  # noqa: S608
        found = [store.run(sql, each, each + "\x7f").fetchall() for each in days]
        search.given = sorted(row[0] for rows in found for row in rows)
    return f"substr(contacts.birthday, 1, 5) IN ({','.join('?' * len(days))})", tuple(days)
