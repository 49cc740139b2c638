"""What is open at this moment: rows that modems deny are gone, what they say beside is there, the rest stays."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from smsbox.clock import HOUR, MINUTE, iso
from smsbox.problems import NOTE, PROBLEM, WARNING, Case, Problem, judge, present
from smsbox.problems.judging import Observed
from smsbox.problems.modems import BY_STATUS
from tests.problems.test_judging import NOW, READY

KYIV = ZoneInfo("Europe/Kyiv")


def row(key: str, subject: str = "main", severity: Any = WARNING, **facts: object) -> Case:
    return Case(7, Problem(key, subject, severity, facts), NOW - HOUR, NOW - MINUTE)


def names(rows: list[Case], *modems: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(each.id, *each.problem.name) for each in present(rows, modems, NOW)]


def test_what_a_modem_denies_is_gone_and_what_it_says_is_there() -> None:
    paused = READY | {"state": "holding", "reason": "relay.paused", "since": iso(NOW - MINUTE, KYIV)}
    assert names([row("modem.paused")], READY) == []
    assert names([], paused) == [(0, "modem.paused", "main")]
    assert names([row("modem.paused")], paused) == [(7, "modem.paused", "main")]
    assert present([], [paused], NOW)[0].opened_at == NOW - MINUTE
    assert present([row("modem.paused")], [paused], NOW)[0].opened_at == NOW - HOUR


@pytest.mark.parametrize("key", ["sim.money", "sim.silent", "doctor.runs_out", "queue.held", "clock.untrusted"])
def test_what_no_status_tells_of_stays(key: str) -> None:
    assert names([row(key)], READY) == [(7, key, "main")]


def test_a_modem_that_starts_or_is_not_there_denies_nothing() -> None:
    assert names([row("modem.down")], READY | {"state": "starting"}) == [(7, "modem.down", "main")]
    assert names([row("modem.down", "other")], READY) == [(7, "modem.down", "other")]


def test_a_threshold_keeps_its_two_sides() -> None:
    between = READY | {"dbm": -96}
    assert names([row("modem.weak_signal", dbm=-101)], between) == [(7, "modem.weak_signal", "main")]
    assert present([row("modem.weak_signal", dbm=-101)], [between], NOW)[0].problem.facts == {"dbm": -96}
    assert names([], between) == []


def test_the_worst_first_then_the_newest() -> None:
    rows = [row("queue.doubt", "", NOTE), row("clock.untrusted", "", PROBLEM)]
    down = READY | {"state": "down", "reason": "modem.port_missing"}
    assert [each[1] for each in names(rows, down)] == ["modem.down", "clock.untrusted", "queue.doubt"]


@pytest.mark.parametrize(
    "change",
    [
        {"state": state, "reason": reason}
        for state, reason in (
            ("down", "modem.port_missing"),
            ("down", "modem.pin_needed"),
            ("holding", "relay.paused"),
            ("holding", "relay.sim_swapped"),
            ("holding", "relay.roaming"),
            ("holding", "relay.smsc_unknown"),
            ("holding", "relay.not_registered"),
            ("holding", "relay.console"),
            ("holding", "relay.sim_rests"),
            ("holding", "pacing.limit"),
            ("holding", "pacing.pause"),
            ("holding", "what.else"),
        )
    ]
    + [
        {"drift": {"key": "pacing.slow"}},
        {"recovery": {"rung": "radio"}},
        {"recovery": {"rung": "alarm"}},
        {"dbm": -109},
        {"storage_used": 19},
    ],
)
def test_whatever_a_status_can_tell_it_can_deny(change: dict[str, Any]) -> None:
    (problem,) = judge(Observed(modems=(READY | change,)), NOW)
    assert problem.key in BY_STATUS
    assert present([Case(1, problem, NOW, NOW)], [READY], NOW) == []
