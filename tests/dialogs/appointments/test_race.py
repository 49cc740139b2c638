"""Two customers race for one place, 1,000 times, with real threads; in `tests/contracts` also on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from smsbox.store import Store
from tests.dialogs.appointments.race import race


def test_exactly_one_gets_the_place_each_of_a_thousand_times(tmp_path: Path) -> None:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    race(store, 1000)
    store.close()
