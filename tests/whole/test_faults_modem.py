"""Faults of the modem through the whole daemon: a slice of the campaign's parts `faults`, `link` and `recovery`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.campaign.parts.faults import Dose, one
from tests.campaign.parts.link import pulled
from tests.campaign.parts.recovery import Trouble, all_at_once

DOSES = (
    Dose("FM-09", {"seconds": 3.2}),
    Dose("FM-10"),
    Dose("FM-35", ends=3.0),
    Dose("FM-59"),
    Dose("FM-63"),
    Dose("FM-38", {"at": "ctrl-z", "new_pty": True, "seconds": 0.5}),
)


@pytest.mark.parametrize("dose", DOSES, ids=lambda dose: dose.title)
def test_nothing_lost_nothing_twice(tmp_path: Path, dose: Dose) -> None:
    outcome = one(tmp_path / "box", random.Random(1), dose)
    assert outcome.judgement.findings == {}
    assert outcome.fired[dose.name] >= 1
    assert outcome.judgement.accepted + outcome.judgement.flagged >= outcome.judgement.segments


@pytest.mark.parametrize(("moment", "reboot"), [("pdu.half", False), ("pdu.after", True)])
def test_port_vanishes_in_mid_pdu(tmp_path: Path, moment: str, reboot: bool) -> None:
    outcome = pulled(tmp_path / "box", random.Random(1), moment, reboot=reboot)
    assert outcome.judgement.findings == {}


def test_back_at_work_by_itself_with_real_timeouts(tmp_path: Path) -> None:
    troubles = (
        Trouble("restart, new pty", "reboot", {"new_pty": True, "seconds": 2.0}, 2.0),
        Trouble("unplugged", "unplug", {"seconds": 2.0}, 2.0, replug=True),
    )
    outcome = all_at_once(tmp_path / "box", random.Random(1), troubles=troubles)
    assert outcome.judgement.findings == {}
    assert len(outcome.recoveries) == 1
    assert len(outcome.replugs) == 1
