"""What is remembered of recoveries is the same on every database."""

from __future__ import annotations

from smsbox.recovery import records
from smsbox.recovery.ladder import Ladder, Rung
from smsbox.recovery.records import Memory, Tally
from smsbox.store import Store

NOW = 1_800_000_000_000_000


def test_a_ladder_is_remembered(store: Store) -> None:
    assert records.load(store, "main") == Memory()
    kept = Memory(Ladder(rung=Rung.USB, tries=2, resets=(NOW,)), imei="35", port="/dev/ttyUSB1", usb="1-1.2", ids="a:b")
    records.save(store, "main", Memory(), NOW)
    records.save(store, "main", kept, NOW)
    assert records.load(store, "main") == kept
    assert records.load(store, "spare") == Memory()


def test_a_damaged_record_is_none(store: Store) -> None:
    for text in ("", "[]", "{", '{"ladder": 3}', '{"ladder": {"rung": "x"}, "imei": null}'):
        with store.write():
            store.run("DELETE FROM ladders")
            store.run("INSERT INTO ladders (modem, json, at) VALUES (?, ?, ?)", "main", text, NOW)
        assert records.load(store, "main") == Memory()


def test_rungs_are_counted(store: Store) -> None:
    records.count(store, "main", Rung.USB, NOW, tried=1)
    records.count(store, "main", Rung.RADIO, NOW, tried=1)
    records.count(store, "main", Rung.RADIO, NOW + 1, tried=1)
    records.count(store, "main", Rung.RADIO, NOW + 2, helped=1)
    records.count(store, "spare", Rung.REOPEN, NOW, tried=1, helped=1)
    assert records.tallies(store, "main") == [
        Tally("main", "radio", 2, 1, NOW + 2),
        Tally("main", "usb", 1, 0, NOW),
    ]
    assert [each.modem for each in records.tallies(store)] == ["main", "main", "spare"]
