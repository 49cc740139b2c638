"""What is a problem and what is none, purely: statuses and counts in, problems out."""

from __future__ import annotations

from typing import Any

import pytest

from smsbox.clock import DAY, HOUR, MINUTE, SECOND
from smsbox.problems import NOTE, PROBLEM, WARNING, Observed, Problem, judge
from smsbox.problems.judging import STUCK, idle_since, silent_days

NOW = 1_790_000_000 * SECOND
READY: dict[str, Any] = {"name": "main", "state": "ready", "dbm": -70, "storage_used": 1, "storage_capacity": 20}


def names(*modems: dict[str, Any], known: tuple[tuple[str, str], ...] = (), **more: Any) -> list[tuple[str, str]]:
    return [each.name for each in judge(Observed(modems=modems, **more), NOW, known)]


def test_a_good_box_has_none() -> None:
    assert judge(Observed(modems=(READY,), queued=5, due=True), NOW) == []
    assert judge(Observed(), NOW) == []


@pytest.mark.parametrize(
    ("change", "key", "severity"),
    [
        ({"state": "down", "reason": "modem.port_missing"}, "modem.down", PROBLEM),
        ({"state": "down", "reason": "CME 10"}, "modem.down", PROBLEM),
        ({"state": "down", "reason": "modem.pin_wrong", "facts": {"tries_left": 2}}, "sim.locked", PROBLEM),
        ({"state": "down", "reason": "modem.puk_needed"}, "sim.locked", PROBLEM),
        ({"state": "holding", "reason": "relay.paused"}, "modem.paused", WARNING),
        ({"state": "holding", "reason": "relay.sim_swapped", "sim_id": 7}, "sim.swapped", WARNING),
        ({"state": "holding", "reason": "relay.roaming"}, "modem.roaming", WARNING),
        ({"state": "holding", "reason": "relay.smsc_unknown"}, "modem.smsc", PROBLEM),
        ({"state": "holding", "reason": "relay.not_registered"}, "modem.no_network", PROBLEM),
        ({"state": "holding", "reason": "relay.console"}, "modem.console", NOTE),
        ({"state": "holding", "reason": "relay.sim_rests"}, "sim.rests", WARNING),
        ({"state": "holding", "reason": "pacing.limit", "facts": {"reason": "per_day"}}, "sim.limit", NOTE),
        ({"state": "holding", "reason": "money.used_up"}, "sim.money", WARNING),
        ({"state": "holding", "reason": "pacing.pause"}, "sim.drift", WARNING),
        ({"state": "holding", "reason": "what.else"}, "modem.holding", WARNING),
        ({"drift": {"key": "pacing.slow", "facts": {"bad": 9}}}, "sim.drift", WARNING),
        ({"recovery": {"rung": "radio", "tries": 1}}, "modem.recovery", NOTE),
        ({"recovery": {"rung": "alarm", "tries": 3}}, "modem.alarm", PROBLEM),
        ({"dbm": -105}, "modem.weak_signal", WARNING),
        ({"storage_used": 17}, "modem.storage", WARNING),
    ],
)
def test_each_trouble_of_a_modem_is_one_problem(change: dict[str, Any], key: str, severity: object) -> None:
    found = judge(Observed(modems=(READY | change,)), NOW)
    assert [(each.name, each.severity) for each in found] == [((key, "main"), severity)]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "starting", "reason": "modem.port_missing", "dbm": -110},
        {"state": "holding", "reason": "pacing.limit", "facts": {"reason": "per_minute"}},
        {"recovery": {"rung": "radio", "helped": True}},
        {"dbm": None, "storage_used": None},
        {"dbm": "loud", "storage_capacity": 0, "recovery": "x", "drift": 3},
    ],
)
def test_what_passes_by_itself_or_is_unknown_is_none(change: dict[str, Any]) -> None:
    assert names(READY | change) == []


def test_an_incident_is_one_problem_whatever_reasons_it_goes_through() -> None:
    for reason in ("modem.link_lost", "modem.port_missing", "modem.not_answering"):
        down = READY | {"state": "down", "reason": reason, "recovery": {"rung": "usb", "tries": 2}}
        assert names(down) == [("modem.down", "main")]


def test_thresholds_have_two_sides() -> None:
    weak, full = ("modem.weak_signal", "main"), ("modem.storage", "main")
    assert names(READY | {"dbm": -97}) == [] and names(READY | {"dbm": -98}) == [weak]
    assert names(READY | {"dbm": -95}, known=(weak,)) == [weak] and names(READY | {"dbm": -94}, known=(weak,)) == []
    assert names(READY | {"storage_used": 13}) == []
    assert names(READY | {"storage_used": 13}, known=(full,)) == [full]


def test_a_refusing_database_is_one_problem_of_the_box_for_all_modems() -> None:
    holding = {"state": "holding", "reason": "store.full", "facts": {"problem": "disk full"}}
    assert names(READY | holding, READY | holding | {"name": "two"}) == [("store.trouble", "")]


def test_counts_are_problems_and_a_queue_without_modems_too() -> None:
    assert names(READY, held=2, uncertain=1, calls=3) == [("queue.held", ""), ("queue.doubt", ""), ("calls.open", "")]
    down = {"name": "main", "state": "down"}
    assert ("queue.no_modem", "") in names(down, queued=1, due=True)
    assert ("queue.no_modem", "") not in names(down, queued=1), "what is not due yet waits for nobody"
    assert ("queue.no_modem", "") not in names(down, READY, queued=1, due=True)
    assert judge(Observed(others=(Problem("clock.untrusted"),)), NOW) == [Problem("clock.untrusted")]


def test_the_queue_stands_still_after_a_quarter_of_an_hour_without_anything_leaving() -> None:
    may = Observed(modems=(READY,), queued=1, due=True)
    since = idle_since(None, may, None, NOW)
    assert since == NOW
    assert idle_since(since, may, NOW + 5 * MINUTE, NOW + 6 * MINUTE) == NOW + 5 * MINUTE, "something left"
    assert idle_since(since, may, NOW - HOUR, NOW + 6 * MINUTE) == NOW
    assert idle_since(since, Observed(modems=(READY,)), None, NOW + MINUTE) is None, "nothing may leave"
    assert idle_since(since, Observed(modems=(READY | {"state": "holding"},), due=True), None, NOW) is None
    assert names(READY, queued=1, due=True, idle_since=NOW - STUCK) == [("queue.stuck", "")]
    assert names(READY, queued=1, due=True, idle_since=NOW - STUCK + 1) == []
    assert idle_since(NOW + HOUR, may, None, NOW) == NOW, "the clock was set back"


def test_silence_is_judged_by_what_is_usual() -> None:
    often = [NOW - 4 * DAY - place * HOUR for place in range(12)]
    assert silent_days(often, NOW) == 4
    assert silent_days(often, NOW - 2 * DAY) is None, "three days at least"
    seldom = [NOW - 4 * DAY - place * DAY for place in range(12)]
    assert silent_days(seldom, NOW) is None and silent_days(seldom, NOW + 3 * DAY) == 7
    assert silent_days(often[:5], NOW) is None, "too little traffic to know what is usual"
