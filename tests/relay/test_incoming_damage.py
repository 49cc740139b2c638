"""What the wire damaged is not taken for what lies on the SIM: read twice alike, or left where it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from smsbox import inbox
from smsbox.clock import SECOND
from smsbox.modem.simulator import pdu
from smsbox.modem.storage import StoredPdu
from smsbox.modem.urc import StoredSms
from smsbox.relay.incoming import Incoming
from smsbox.store import Store, sims

NOW = 1_790_000_000 * SECOND


class Shelf:
    """A line whose slot 1 is read as the next of `readings`, and which remembers what was deleted."""

    def __init__(self, *readings: str) -> None:
        self.readings = list(readings)
        self.deleted: list[int] = []

    def _read(self) -> StoredPdu:
        raw = self.readings.pop(0) if len(self.readings) > 1 else self.readings[0]
        octets = bytes.fromhex(raw) if raw and len(raw) % 2 == 0 else b""
        return StoredPdu("SM", 1, 0, octets, raw)

    def read_slot(self, memory: str, index: int) -> StoredPdu:
        return self._read()

    def stored(self) -> list[StoredPdu]:
        return [] if self.deleted else [self._read()]

    def delete_slot(self, memory: str, index: int) -> bool:
        self.deleted.append(index)
        return True


@pytest.fixture
def kept(tmp_path: Path) -> Any:
    """A function that lets a shelf be read `times` times and gives what the inbox then holds."""
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    sim_id = sims.register(store, imsi="255010000000001", iccid="89", modem="m0", now=NOW)

    def read(shelf: Any, times: int) -> list[Any]:
        incoming = Incoming(store)
        incoming.new_session(sim_id)
        incoming.hear(StoredSms("SM", 1))
        for _ in range(times):
            incoming.fetch(shelf)
            with store.write():
                incoming.record(NOW)
            incoming.committed()
            incoming.clear_slots(shelf, NOW)
        return list(inbox.messages(store, 10, None))

    yield read
    store.close()


def deliver(text: str) -> str:
    coding, pieces = pdu.cut(text)
    tpdu = pdu.deliver("+380500000001", pieces[0], coding, datetime(2026, 5, 12, tzinfo=UTC))
    return ("00" + tpdu.hex()).upper()


def test_heading_without_body_is_left_on_the_sim(kept: Any) -> None:
    shelf = Shelf("")
    assert kept(shelf, 5) == []
    assert shelf.deleted == []


def test_damaged_reading_is_followed_by_a_sound_one(kept: Any) -> None:
    whole = deliver("Чи є хліб?")
    shelf = Shelf(whole[:-9], whole[:-6], whole)
    assert [view.text for view in kept(shelf, 3)] == ["Чи є хліб?"]
    assert shelf.deleted == [1]


def test_what_is_damaged_on_the_sim_is_kept_raw_after_two_equal_readings(kept: Any) -> None:
    shelf = Shelf("07918350000001000412FF")
    views = kept(shelf, 1)
    assert len(views) == 1
    assert views[0].damaged
    assert shelf.deleted == [1]
