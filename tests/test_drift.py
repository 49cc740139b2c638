"""The watch over how a SIM fares: it sees a bar coming, blames nobody for three messages, forgets nothing, lets go."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import DAY, MINUTE, Micros
from smsbox.config import PaceConfig
from smsbox.i18n.explanations import explain, knows
from smsbox.i18n.translator import LANGUAGES, translator
from smsbox.pacing import drift
from smsbox.pacing.drift import Minute, Step, Watch, follow, slowed, verdict

START = 29_800_000
"""A minute since the epoch; hours and days begin with it."""


def steady(first: int, minutes: int, **each: int) -> list[Minute]:
    return [Minute(first + number, **each) for number in range(minutes)]


def healthy(days: int = 5, per_day: int = 200) -> Watch:
    """A SIM with a good past: a few refusals, nearly everything reported on."""
    rng = random.Random(4)
    minutes = []
    for day in range(days):
        for number in range(per_day):
            bad, unreported = rng.random() < 0.02, rng.random() < 0.1
            minutes.append(Minute(START + (day - days) * 1440 + number, int(not bad), int(bad), int(not unreported)))
    return follow(Watch(seen=START - days * 1440 - 1), minutes)


def at(minute: int) -> Micros:
    return minute * MINUTE


def steps(watch: Watch, minutes: Iterable[Minute]) -> list[tuple[int, Step]]:
    """Where the step changed, as seen at the end of each minute."""
    seen = [(START, verdict(watch, at(START)).step)]
    for minute in minutes:
        watch = follow(watch, [minute])
        step = verdict(watch, at(minute.minute + 1)).step
        if step is not seen[-1][1]:
            seen.append((minute.minute - START, step))
    return seen[1:]


def test_a_healthy_sim_is_left_alone() -> None:
    watch = healthy()
    assert verdict(watch, at(START)) == drift.Drift()
    assert steps(watch, steady(START, 600, sent=3, delivered=3)) == []


@pytest.mark.parametrize("past", [Watch(), healthy()])
def test_few_messages_never_trigger(past: Watch) -> None:
    for total in range(1, 10):
        assert steps(past, steady(START, total, refused=1)) == []
    assert steps(past, steady(START, 19, undelivered=1)) == []
    assert steps(past, steady(START, 30, sent=1) + steady(START + 300, 1, sent=0)) == []


def test_refusals_slow_pause_and_move_step_by_step() -> None:
    trouble = steady(START, 3000, refused=2)
    seen = steps(healthy(), trouble)
    assert [step for _, step in seen[:8]] == [
        *(Step.SLOW, Step.PAUSE, Step.SLOW, Step.PAUSE, Step.SLOW, Step.PAUSE, Step.SLOW, Step.MOVE)
    ]
    assert seen[0][0] <= 15, "a dozen of refusals among the last sixty"
    begins = [minute for minute, step in seen if step is Step.PAUSE]
    ends = [after for (_, step), (after, _) in pairwise(seen) if step is Step.PAUSE]
    assert [end - begin for begin, end in zip(begins, ends, strict=True)] == [30, 60, 120]


def test_a_pause_says_until_when_and_a_move_takes_the_sim_off_the_routes() -> None:
    watch = follow(healthy(), steady(START, 40, refused=2))
    paused = verdict(watch, at(watch.seen + 1))
    assert (paused.step, paused.holds, paused.able) == (Step.PAUSE, True, True)
    assert paused.until == at(watch.since + 31)
    assert verdict(watch, paused.until).step is Step.SLOW
    watch = follow(healthy(), steady(START, 300, refused=2))
    moved = verdict(watch, at(watch.seen + 1))
    assert (moved.step, moved.holds, moved.able) == (Step.MOVE, True, False)
    assert moved.until is not None and moved.until > at(watch.seen + 120)


def test_moves_grow_to_a_day() -> None:
    watch = Watch()
    lasted: list[int] = []
    minute = START
    while len(lasted) < 6:
        watch = follow(watch, [Minute(minute, refused=5)])
        if watch.step is Step.MOVE:
            lasted.append(watch.until - watch.seen - 1)
        minute = max(minute + 1, watch.until)
    assert lasted == [240, 480, 960, 1440, 1440, 1440]


def test_undelivered_and_silence_are_signs_too() -> None:
    bad = follow(healthy(), steady(START, 40, sent=1, delivered=1) + steady(START + 40, 40, sent=1, undelivered=1))
    assert verdict(bad, at(START + 80)).facts["reason"] == "undelivered"
    silent = steps(healthy(), steady(START, 400, sent=1))
    assert silent[0][1] is Step.SLOW
    assert 60 <= silent[0][0] <= 240
    assert Step.PAUSE in [step for _, step in silent] and Step.NORMAL not in [step for _, step in silent]
    watch = follow(healthy(), steady(START, silent[0][0] + 1, sent=1))
    facts = verdict(watch, at(watch.seen + 1)).facts
    assert (facts["reason"], facts["usual"]) == ("silent", 15)


def test_a_sim_whose_reports_were_never_asked_for_is_not_called_silent() -> None:
    past = follow(Watch(), steady(START - 4000, 1000, sent=1))
    assert steps(past, steady(START, 1000, sent=1)) == []


def test_an_old_list_with_some_dead_numbers_is_no_bar() -> None:
    rng = random.Random(6)
    minutes = [Minute(START + n, int(rng.random() > 0.1), 0, 1) for n in range(500)]
    dead = [Minute(each.minute, each.sent, 1 - each.sent, each.delivered) for each in minutes]
    assert steps(healthy(), dead) == []


def test_a_sim_is_measured_by_its_own_past() -> None:
    """A third refused is an alarm for most, and not for one that never had it better."""
    third = [Minute(START + n, int(n % 3 > 0), int(n % 3 == 0), 1) for n in range(60)]
    used_to_it = follow(Watch(), [Minute(each, 6, 1, 6) for each in range(START - 5000, START - 4000)])
    assert steps(healthy(), third)[0][1] is Step.SLOW
    assert steps(used_to_it, third) == []
    assert steps(used_to_it, steady(START, 60, refused=1, delivered=1))[0][1] is Step.SLOW


def test_a_good_window_lets_go_and_not_sooner() -> None:
    watch = healthy()
    while watch.step is not Step.SLOW:
        watch = follow(watch, [Minute(watch.seen + 1, refused=1)])
    begin = watch.seen + 1
    assert follow(watch, steady(begin, 19, sent=1, delivered=1)).step is Step.SLOW
    assert follow(watch, steady(begin, 20, sent=1, delivered=1)).step is Step.NORMAL
    mixed = [Minute(begin + n, int(n % 6 > 0), int(n % 6 == 0), int(n % 6 > 0)) for n in range(60)]
    assert follow(watch, mixed).step is Step.SLOW, "neither good nor bad enough"
    assert verdict(watch, at(watch.since + 1440)).step is Step.NORMAL, "a day later it is forgiven"


def test_after_recovery_pauses_are_short_again() -> None:
    watch = follow(healthy(), steady(START, 120, refused=2))
    assert watch.trials >= 2
    watch = follow(watch, steady(max(watch.until, watch.seen + 1), 40, sent=1, delivered=1))
    assert (watch.step, watch.trials) == (Step.NORMAL, 0)


MINUTES = st.lists(
    st.tuples(st.integers(1, 200), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6)),
    max_size=120,
)


def spread(rows: list[tuple[int, int, int, int, int]]) -> list[Minute]:
    minute, minutes = START, []
    for later, *counts in rows:
        minute += later
        minutes.append(Minute(minute, *counts))
    return minutes


@settings(max_examples=60, deadline=None)
@given(rows=MINUTES, cut=st.integers(0, 120))
def test_a_restart_forgets_nothing(rows: list[tuple[int, int, int, int, int]], cut: int) -> None:
    minutes = spread(rows)
    live = follow(follow(Watch(), minutes[:cut]), minutes)
    assert live == follow(Watch(), minutes)


@settings(max_examples=60, deadline=None)
@given(rows=MINUTES)
def test_the_window_and_the_past_hold_what_they_should(rows: list[tuple[int, int, int, int, int]]) -> None:
    watch = Watch()
    for minute in spread(rows):
        watch = follow(watch, [minute])
        total = drift.Tally()
        for each in watch.window:
            total = total.plus(each)
        assert total == watch.recent
        assert len(watch.days) <= 8 and len(watch.hours) <= 6
        assert watch.step < Step.PAUSE or watch.until > watch.seen
        told = verdict(watch, at(watch.seen + 1))
        assert told.step is not Step.MOVE or watch.trials > 3


@settings(max_examples=60, deadline=None)
@given(rows=MINUTES)
def test_a_sim_that_only_succeeds_is_never_slowed(rows: list[tuple[int, int, int, int, int]]) -> None:
    minutes = [Minute(each.minute, each.sent, 0, each.sent) for each in spread(rows)]
    assert follow(Watch(), minutes).step is Step.NORMAL


def test_slowed_limits() -> None:
    assert slowed(PaceConfig(gap=10, spread=0.5)) == PaceConfig(gap=40, spread=0.5)
    assert slowed(PaceConfig(per_day=5)) == PaceConfig(gap=15, spread=0.3, per_day=5)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ["refused", "undelivered", "silent"])
@pytest.mark.parametrize("step", [Step.SLOW, Step.PAUSE, Step.MOVE])
def test_every_step_is_told_in_words(step: Step, reason: str, language: str) -> None:
    key = f"pacing.{step.name.lower()}"
    assert knows(key)
    told = explain(translator(language), key, {"reason": reason, "bad": 9, "total": 20, "usual": 3})
    plain = explain(translator(language), key, {"bad": 9, "total": 20, "usual": 3})
    assert "9" in told.cause and "20" in told.cause and "?" not in told.cause
    assert told.cause != plain.cause


def test_a_week_is_followed_quickly() -> None:
    from time import thread_time

    rows = [Minute(START + n, 1, 0, 1) for n in range(7 * DAY // MINUTE)]
    began = thread_time()
    follow(Watch(), rows)
    assert thread_time() - began < 10
