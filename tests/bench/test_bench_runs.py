"""The bench itself: its cheapest row still measures, and a goal that is missed is printed as missed."""

from __future__ import annotations

from pathlib import Path

from tests.bench import ceiling
from tests.bench.bench import Bench
from tests.bench.figures import Figure, Table


def test_the_cheapest_row_measures(tmp_path: Path) -> None:
    rates = ceiling.segments_per_second(Bench(tmp_path), 400, report=False)
    assert len(rates) == 5
    assert all(1 < rate < 100_000 for rate in rates)


def test_a_missed_goal_is_printed_as_missed() -> None:
    slow = Figure("slow", [299.0, 290.0, 310.0], "/s", least=300)
    quick = Figure("quick", [*[10.0] * 19, 60.0], "ms", most=50, percentile=True)
    lines = Table([slow, quick]).text().splitlines()
    assert lines[2].endswith("| MISSED")
    assert lines[3].endswith("| met")
