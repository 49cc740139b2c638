"""A plan goes through JSON unchanged, and says what keeps it from being carried out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbox.campaigns import Plan, Start, Variant, mistakes
from smsbox.campaigns import plan as plans
from smsbox.campaigns.plan import AFTER, AT, EVERY, WIN_BACK, from_json
from smsbox.contacts import BadFilter, FieldTest, State, Wanted
from tests.campaigns.shop import EVERYONE, START, plan

WANTED = st.builds(
    Wanted,
    states=st.sets(st.sampled_from(State)).map(tuple),
    any_tags=st.lists(st.sampled_from(["tea", "кава", "vip"]), max_size=2).map(tuple),
    fields=st.sampled_from([(), (FieldTest("drink", "=", "кава"),), (FieldTest("since", "before", "2026-01-01"),)]),
    everyone=st.booleans(),
    not_bought_days=st.none() | st.integers(1, 400),
)
PLANS = st.builds(
    Plan,
    topic=st.none() | st.sampled_from(["tea", "знижки"]),
    audience=WANTED,
    variants=st.lists(st.builds(Variant, st.text(max_size=40), st.integers(1, 9)), max_size=3).map(tuple),
    holdout=st.sampled_from([0.0, 0.1, 0.5]),
    series_id=st.none() | st.integers(1, 9),
    pilot=st.integers(0, 99),
    pilot_wait_s=st.integers(0, 9_999),
    per_hour=st.integers(0, 99),
    start=st.builds(
        Start,
        kind=st.sampled_from(plans.KINDS),
        at=st.none() | st.integers(0, START),
        weekdays=st.sets(st.integers(0, 6)).map(tuple),
        days=st.integers(0, 9),
    ),
    local_minute=st.none() | st.integers(0, 1439),
    valid_until=st.none() | st.integers(0, START),
    valid_hours=st.integers(0, 99),
    footer=st.none() | st.text(max_size=9),
    day=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)


@given(PLANS)
def test_it_goes_through_json(made: Plan) -> None:
    assert plans.from_json(made.as_json()) == made


def test_what_a_later_version_added_does_not_hinder() -> None:
    assert plans.from_json('{"pilot": 3, "colour": "red", "start": {"kind": "at", "moon": 1}}') == Plan(
        pilot=3, start=Start(AT)
    )


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"audience": Wanted()}, "audience"),
        ({"variants": ()}, "text"),
        ({"variants": (Variant(" "),)}, "text"),
        ({"variants": (Variant("a", 0),)}, "variants"),
        ({"holdout": 0.6}, "holdout"),
        ({"pilot": -1}, "pilot"),
        ({"start": Start(AT)}, "start_at"),
        ({"start": Start(EVERY)}, "every"),
        ({"start": Start(EVERY, every="year")}, "every"),
        ({"start": Start(WIN_BACK)}, "days"),
        ({"start": Start(AFTER, event="rain")}, "event"),
        ({"start": Start(EVERY, weekdays=(0,), until=START)}, "until"),
        ({"valid_until": START}, "valid"),
        ({"local_minute": 1440}, "start"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, object], word: str) -> None:
    assert mistakes(plan(**changes), START) == [word]


def test_everybody_is_meant_only_on_purpose() -> None:
    assert mistakes(plan(), START) == []
    assert mistakes(plan(audience=Wanted(any_tags=("vip",))), START) == []
    assert EVERYONE.empty and EVERYONE.everyone


@pytest.mark.parametrize(
    "wrong",
    [
        '{"pilot": "many"}',
        '{"holdout": "half"}',
        '{"topic": 5}',
        '{"variants": [{"text": 5}]}',
        '{"variants": [{"weight": 1}]}',
        '{"start": {"kind": "every", "weekdays": ["Mon"]}}',
        '{"start": {"minute": "10:00"}}',
        '{"audience": {"nothing_got_days": "x"}}',
        '{"audience": {"topics": "coffee"}}',
        '{"audience": {"birthday_days": -1}}',
        '{"audience": {"not_bought_days": 99999999}}',
        '{"audience": {"states": [true]}}',
        '{"audience": {"everyone": "yes"}}',
        '{"audience": {"fields": ["drink"]}}',
        '{"audience": {"fields": [{"name": "drink", "op": "older_than_days", "value": "nan"}]}}',
        '{"audience": {"fields": [{"name": "drink", "op": "one_of", "value": " , "}]}}',
        '{"audience": {"fields": [{"name": 5}]}}',
        '{"audience": {"got_campaign": 99999999999999999999}}',
        "[]",
        "{",
    ],
)
def test_a_plan_written_by_hand_that_is_none_is_refused_when_it_is_read(wrong: str) -> None:
    """Not by the thread that feeds campaigns, days later."""
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError, BadFilter)):
        from_json(wrong)
