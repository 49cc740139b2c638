"""From the network into the inbox: whole, exact, once, and gone from the SIM only when it is on the disk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whole.box import Box, box, until

ANNA, BOHDAN = "+380500000011", "+380500000012"
LONG = "Доброго дня! Чи є у вас сьогодні хліб без глютену? 🥐👩‍👩‍👧 " * 4


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Box]:
    with box(tmp_path) as made:
        made.start()
        yield made


def slots(made: Box) -> int:
    """How many messages lie in the modem's memories."""
    return sum(used for used, _ in made.do("status")["memories"].values())


def test_what_was_stored_before_the_start_is_read_and_then_deleted(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        for number in range(7):
            made.do("inbound", sender=ANNA, text=f"до запуску {number}")
        made.start()
        until(lambda: len(made.inbox()) == 7)
        assert [row["text"] for row in made.inbox()] == [f"до запуску {number}" for number in range(7)]
        until(lambda: slots(made) == 0)


@pytest.mark.parametrize("options", [{}, {"order": [4, 2, 3, 1]}, {"wide": True}])
def test_long_messages_come_whole_in_any_order(running: Box, options: dict[str, object]) -> None:
    running.do("inbound", sender=ANNA, text=LONG, **options)
    (row,) = until(running.inbox)
    assert row["text"] == LONG
    assert row["complete"] is True
    until(lambda: slots(running) == 0)


def test_two_people_with_the_same_reference_are_kept_apart(running: Box) -> None:
    running.do("inbound", sender=ANNA, text=LONG, reference=7)
    running.do("inbound", sender=BOHDAN, text=LONG[::-1], reference=7)
    until(lambda: len(running.inbox()) == 2)
    assert {row["sender"]: row["text"] for row in running.inbox()} == {ANNA: LONG, BOHDAN: LONG[::-1]}


def test_equal_texts_are_all_kept(running: Box) -> None:
    running.do("inbound", sender=ANNA, text="Так", count=5)
    until(lambda: len(running.inbox()) == 5)
    time.sleep(0.3)
    assert len(running.inbox()) == 5


@pytest.mark.parametrize("text", ["OK", "ERROR", "+CMGS: 5", "> ", "'; DROP TABLE messages; --", "{{7*7}}", "\x1b[2J"])
def test_texts_that_look_like_something_else_are_stored_exactly(running: Box, text: str) -> None:
    running.do("inbound", sender=ANNA, text=text)
    (row,) = until(running.inbox)
    assert row["text"] == text
    running.send(ANNA, "still sending")
    until(lambda: running.states() == {"delivered": 1})


def test_senders_of_every_kind(running: Box) -> None:
    for sender in ("Monobank", "5433", "+48500000001"):
        running.do("inbound", sender=sender, text=sender)
    until(lambda: len(running.inbox()) == 3)
    assert {row["sender"] for row in running.inbox()} == {"Monobank", "5433", "+48500000001"}


def test_messages_come_while_a_burst_is_sent(tmp_path: Path) -> None:
    with box(tmp_path, profile="fast") as made:
        made.send([f"+38050000{number:04d}" for number in range(20)], "burst")
        made.start()
        for number in range(10):
            made.do("inbound", sender=ANNA, text=f"зустрічне {number}")
            time.sleep(0.05)
        until(lambda: made.states() == {"delivered": 20} and len(made.inbox()) == 10)
        assert sorted(row["text"] for row in made.inbox()) == [f"зустрічне {number}" for number in range(10)]


def test_a_full_memory_is_drained_and_what_the_network_held_back_follows(tmp_path: Path) -> None:
    with box(tmp_path, capacities={"SM": 5, "ME": 5}) as made:
        made.do("inbound", sender=ANNA, text="повно", count=17)
        made.start()
        until(lambda: len(made.inbox()) == 17)
        until(lambda: slots(made) == 0)


def test_a_message_half_received_survives_a_kill(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        tpdus = made.do("inbound", sender=ANNA, text=LONG, order=[1, 3])["tpdus"]
        until(lambda: slots(made) == 0)
        assert made.inbox() == []
        made.kill()
        made.start()
        made.do("inbound", pdu=tpdus[1])
        for tpdu in tpdus[3:]:
            made.do("inbound", pdu=tpdu)
        (row,) = until(made.inbox)
        assert row["text"] == LONG


def test_calls_are_refused_and_sending_goes_on(running: Box) -> None:
    running.await_modems()
    running.do("call", number=ANNA, rings=20)
    running.send([ANNA, BOHDAN], "зайнято")
    until(lambda: running.states() == {"delivered": 2})
    until(lambda: [entry for entry in running.do("log", kind="call")["entries"] if entry["end"] != "gave up"])
