"""The inbox: nothing lost, nothing twice, texts whole, on both databases (modem.md E 63-69, faults.md B 10-18)."""

from __future__ import annotations

import random

import pytest

from smsbox import events, inbox
from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros
from smsbox.inbox import GAP, InboundView, Received
from smsbox.store import Store
from tests.contracts.phone import SENDER, deliver, tpdu
from tests.contracts.shop import START, Shop


class Box(Shop):
    """A shop that receives."""

    slot = 0

    def get(
        self, octets: bytes, *, slot: int | None = -1, memory: str = "SM", sim: int | None = None, readable: bool = True
    ) -> Received:
        if slot == -1:
            self.slot += 1
            slot = self.slot
        return inbox.receive(
            self.store,
            sim_id=sim or self.sim,
            memory=memory,
            slot=slot,
            pdu_raw=octets,
            deliver=deliver(octets) if readable else None,
            now=self.now,
        )

    def segment(
        self, text: str | bytes, seq: int, total: int, reference: int = 7, *, at: Micros | None = None, **fields: object
    ) -> Received:
        wide = bool(fields.pop("wide", False))
        sender = str(fields.pop("sender", SENDER))
        octets = tpdu(text, at=at or self.now, concat=(reference, total, seq), wide=wide, sender=sender)
        return self.get(octets, **fields)  # type: ignore[arg-type]

    def texts(self) -> list[str]:
        return [view.text for view in reversed(inbox.messages(self.store))]

    def only(self) -> InboundView:
        (view,) = inbox.messages(self.store)
        return view


@pytest.fixture
def box(store: Store) -> Box:
    return Box(store)


def test_a_single_segment(box: Box) -> None:
    received = box.get(tpdu("Добрий день! 😀", at=START))
    assert received.kind == "new"
    view = box.only()
    assert view.id == received.message_id
    assert (view.sender, view.text, view.complete, view.missing) == (SENDER, "Добрий день! 😀", True, 0)
    assert (view.sim, view.sent_at, view.received_at) == ("255010000000002", START, box.now)
    assert [line.kind for line in events.since(box.store)] == [events.RECEIVED]
    assert inbox.raw(box.store, view.id) == [tpdu("Добрий день! 😀", at=START)]


def test_a_leftover_of_a_crash_is_known_by_slot_and_octets(box: Box) -> None:
    octets = tpdu("Так", at=START)
    first = box.get(octets, slot=3)
    again = box.get(octets, slot=3)
    assert (again.kind, again.segment_id) == ("repeated", first.segment_id)
    assert box.texts() == ["Так"]


def test_a_cleared_slot_may_hold_the_same_again(box: Box) -> None:
    octets = tpdu("Так", at=START)
    first = box.get(octets, slot=3)
    inbox.slot_cleared(box.store, first.segment_id, box.now)
    assert box.get(octets, slot=3).kind == "new"
    assert box.texts() == ["Так", "Так"]


def test_a_slot_in_use_again_was_cleared(box: Box) -> None:
    """The crash came between AT+CMGD and our note of it."""
    box.get(tpdu("Так", at=START), slot=3)
    assert box.get(tpdu("Ні", at=START), slot=3).kind == "new"
    assert box.get(tpdu("Ні", at=START), slot=3).kind == "repeated"
    assert box.get(tpdu("Так", at=START), slot=3).kind == "new"


def test_equal_texts_are_never_one(box: Box) -> None:
    octets = tpdu("Так", at=START)
    kinds = [box.get(octets, slot=slot, memory=memory).kind for slot, memory in [(1, "SM"), (2, "SM"), (1, "ME")]]
    kinds.append(box.get(octets, slot=1, sim=box.new_sim()).kind)
    kinds += [box.get(octets, slot=None).kind, box.get(octets, slot=None).kind]
    assert kinds == ["new"] * 6
    assert box.texts() == ["Так"] * 6


