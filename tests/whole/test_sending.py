"""From `smsbox send` to the network and back: what arrives, in which order, how often, and what the books say."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whole.box import Box, box, until

ONE, TWO, THREE = "+380500000001", "+380500000002", "+380500000003"
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d")

# The emoji starts exactly where the first segment of 67 UTF-16 units would cut it in two.
BORDER = "Ї" * 66 + "🥐" + "Щедрик, щедрик, щедрівочка, прилетіла ластівочка. " * 2 + "👩‍👩‍👧🙂"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Box]:
    with box(tmp_path) as made:
        made.start()
        yield made


def texts(made: Box) -> dict[str, str]:
    """What each phone shows, joined and decoded by the simulated phones, which share no code with the product."""
    return {entry["number"]: entry["text"] for entry in made.do("log", kind="phone")["entries"]}


def test_a_long_ukrainian_text_with_emoji_on_the_border_arrives_to_the_character(running: Box) -> None:
    running.send(ONE, BORDER)
    until(lambda: running.states() == {"delivered": 1})
    assert texts(running)[ONE] == BORDER
    assert len(running.accepted()) == len(running.outbox()[0]["segments"]) == 3


@pytest.mark.parametrize(
    ("text", "segments"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("a" * 152 + "€" + "b" * 10, 2)]
    + [("ж" * 70, 1), ("ж" * 71, 2), ("ж" * 134, 2), ("ж" * 135, 3)],
)
def test_borders_of_both_alphabets(running: Box, text: str, segments: int) -> None:
    running.send(ONE, text)
    until(lambda: running.states() == {"delivered": 1})
    assert len(running.accepted()) == segments
    assert texts(running)[ONE] == text


def test_the_rows_scripts_rely_on(running: Box) -> None:
    (message_id,) = running.send(ONE, "Ж" * 100, "--class", "reply", "--priority", "5")
    until(lambda: running.states() == {"delivered": 1})
    (row,) = running.outbox()
    wire = running.accepted()
    assert (row["id"], row["recipient"], row["class"], row["sim"]) == (message_id, ONE, "reply", "255010000000001")
    assert ISO.fullmatch(row["created_at"])
    for segment, entry in zip(row["segments"], wire, strict=True):
        assert segment["reference"] == entry["reference"]
        assert segment["attempts"] == 1
        assert segment["maybe_duplicate"] is False
        assert ISO.fullmatch(segment["submitted_at"])
        assert ISO.fullmatch(segment["reported_at"])


def test_replies_pass_first_then_service_then_marketing_then_priority_then_age(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        wanted = []
        for kind, priority in (("marketing", 0), ("service", 0), ("service", 9), ("reply", 0), ("marketing", 9)):
            number = f"+38050000{len(wanted) + 100:04d}"
            made.permit(number)
            made.send(number, "x", "--class", kind, "--priority", str(priority))
            wanted.append(({"reply": 0, "service": 1, "marketing": 2}[kind], -priority, number))
        made.start()
        until(lambda: len(made.accepted()) == 5)
        assert [entry["number"] for entry in made.accepted()] == [number for _, _, number in sorted(wanted)]


def test_options_reach_the_air(running: Box) -> None:
    running.send(ONE, "flash", "--flash", "--no-report", "--validity", "24h")
    until(lambda: running.states() == {"sent": 1})
    (entry,) = running.accepted()
    assert entry["message_class"] == 0
    assert entry["report"] is False
    assert entry["validity"] == "a7"  # 23.040 9.2.3.12.1: 24 h in steps of 12 h + 30 min is 167
    time.sleep(0.3)
    assert running.states() == {"sent": 1}


def test_send_after_and_send_before(running: Box) -> None:
    running.send(ONE, "late", "--send-after", "+1h")
    running.send(TWO, "past", "--send-after", "+1h", "--send-before", "+2h")
    running.send(THREE, "now")
    until(lambda: running.states() == {"queued": 2, "delivered": 1})
    assert [entry["number"] for entry in running.accepted()] == [THREE]


def test_cancel_hold_and_resend(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        first, second, third = (made.send(number, "text")[0] for number in (ONE, TWO, THREE))
        made.run("outbox", "cancel", str(first))
        made.run("outbox", "hold", str(second))
        made.start()
        until(lambda: made.states() == {"cancelled": 1, "held": 1, "delivered": 1})
        assert [entry["number"] for entry in made.accepted()] == [THREE]
        made.run("outbox", "resend", str(second))
        until(lambda: made.states() == {"cancelled": 1, "delivered": 2})
        (row,) = [row for row in made.outbox() if row["id"] == second]
        assert row["segments"][0]["maybe_duplicate"] is False, "a person held it before any attempt"
        assert third in [row["id"] for row in made.outbox()]


def test_what_the_network_says_it_took_before_counts_as_sent(tmp_path: Path) -> None:
    """FM-23: its result was lost, a person sends it again, and the network knows it."""
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("fault", name="FM-07")
        (message,) = made.send(ONE, "twice", "--no-report")
        until(made.accepted)
        made.kill()
        made.do("power_cycle")
        made.do("fault", name="FM-23")
        made.start()
        until(lambda: made.states() == {"uncertain": 1})
        made.run("outbox", "resend", str(message))
        until(lambda: made.states() == {"sent": 1})
        assert made.do("fired")["fired"]["FM-23"] == 1
        assert len(made.accepted()) == 1
        assert made.outbox()[0]["segments"][0]["maybe_duplicate"] is True


def test_the_gap_is_kept_on_the_wire(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines="gap = 0.4") as made:
        made.send([ONE, TWO, THREE], "gap")
        made.start()
        until(lambda: len(made.accepted()) == 3)
        times = [entry["t"] / 1e6 for entry in made.accepted()]
        assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.39


def test_a_quota_defers_and_never_fails(tmp_path: Path) -> None:
    with box(tmp_path, sending="per_day = 2") as made:
        made.send([ONE, TWO, THREE], "quota")
        made.start()
        until(lambda: made.states() == {"delivered": 2, "queued": 1})
        (status,) = made.rows("modems")
        assert status["state"] == "holding"
        assert status["limits_left"] == {"per_day": 0}
        assert made.stop() == 0
        made.start()
        time.sleep(1.0)
        assert len(made.accepted()) == 2, "a restart forgot the quota"


def test_a_refusal_is_kept_as_its_number_and_told_in_words(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.send(["+380500000001", "+380500009001"], "Ваше замовлення готове")
        until(lambda: made.states() == {"delivered": 1, "failed": 1})
        assert made.outbox()[1]["segments"][0]["error"] == "CMS 1"
        assert "The network does not know this number. (CMS 1)" in made.run("outbox", "show", "2").stdout


def test_destinations_outside_the_country_are_refused_before_anything_is_queued(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        done = made.run("send", "--to", ONE, "+48500000001", "--text", "x", check=False)
        assert done.returncode == 77
        assert made.outbox() == []


def test_a_recipient_only_one_modem_may_reach_goes_by_that_modem(tmp_path: Path) -> None:
    with box(tmp_path, modems=2) as made:
        lines = made.config.read_text(encoding="utf-8").replace(
            f'port = "{made.links[1]}"', f'port = "{made.links[1]}"\nallow = ["+380", "+48"]'
        )
        made.config.write_text(lines, encoding="utf-8")
        made.send(["+48500000001", "+48500000002"], "Dzień dobry")
        made.start()
        until(lambda: made.states() == {"delivered": 2})
        assert {entry["modem"] for entry in made.accepted()} == {"sim1"}


def test_two_modems_share_the_queue_and_send_nothing_twice(tmp_path: Path) -> None:
    with box(tmp_path, modems=2, profile="fast") as made:
        numbers = [f"+38050000{n:04d}" for n in range(40)]
        made.start()
        made.await_modems()
        made.send(numbers, "share")
        until(lambda: made.states() == {"delivered": 40})
        assert sorted(entry["number"] for entry in made.accepted()) == numbers
        assert {entry["modem"] for entry in made.accepted()} == {"sim0", "sim1"}


def test_a_service_centre_that_takes_no_validity_period_gets_none(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.do("outcome", number=ONE, accepted=False, answer="+CMS ERROR: 199", times=1)
        made.send(ONE, "valid for a day", "--validity", "24h")
        made.start()
        until(lambda: made.states() == {"delivered": 1}, 40)
        assert [entry["validity"] for entry in made.accepted()] == [""]
