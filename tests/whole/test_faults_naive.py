"""Proof that the oracle can see: a build without intent and without doubt, as most senders are, must be caught."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.campaign.parts import powercut
from tests.campaign.parts.deaths import at_points
from tests.campaign.parts.faults import Dose, one


def test_naive_build_sends_twice_after_a_kill(tmp_path: Path) -> None:
    outcome = at_points(tmp_path / "box", random.Random(1), {"label": "pdu.after", "nth": 2}, naive=True)
    assert outcome.kills == 1
    assert outcome.judgement.silent_duplicates


def test_naive_build_sends_twice_after_silence(tmp_path: Path) -> None:
    outcome = one(tmp_path / "box", random.Random(1), Dose("FM-07", {"seconds": 1.0}), naive=True)
    assert outcome.fired["FM-07"]
    assert outcome.judgement.silent_duplicates


@pytest.mark.skipif(not powercut.available(), reason="needs strace")
@pytest.mark.skipif("SMSBOX_CAMPAIGN" not in os.environ, reason="chance has a say in it; SMSBOX_CAMPAIGN=1 runs it")
def test_naive_build_forgets_what_left_when_the_power_fails(tmp_path: Path) -> None:
    """Which flushes a busy machine does by the way decides whether one recording shows it; one of several does."""
    runs = (powercut.one(tmp_path / str(turn), random.Random(turn), cuts=25, naive=True) for turn in range(6))
    assert any(run.judgement.lost for run in runs)
