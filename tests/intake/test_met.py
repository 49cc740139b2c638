"""What a reader has met: found again, kept out of memory, and gone with it."""

from __future__ import annotations

import os
from pathlib import Path

from smsbox.intake.met import Met
from tests.bench.processes import resident_mb


def test_the_first_line_counts_and_nothing_is_left_behind(tmp_path: Path) -> None:
    for met in (Met(), Met(tmp_path)):
        met.keep([380500000001, 380500000002], 7)
        met.keep([380500000002, 380500000003], 9)
        assert [met.line_of(380500000000 + place) for place in range(5)] == [None, 7, 7, 9, None]
        assert 380500000003 in met and 380500000004 not in met
    assert not list(tmp_path.iterdir()), "no name leads to the numbers of customers"


def test_a_long_table_does_not_fill_the_memory(tmp_path: Path) -> None:
    met = Met(tmp_path)
    met.keep(range(1000))
    before = resident_mb(os.getpid())
    for start in range(0, 300_000, 10_000):
        met.keep((number * 7919 for number in range(start, start + 10_000)), start)
    assert met.line_of(7919 * 299_999) == 290_000
    assert resident_mb(os.getpid()) - before < 8, "as a dict it would be 30"