def test_the_undecodable_is_kept_raw_and_flagged(box: Box) -> None:
    received = box.get(b"\x07\x91garbage", slot=4, readable=False)
    view = box.only()
    assert received.message_id == view.id
    assert (view.sender, view.text, view.damaged, view.complete) == ("", "", True, True)
    assert inbox.raw(box.store, view.id) == [b"\x07\x91garbage"]
    assert box.get(b"\x07\x91garbage", slot=4, readable=False).kind == "repeated"


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_out_of_order(box: Box, order: tuple[int, ...], wide: bool) -> None:
    parts = {1: "Перша ", 2: "друга ", 3: "третя"}
    whole = [box.segment(parts[seq], seq, 3, wide=wide).message_id for seq in order]
    assert whole[:2] == [None, None]
    assert whole[2] is not None
    assert box.texts() == ["Перша друга третя"]


def test_a_text_of_54_segments_and_a_restart_in_between(box: Box, url: str) -> None:
    text = "".join(f"{n:02d}: Замовляю ще один торт 🎂 на суботу; " for n in range(100))[: 54 * 60]
    units = text.encode("utf-16-be")
    cut = -(-len(units) // 54)
    cut += cut % 2
    parts = [units[at : at + cut] for at in range(0, len(units), cut)]
    numbers = list(range(1, len(parts) + 1))
    random.Random(5).shuffle(numbers)
    for seq in numbers[:30]:
        box.segment(parts[seq - 1], seq, len(parts))
    box.store.close()
    box.store = Store.open(url)
    try:
        for seq in numbers[30:]:
            box.segment(parts[seq - 1], seq, len(parts))
        assert box.texts() == [text]
    finally:
        box.store.close()


def test_an_emoji_cut_by_the_senders_phone_is_whole_again(box: Box) -> None:
    units = "Дякую 🎂!".encode("utf-16-be")
    middle = units.index("🎂".encode("utf-16-be")) + 2
    box.segment(units[middle:], 2, 2)
    box.segment(units[:middle], 1, 2)
    assert box.texts() == ["Дякую 🎂!"]


def test_an_emoji_beside_a_gap_is_no_broken_character(box: Box) -> None:
    units = "Дякую 🎂!".encode("utf-16-be")
    middle = units.index("🎂".encode("utf-16-be")) + 2
    box.segment(units[:middle], 1, 2)
    inbox.release_incomplete(box.store, box.now + DAY)
    view = box.only()
    assert view.text == f"Дякую \ufffd{GAP}"
    view.text.encode()
    box.segment(units[middle:], 2, 2)
    assert box.texts() == ["Дякую 🎂!"]


def test_a_duplicated_segment_is_recorded_and_ignored(box: Box) -> None:
    box.segment("Перша ", 1, 2)
    again = box.segment("Перша ", 1, 2, at=box.now + SECOND)
    assert (again.kind, again.message_id) == ("repeated", None)
    assert box.segment("друга", 2, 2).message_id is not None
    assert box.segment("друга", 2, 2).kind == "repeated"
    assert box.texts() == ["Перша друга"]
    kept = box.store.run("SELECT count(*) FROM received_segments").fetchone()[0]
    assert kept == 4


def test_same_number_other_content_opens_a_new_group(box: Box) -> None:
    box.segment("А1 ", 1, 2)
    box.segment("Б1 ", 1, 2)
    box.segment("Б2", 2, 2)
    assert box.texts() == ["Б1 Б2"]
    box.segment("А2", 2, 2)
    assert box.texts() == ["А1 А2", "Б1 Б2"]


def test_a_machine_that_never_changes_its_reference(box: Box) -> None:
    for _ in range(3):
        for seq in (1, 2):
            assert box.segment(f"Код {seq} ", seq, 2, 0).kind == "new"
        box.wait(HOUR)
    assert box.texts() == ["Код 1 Код 2 "] * 3


def test_groups_differ_by_sim_sender_reference_total_and_width(box: Box) -> None:
    box.segment("а", 1, 2)
    box.segment("б", 2, 2, sender="+380500000008")
    box.segment("в", 2, 2, 8)
    box.segment("г", 2, 3)
    box.segment("ґ", 2, 2, wide=True)
    box.segment("д", 2, 2, sim=box.new_sim())
    assert box.texts() == []
    box.segment("е", 2, 2)
    assert box.texts() == ["ае"]


def test_incomplete_after_a_day_with_gaps_then_completed(box: Box) -> None:
    box.segment("друга ", 2, 5)
    box.wait(HOUR)
    box.segment("третя ", 3, 5)
    assert inbox.release_incomplete(box.store, box.now + 22 * HOUR) == 0
    assert inbox.waiting(box.store) == []
    assert inbox.release_incomplete(box.store, box.now + 23 * HOUR) == 1
    assert inbox.release_incomplete(box.store, box.now + 23 * HOUR) == 0
    view = box.only()
    assert view.text == f"{GAP}друга третя {GAP}"
    assert (view.complete, view.missing) == (False, 3)
    assert [each.id for each in inbox.waiting(box.store)] == [view.id]
    box.wait(DAY)
    box.segment("перша ", 1, 5)
    assert box.only().text == f"перша друга третя {GAP}"
    box.segment("п'ята", 5, 5)
    assert box.segment("четверта ", 4, 5).message_id == view.id
    view = box.only()
    assert (view.text, view.complete, view.missing) == ("перша друга третя четверта п'ята", True, 0)


def test_an_old_gap_is_not_filled_by_another_message(box: Box) -> None:
    box.segment("стара ", 1, 2)
    box.wait(8 * DAY)
    box.segment("нова", 2, 2)
    assert box.texts() == []
    box.segment("зовсім ", 1, 2)
    assert box.texts() == ["зовсім нова"]


def test_flash_and_direct(box: Box) -> None:
    box.get(tpdu("Код 1234", at=START, flash=True), slot=None)
    assert box.only().flash


def test_nul_in_a_text_can_be_stored_anywhere(box: Box) -> None:
    box.get(tpdu("a\0b", at=START))
    assert box.texts() == ["a\ufffdb"]


def test_hostile_texts_are_stored_exactly(box: Box) -> None:
    hostile = ["'; DROP TABLE received; --", "$(reboot)", "<script>", "{{7*7}}", "=1+1", "\x1b[2J", "% ? %s", "OK"]
    for text in hostile:
        box.get(tpdu(text, at=START))
    assert box.texts() == hostile


def test_one_deals_with_a_message(box: Box) -> None:
    received = box.get(tpdu("Так", at=START))
    assert received.message_id is not None
    assert [view.id for view in inbox.waiting(box.store)] == [received.message_id]
    assert inbox.settle(box.store, received.message_id, box.now)
    assert not inbox.settle(box.store, received.message_id, box.now)
    assert inbox.waiting(box.store) == []
    view = inbox.get(box.store, received.message_id)
    assert view is not None
    assert view.settled_at == box.now


def test_a_failed_transaction_keeps_nothing(box: Box) -> None:
    octets = tpdu("Так", at=START)
    with pytest.raises(ZeroDivisionError), box.store.write():
        box.get(octets, slot=1)
        raise ZeroDivisionError
    assert box.texts() == []
    assert box.get(octets, slot=1).kind == "new"


def test_paging(box: Box) -> None:
    for number in range(5):
        box.get(tpdu(str(number), at=START))
        box.wait(MINUTE)
    page = inbox.messages(box.store, 2)
    assert [view.text for view in page] == ["4", "3"]
    assert [view.text for view in inbox.messages(box.store, 9, page[-1].id)] == ["2", "1", "0"]
    assert inbox.messages(box.store, sender="+380") == []
