"""Quiet hours of a whole box whose clock is set by hand: what left is asked of the simulated network alone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.campaign.rig import HURRY, Rig
from tests.whole.box import until

ANNA, BOHDAN, VIRA = "+380500000001", "+380500000002", "+380500000003"
LONG = "Вітаємо! Ваше замовлення готове, забрати можна щодня з 9 до 18; телефон на вивісці. " * 2
KYIV = ZoneInfo("Europe/Kyiv")


class Night(Rig):
    """A rig that is told what time it is in Kyiv: of tomorrow, so that its clock never goes back."""

    def __init__(self, directory: Path, allow: Sequence[str] = ("+380",)) -> None:
        directory.mkdir(parents=True)
        self.offset = directory / "offset"
        orders = {"hurry": HURRY, "offset_file": str(self.offset)}
        sending = f"# quiet hours as by default\nallow = {json.dumps(allow)}"
        super().__init__(directory, orders=orders, sending=sending, modem_lines="gap = 1.0")

    def set_clock(self, clock: str, days: int = 1) -> None:
        hour, minute = map(int, clock.split(":"))
        now = datetime.now(KYIV)
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)
        self.offset.write_text(str(int((then - now).total_seconds() * 1_000_000)))

    def sent_to(self) -> list[str]:
        """The numbers that were written to, as the network saw it, a name for each segment."""
        return [entry["number"] for entry in self.accepted()]

    def stays_so(self, seconds: float = 1.5) -> None:
        """Nothing more leaves, although every relay has looked many times."""
        before, began = self.sent_to(), time.monotonic()
        while time.monotonic() - began < seconds:
            time.sleep(0.1)
        assert self.sent_to() == before


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    made = Night(tmp_path / "box")
    made.farm.start()
    made.permit(ANNA, BOHDAN)
    try:
        yield made
    finally:
        made.kill()
        made.farm.stop()


def test_advertising_waits_for_the_morning_and_leaves_once(night: Night) -> None:
    night.set_clock("23:00")
    night.start()
    night.await_modems()
    night.send(ANNA, "sale", "--class", "marketing")
    night.send(BOHDAN, "your order", "--class", "service")
    night.send(VIRA, "an answer", "--class", "reply")
    until(lambda: sorted(night.sent_to()) == [BOHDAN, VIRA])
    night.stays_so()
    night.set_clock("08:59", days=2)
    night.stays_so()
    night.set_clock("09:00", days=2)
    until(lambda: ANNA in night.sent_to())
    night.stays_so()
    assert night.sent_to().count(ANNA) == 1


def test_what_has_begun_is_finished_and_the_next_one_waits(night: Night) -> None:
    night.set_clock("19:00")
    night.start()
    night.await_modems()
    night.send([ANNA, BOHDAN], LONG, "--class", "marketing")
    until(night.sent_to)
    night.set_clock("20:00")
    until(lambda: len(night.sent_to()) == 3)
    night.stays_so(2.5)
    assert night.sent_to() == [ANNA] * 3


def test_changed_hours_count_at_once(night: Night) -> None:
    night.set_clock("19:30")
    night.start()
    night.await_modems()
    night.run("settings", "set", "sending.quiet=19:00-21:00")
    night.send(ANNA, "sale", "--class", "marketing")
    night.stays_so()
    assert not night.sent_to()
    night.run("settings", "set", "sending.quiet=off")
    until(lambda: night.sent_to() == [ANNA])
    refused = night.run("settings", "set", "sending.quiet=22:00-22:00", check=False)
    assert refused.returncode == 65 and "22:00-22:00 ends when it begins" in refused.stderr


def test_by_a_clock_that_nobody_believes_advertising_waits_and_answers_go(night: Night) -> None:
    night.set_clock("12:00", days=-3650)
    night.start()
    night.await_modems()
    night.send(ANNA, "sale", "--class", "marketing")
    night.send(BOHDAN, "an answer", "--class", "reply")
    until(lambda: night.sent_to() == [BOHDAN])
    night.stays_so()
