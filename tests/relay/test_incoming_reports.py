"""How many reports may gather in a burst: as many as surely fit, heard of or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.modem.storage import Storage
from smsbox.modem.urc import StoredReport
from smsbox.relay.incoming import REPORTS_AT_ONCE, Incoming
from smsbox.store import Store


def gathered(incoming: Incoming, storage: Storage, *, memory: str = "ME", rings: bool = True) -> int:
    """How many segments with reports pass until they are read; their doorbells ring, or are lost."""
    for count in range(1, 200):
        incoming.expect_report()
        if rings:
            incoming.hear(StoredReport(memory, count))
        if incoming.enough(storage):
            return count
    raise AssertionError("never enough")


@pytest.mark.parametrize(
    ("storage", "memory", "most"),
    [
        (Storage("ME", 0, 255), "ME", REPORTS_AT_ONCE),
        (Storage("ME", 0, 255), "SR", 5),  # whose size nobody told
        (Storage("SM", 0, 20), "SM", 13),
        (Storage("SM", 7, 20), "SM", 6),  # seven read, and not yet deleted
        (Storage("SM", 18, 20), "SM", 1),  # full of the owner's own drafts
        (Storage("SM", 0, 4), "SM", 2),
        (Storage("", 0, 0), "", 6),
    ],
)
@pytest.mark.parametrize("rings", [True, False])
def test_gathered_and_undeleted_reports_leave_a_third_of_the_memory(
    tmp_path: Path, storage: Storage, memory: str, most: int, rings: bool
) -> None:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    incoming = Incoming(store)
    incoming.new_session(1)
    if memory != "SR" or rings:  # what lies unheard in another memory is found by the poll
        assert gathered(incoming, storage, memory=memory, rings=rings) == most
    assert not Incoming(store).enough(storage)
    store.close()
