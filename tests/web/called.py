"""Programs that are called, with calls of every kind, for tests that look at pages."""

from __future__ import annotations

from smsbox.hooks import book, calls
from smsbox.hooks.kinds import TEXTS
from smsbox.people.audit import Actor
from tests.web.desk import Desk


def furnish_hooks(desk: Desk) -> None:
    """Two webhooks, one with calls that wait, were taken and were given up; and a callback."""
    store, now = desk.store, desk.clock.at
    for place in ("shop", "a-very-long-place-that-nobody-would-ever-take"):
        url = f"http://127.0.0.1:9/{place}/incoming-messages?till=1&key=0123456789abcdef0123456789abcdef"
        made = book.make(store, url=url, kinds=TEXTS, by=Actor("owner", "owner"), now=now, networks=("127.0.0.0/8",))
    error = {"key": "hooks.unreachable", "facts": {"server": "shop.example.com:8443", "problem": "connection refused"}}
    with store.write():
        new = [calls.New(made.id, kind, str(place), None, "{}") for place, kind in enumerate((*TEXTS, *TEXTS))]
        calls.add(store, [*new, calls.New(calls.CALLBACKS, "dlr:1", "1", None, "{}")], now)
    for call in calls.listed(store, made.id, 15):
        if call.id % 3:
            calls.failed(store, call, error, now, lasting=call.id % 2 == 0)
        else:
            calls.taken(store, call.id, now)
