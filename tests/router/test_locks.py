"""In which order the router locks what others lock, too."""

from __future__ import annotations

from pathlib import Path

from smsbox.store import Store
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA


def test_a_conversation_is_locked_before_its_messages_as_by_whoever_ends_it(tmp_path: Path) -> None:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    counter = Counter(store)
    counter.hear("Чи є півонії?", ANNA)
    asked: list[str] = []
    connection = store.database.connection()
    connection.set_trace_callback(asked.append)
    counter.route()
    connection.set_trace_callback(None)
    store.close()
    thread = next(place for place, sql in enumerate(asked) if sql.startswith("SELECT number FROM threads"))
    taken = next(place for place, sql in enumerate(asked) if "routed_at IS NULL AND state > 0 AND sender" in sql)
    assert thread < taken
