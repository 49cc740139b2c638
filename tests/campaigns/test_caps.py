"""However many campaigns run, at once or one after the other, nobody gets more than the shop allows itself."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import DAY, Micros
from smsbox.store import Store
from tests.campaigns.shop import Till, config

GAPS = st.lists(st.integers(0, 9), min_size=2, max_size=7)
"""Days between two campaigns."""


@settings(max_examples=20, deadline=None)
@given(GAPS, st.integers(1, 2), st.sampled_from([3, 14]), st.booleans())
def test_nobody_gets_more_than_the_cap_in_any_span(gaps: list[int], cap: int, days: int, together: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = config(Path(folder))
        store = Store.open(made.store.url)
        try:
            _through(Till(store, replace(made, shop=replace(made.shop, cap=cap, cap_days=days))), gaps, together)
        finally:
            store.close()


def _through(till: Till, gaps: list[int], together: bool) -> None:
    known = till.people(6)
    for gap in gaps:
        running = [till.launched() for _ in range(2 if together else 1)]
        till.run()
        for campaign in running:
            till.settle(campaign)
        till.wait(gap * DAY)
    sent = till.store.run("SELECT recipient, submitted_at FROM messages m JOIN segments s ON s.message_id = m.id")
    moments: dict[str, list[Micros]] = {each: [] for each in known}
    for number, at in sent.fetchall():
        moments[number].append(at)
    span = till.config.shop.cap_days * DAY
    for times in moments.values():
        assert all(sum(begin <= at < begin + span for at in times) <= till.config.shop.cap for begin in times)
        assert times  # and everybody got the first one
