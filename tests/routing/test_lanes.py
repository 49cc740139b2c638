"""What the numbers of lanes say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.routing import Lane, bound, freed, operator_number, read, routed

OPERATORS = st.sampled_from([None, "kyivstar", "vodafone", "мій оператор"])


def test_lanes_of_the_first_version_mean_what_they_did() -> None:
    assert (bound(None, timed=False), bound(None, timed=True), bound(7, timed=False), bound(7, timed=True)) == (
        0,
        1,
        14,
        15,
    )
    assert read(0) == Lane()
    assert read(1) == Lane(timed=True)
    assert read(15) == Lane(bound=7, timed=True)


@given(st.none() | st.integers(1, (1 << 29) - 1), OPERATORS, st.booleans())
@settings(max_examples=60)
def test_a_routed_lane_is_read_as_it_was_made(sim: int | None, operator: str | None, timed: bool) -> None:
    number = routed(sim, operator, timed=timed)
    assert 0 <= number < 1 << 63, "a BIGINT of PostgreSQL"
    assert read(number) == Lane(knows=sim or 0, operator=operator_number(operator), timed=timed)
    assert freed(number, timed=not timed) == routed(sim, operator, timed=not timed)


@pytest.mark.parametrize("lane", [None, 0, 1, 14, 15])
def test_what_was_bound_is_anybodys_when_it_is_freed(lane: int | None) -> None:
    assert freed(lane, timed=False) == 0
    assert freed(lane, timed=True) == 1


def test_operators_keep_their_number_in_every_version() -> None:
    assert operator_number("kyivstar") == 547698825
    assert operator_number(None) == operator_number("") == 0
    assert len({operator_number(name) for name in ("kyivstar", "vodafone", "lifecell", "3mob")}) == 4
