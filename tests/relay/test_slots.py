"""Freeing slots: as few commands as the modem allows, and never a slot whose content is not committed."""

from __future__ import annotations

import pytest

from smsbox.modem.storage import Storage, StoredPdu
from smsbox.modem.troubles import CommandTimeout
from smsbox.relay.slots import Cleared, Slots, Way

SMSC = b"\x07\x91\x83\x05\x00\x00\x00\xf0"


def pdu_of(number: int) -> bytes:
    return SMSC + b"\x06" + number.to_bytes(2, "big")


class Shelf:
    """A modem's memory behind the calls of GsmLine; `obeys`: how many commands of one line it carries out, if any.

    `answers`: what it says to a line of several, "timeout" included.
    """

    def __init__(self, *, obeys: int = 99, answers: str = "OK", answers_joined: str = "OK") -> None:
        self.storage = Storage("ME", 0, 100)
        self.filled: dict[int, bytes] = {}
        self.obeys, self.answers, self.answers_joined = obeys, answers, answers_joined
        self.commands: list[str] = []

    def fill(self, numbers: range) -> list[Cleared]:
        """Put reports into slots of the same number; what is committed then."""
        self.filled |= {number: pdu_of(number) for number in numbers}
        return [Cleared("ME", number, None, pdu_of(number)[len(SMSC) :]) for number in numbers]

    def stored(self, freeing: list[int] | tuple[int, ...] = ()) -> list[StoredPdu]:
        self.commands.append(f"list {len(freeing)}")
        if freeing and self.answers_joined == "timeout":
            raise CommandTimeout(command="+CMGL", seconds=60.0)
        if self.answers_joined == "OK":
            self._free(freeing)
        return [StoredPdu("ME", number, 1, pdu, pdu.hex()) for number, pdu in self.filled.items()]

    def delete_slot(self, memory: str, index: int) -> bool:
        self.commands.append("one")
        self.filled.pop(index, None)
        return True

    def delete_slots_together(self, memory: str, indices: list[int]) -> bool:
        self.commands.append(f"many {len(indices)}")
        if self.answers == "OK":
            self._free(indices)
        return self.answers == "OK"

    def _free(self, indices: list[int] | tuple[int, ...]) -> None:
        for index in indices[: self.obeys]:
            del self.filled[index]


def rounds(shelf: Shelf, slots: Slots, count: int) -> list[str]:
    """`count` times: six reports are committed, one more lies there, all is listed; what that took the last time."""
    for number in range(count):
        shelf.commands.clear()
        first = 1 + 6 * (number % 8)
        slots.add(shelf.fill(range(first, first + 6)))
        shelf.fill(range(90, 91))
        for stored in slots.list_everything(shelf):  # type: ignore[arg-type]
            if not slots.holds(stored):  # the relay takes it once more, which does no harm
                slots.add([Cleared("ME", stored.index, None, stored.pdu[len(SMSC) :])])
    return shelf.commands


def test_a_modem_that_shows_it_frees_many_frees_them_while_listing() -> None:
    shelf, slots = Shelf(), Slots()
    assert rounds(shelf, slots, 1) == ["many 6", "list 0"]
    assert slots.way is Way.WITH_LISTING
    assert rounds(shelf, slots, 1) == ["list 7"]


def test_an_empty_listing_proves_nothing() -> None:
    shelf, slots = Shelf(), Slots()
    slots.add(shelf.fill(range(1, 7)))
    assert slots.list_everything(shelf) == []  # type: ignore[arg-type]
    assert slots.way is Way.TOGETHER


@pytest.mark.parametrize(
    ("quirks", "way"),
    [
        ({"obeys": 1}, Way.SINGLY),
        ({"answers": "ERROR"}, Way.SINGLY),
        ({"answers_joined": "ERROR"}, Way.TOGETHER),
        ({}, Way.WITH_LISTING),
    ],
)
def test_every_modem_is_emptied_in_its_own_way(quirks: dict[str, int | str], way: Way) -> None:
    shelf, slots = Shelf(**quirks), Slots()  # type: ignore[arg-type]
    rounds(shelf, slots, 6)
    assert slots.way is way
    slots.free_reports(shelf)  # type: ignore[arg-type]
    assert shelf.filled == {}


def test_a_listing_that_stalls_is_not_asked_that_way_again() -> None:
    shelf, slots = Shelf(answers_joined="timeout"), Slots()
    rounds(shelf, slots, 1)
    with pytest.raises(CommandTimeout):
        rounds(shelf, slots, 1)
    assert slots.way is Way.TOGETHER
    assert rounds(shelf, slots, 3)[-1] == "list 0"


def test_lines_stay_short() -> None:
    shelf, slots = Shelf(), Slots()
    slots.add(shelf.fill(range(1, 60)))
    slots.free_reports(shelf)  # type: ignore[arg-type]
    assert shelf.commands == ["many 24", "many 24", "many 11"]
    longest = "AT" + ";".join(f"+CMGD={255}" for _ in range(24)) + ";+CMGL=4\r"
    assert len(longest) <= 255


def test_people_are_freed_singly_and_reports_may_wait() -> None:
    shelf, slots = Shelf(), Slots()
    slots.add(shelf.fill(range(1, 6)))
    shelf.fill(range(6, 8))
    slots.add([Cleared("ME", 6, 61, pdu_of(6)[8:]), Cleared("ME", 7, 71, pdu_of(7)[8:])])
    assert slots.free_people(shelf) == [61, 71]  # type: ignore[arg-type]
    assert shelf.commands == ["one", "one"]
    assert list(shelf.filled) == [1, 2, 3, 4, 5]


def test_what_came_into_a_committed_slot_meanwhile_is_never_freed_unread() -> None:
    shelf, slots = Shelf(), Slots()
    slots.add(shelf.fill(range(1, 6)))
    shelf.filled[3] = pdu_of(300)
    assert slots.holds(StoredPdu("ME", 2, 0, pdu_of(2), ""))
    assert not slots.holds(StoredPdu("ME", 3, 0, pdu_of(300), ""))
    slots.free_reports(shelf)  # type: ignore[arg-type]
    assert shelf.filled == {3: pdu_of(300)}
