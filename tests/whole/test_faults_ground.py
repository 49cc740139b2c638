"""Power, disk, sleep, clock, a second daemon, a database that goes: a slice of the parts `powercut` and `ground`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.campaign.parts import ground, powercut


@pytest.mark.skipif(not powercut.available(), reason="needs strace")
def test_power_cuts(tmp_path: Path) -> None:
    outcome = powercut.one(tmp_path / "box", random.Random(1), cuts=25)
    assert outcome.judgement.findings == {}
    assert outcome.fired["power cut"] == 75


def test_full_disk_stops_sending_and_ends_by_itself(tmp_path: Path) -> None:
    outcome = ground.full_disk(tmp_path / "box", random.Random(1), seconds=1.0)
    assert outcome.judgement.findings == {}
    assert outcome.recoveries


def test_daemon_that_ended_on_a_full_disk_starts_again(tmp_path: Path) -> None:
    assert ground.ended_while_full(tmp_path / "box", random.Random(3)).judgement.findings == {}


def test_silent_visitors_do_not_take_the_descriptors_of_the_modem(tmp_path: Path) -> None:
    outcome = ground.few_descriptors(tmp_path / "box", random.Random(1))
    assert outcome.judgement.findings == {}
    assert outcome.judgement.accepted == 13


def test_sleep_is_forgiven(tmp_path: Path) -> None:
    assert ground.long_sleep(tmp_path / "box", random.Random(1), seconds=2.0).judgement.findings == {}


def test_second_daemon_ends_with_a_sentence(tmp_path: Path) -> None:
    assert ground.second_daemon(tmp_path / "box", random.Random(1)).judgement.findings == {}


def test_unlinked_database_is_noticed_and_rescued(tmp_path: Path) -> None:
    folder = tmp_path / "box"
    assert ground.database_unlinked(folder, random.Random(1)).judgement.findings == {}
    assert len(list(folder.glob("smsbox.db.rescued-*"))) == 1


def test_clock_steps(tmp_path: Path) -> None:
    assert ground.clock_steps(tmp_path / "box", random.Random(1), pause=0.4).judgement.findings == {}
