"""The split of an A/B test and its hold-out: the same each time, in the shares that were asked for."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.campaigns import reply_codes, split

SEEDS = st.text("0123456789abcdef", min_size=1, max_size=16)
NUMBERS = st.integers(0, 10**9).map(lambda rest: f"+380{rest:09}")
WEIGHTS = st.lists(st.integers(1, 99), min_size=1, max_size=8)


@given(SEEDS, NUMBERS, WEIGHTS, st.floats(0, 0.5))
def test_it_hangs_on_the_campaign_and_the_number_alone(
    seed: str, number: str, weights: list[int], holdout: float
) -> None:
    place = split.variant_of(seed, number, weights, holdout)
    assert place == split.variant_of(seed, number, list(weights), holdout)
    assert place == split.APART or 0 <= place < len(weights)


@given(SEEDS, NUMBERS, WEIGHTS, st.floats(0, 0.5))
def test_who_is_written_to_gets_the_same_text_with_and_without_a_holdout(
    seed: str, number: str, weights: list[int], holdout: float
) -> None:
    place = split.variant_of(seed, number, weights, holdout)
    assert place in (split.APART, split.variant_of(seed, number, weights, 0))


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(0.05, 0.5))
def test_the_shares_are_those_that_were_asked_for(seed: str, holdout: float) -> None:
    many = 4_000
    counted = Counter(split.variant_of(seed, f"+38050{place:07}", [3, 1], holdout) for place in range(many))
    assert abs(counted[split.APART] / many - holdout) < 0.05
    rest = many - counted[split.APART]
    assert abs(counted[0] / rest - 0.75) < 0.05


def test_two_campaigns_split_the_same_people_anew() -> None:
    people = [f"+38050{place:07}" for place in range(1_000)]
    first, second = ([split.variant_of(seed, each, [1, 1], 0) for each in people] for seed in ("a", "b"))
    assert 400 < sum(one == other for one, other in zip(first, second, strict=True)) < 600


@given(SEEDS, NUMBERS, st.sets(st.integers(10, 99).map(str), max_size=89))
def test_codes_are_two_digits_and_none_that_is_taken(seed: str, number: str, taken: set[str]) -> None:
    code = reply_codes.code_for(seed, number, taken)
    assert len(code) == 2 and code.isdigit() and code not in taken
    assert reply_codes.codes_in(f"так, {code}!") == [code]


def test_times_dates_and_prices_are_no_codes() -> None:
    for text in ("буду о 15:30", "24.12", "0671234567", "за 20-30 хв", "кава 45,50", "100"):
        assert reply_codes.codes_in(text) == [], text
    assert reply_codes.codes_in("27 так, беру 2") == ["27"]
