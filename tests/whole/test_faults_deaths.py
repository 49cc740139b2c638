"""kill -9 in the middle of everything: a slice of the campaign's part `deaths`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.campaign.parts.deaths import at_points, random_moments


def test_killed_at_random_moments_nothing_is_lost_nothing_is_twice(tmp_path: Path) -> None:
    outcome = random_moments(tmp_path / "box", random.Random(5), singles=30, longs=4, kills=3)
    assert outcome.judgement.findings == {}
    assert outcome.kills == 3
    assert outcome.judgement.segments >= 42
    assert outcome.judgement.accepted + outcome.judgement.flagged >= outcome.judgement.segments


@pytest.mark.parametrize(
    ("label", "nth"),
    [("pdu.half", 2), ("pdu.after", 3), ("commit.before", 8), ("cmgd.after", 1)],
)
def test_killed_at_a_point(tmp_path: Path, label: str, nth: int) -> None:
    outcome = at_points(tmp_path / "box", random.Random(1), {"label": label, "nth": nth})
    assert outcome.kills == 1
    assert outcome.judgement.findings == {}
    assert outcome.judgement.inbound == 1


def test_killed_twice_while_the_modem_is_silent(tmp_path: Path) -> None:
    points = ({"label": "pdu.after", "nth": 2}, {"label": "pdu.half", "nth": 1})
    outcome = at_points(tmp_path / "box", random.Random(1), *points, fault="FM-07")
    assert outcome.kills == 2
    assert outcome.fired["FM-07"] == 1
    assert outcome.judgement.findings == {}
