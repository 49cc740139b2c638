"""The ladder, driven by a clock of our own: order, waits, limits, rests, and what never climbs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import SECOND, Micros
from smsbox.recovery import ladder as rungs
from smsbox.recovery.ladder import RESETS, Ladder, Rung, Step, from_json, next_step, started, steady, taken, untaken
from smsbox.recovery.troubles import Trouble, trouble_of

START: Micros = 1_800_000_000 * SECOND
CONNECT = 11.0
"""Seconds an attempt at a silent modem takes."""


class Life:
    """One modem that does not come back by itself, and what is done about it as time passes."""

    def __init__(self, trouble: Trouble, allowed: tuple[Rung, ...] = RESETS, *, effect: bool = False) -> None:
        self.trouble, self.allowed, self.effect = trouble, allowed, effect
        self.now = START
        self.ladder = started(Ladder(), self.now)
        self.reopened = 0
        self.done: list[tuple[Rung, int, float]] = []
        """Rung, attempt, seconds since the start."""

    def turn(self, worked_s: float = 0.0) -> Step:
        step = next_step(self.ladder, self.trouble, self.allowed, self.now, worked_s=worked_s)
        self.ladder = step.ladder
        if step.rung is Rung.REOPEN:
            self.reopened += 1
        else:
            self.done.append((step.rung, step.tries, (self.now - START) / SECOND))
            if step.rung is not Rung.ALARM:
                self.ladder = taken(self.ladder, self.now, effect=self.effect)
        self.now += int((step.wait_s + CONNECT) * SECOND)
        return step

    def last(self, seconds: float, worked: Callable[[], float] = lambda: 0.0) -> Life:
        until = self.now + int(seconds * SECOND)
        while self.now < until:
            self.turn(worked())
        return self

    @property
    def order(self) -> list[Rung]:
        return [rung for rung, _, _ in self.done]

    def resets(self) -> Iterator[float]:
        return (at for rung, _, at in self.done if rung in RESETS)


def most_in_an_hour(moments: list[float]) -> int:
    return max((sum(0 <= at - first < rungs.HOUR for at in moments) for first in moments), default=0)


def test_a_deaf_modem_gets_every_rung_in_order() -> None:
    life = Life(Trouble.SILENT).last(290)
    assert [(rung.value, tries) for rung, tries, _ in life.done] == [
        ("radio", 1), ("reboot", 1), ("usb", 1), ("usb", 2), ("usb", 3), ("alarm", 1)
    ]  # fmt: skip
    # It may have been starting: nothing before that time is over, and then no more than a try to connect between two.
    assert rungs.BOOT <= life.done[0][2] <= rungs.BOOT + 20
    assert life.done[-1][2] <= 180
    assert life.reopened > 5


def test_a_measure_that_showed_an_effect_gets_time() -> None:
    life = Life(Trouble.SILENT, effect=True).last(600)
    moments = [at for _, _, at in life.done]
    assert min(later - earlier for earlier, later in pairwise(moments)) >= rungs.SETTLE


@pytest.mark.parametrize("effect", [True, False])
def test_no_alarm_before_the_last_reset_had_its_time(effect: bool) -> None:
    """On a soldered line a restart that was obeyed shows no effect at all."""
    life = Life(Trouble.SILENT, (Rung.RADIO, Rung.REBOOT), effect=effect).last(400)
    (_, _, last_reset), (alarm, _, alarmed) = life.done[1], life.done[2]
    assert alarm is Rung.ALARM
    assert rungs.SETTLE <= alarmed - last_reset <= rungs.SETTLE + 2 * (rungs.RETRY[-1] + CONNECT)


def test_it_is_tried_every_few_seconds_all_the_same() -> None:
    life = Life(Trouble.SILENT)
    assert max(life.turn().wait_s for _ in range(500)) <= 5


def test_the_rest_after_the_top_grows_to_an_hour() -> None:
    life = Life(Trouble.SILENT).last(12 * 3600)
    alarms = [at for rung, _, at in life.done if rung is Rung.ALARM]
    rests = [later - earlier for earlier, later in pairwise(alarms)]
    assert rests == sorted(rests)
    assert 1200 <= rests[0] <= 1500 and 3600 <= rests[-1] <= 3900
    assert [tries for rung, tries, _ in life.done if rung is Rung.ALARM] == list(range(1, len(alarms) + 1))


def test_never_more_than_so_many_resets_an_hour() -> None:
    life = Life(Trouble.SILENT).last(12 * 3600)
    resets = list(life.resets())
    assert len(resets) > 30
    assert most_in_an_hour(resets) <= rungs.MOST_AN_HOUR


@pytest.mark.parametrize("trouble", [Trouble.PERSON, Trouble.ABSENT])
def test_what_no_reset_mends_is_never_reset(trouble: Trouble) -> None:
    life = Life(trouble).last(7200)
    assert life.done == []
    assert life.reopened > 200


def test_a_person_is_waited_for_patiently() -> None:
    assert next_step(Ladder(), Trouble.PERSON, RESETS, START, patient=True).wait_s == rungs.RETRY_PATIENT


def test_lost_lines_are_opened_again_until_there_are_too_many() -> None:
    life = Life(Trouble.LOST)
    for _ in range(rungs.MOST_LOSSES - 1):
        assert life.turn(worked_s=10.0).rung is Rung.REOPEN
    assert life.turn(worked_s=10.0).rung is Rung.RADIO
    steady_modem = Life(Trouble.LOST)
    for _ in range(50):
        assert steady_modem.turn(worked_s=rungs.SHORT).rung is Rung.REOPEN
        steady_modem.now += 120 * SECOND


def test_a_modem_that_restarts_for_ever_is_not_reset_for_ever() -> None:
    life = Life(Trouble.LOST, effect=True).last(6 * 3600, worked=lambda: 20.0)
    assert {Rung.RADIO, Rung.REBOOT, Rung.USB, Rung.ALARM} == set(life.order)
    assert most_in_an_hour(list(life.resets())) <= rungs.MOST_AN_HOUR


def test_a_stick_without_ports_only_gets_usb() -> None:
    life = Life(Trouble.STICK).last(280)
    assert life.order == [Rung.USB, Rung.USB, Rung.USB, Rung.ALARM]
    assert life.done[0][2] >= rungs.STICK


@pytest.mark.parametrize("trouble", [Trouble.NETWORK, Trouble.SIM])
def test_sim_and_network_never_cost_the_usb_power(trouble: Trouble) -> None:
    life = Life(trouble).last(3600)
    assert Rung.USB not in life.order and {Rung.RADIO, Rung.REBOOT} <= set(life.order)


def test_a_session_that_complains_of_its_work_is_taken_at_its_word() -> None:
    life = Life(Trouble.WORK, effect=True)
    assert life.turn(worked_s=3600.0).rung is Rung.RADIO
    life.now += 700 * SECOND
    # it looked well for long, and was not: the next rung, not the first again
    assert life.turn(worked_s=700.0).rung is Rung.REBOOT


def test_what_is_not_allowed_is_left_out() -> None:
    assert set(Life(Trouble.SILENT, ()).last(3600).order) == {Rung.ALARM}
    gentle = Life(Trouble.SILENT, (Rung.RADIO,)).last(3600)
    assert set(gentle.order) == {Rung.RADIO, Rung.ALARM}


def test_five_minutes_of_work_end_an_incident_and_less_does_not() -> None:
    life = Life(Trouble.SILENT, effect=True).last(60)
    assert life.order == [Rung.RADIO]
    life.turn(worked_s=rungs.STEADY - 1)
    assert life.ladder.rung is Rung.RADIO
    life.turn(worked_s=rungs.STEADY)
    assert life.ladder.rung is None and len(life.ladder.resets) == 1
    assert steady(life.ladder) == Ladder(resets=life.ladder.resets)


def test_a_restart_of_the_daemon_forgets_nothing() -> None:
    life = Life(Trouble.SILENT).last(280)
    assert life.order[-1] is Rung.ALARM
    remembered = from_json(json.loads(json.dumps(life.ladder.as_json())))
    assert remembered == life.ladder
    life.ladder = started(remembered, life.now)
    before = len(life.done)
    life.last(60)
    assert len(life.done) == before, "the rest goes on"


@pytest.mark.parametrize("plain", [{}, {"rung": "lift"}, {"rung": None, "resets": "x"}, {"since": "never"}])
def test_a_record_that_cannot_be_read_is_a_fresh_start(plain: dict[str, object]) -> None:
    assert from_json(plain) == Ladder()
    assert from_json(Ladder(rung=Rung.USB, tries=2, resets=(1, 2)).as_json()).tries == 2


def test_a_measure_that_could_not_be_taken_is_no_reset() -> None:
    step = next_step(Ladder(), Trouble.WORK, RESETS, START)
    assert step.ladder.resets == (START,)
    assert untaken(step.ladder) == replace(step.ladder, resets=())


def test_a_wall_clock_set_back_locks_nothing() -> None:
    life = Life(Trouble.SILENT).last(280)
    life.now -= 400 * 86400 * SECOND
    life.now, begun = life.now, life.now
    before = len(life.done)
    while len(life.done) == before:
        life.turn()
    assert life.now - begun <= (rungs.HOUR + 60) * SECOND


TURNS = st.lists(
    st.tuples(
        st.sampled_from(list(Trouble)),
        st.sampled_from([0.0, 0.0, 0.0, 1.0, 30.0, 70.0, 400.0]),
        st.floats(0.1, 400.0),
        st.booleans(),
    ),
    max_size=200,
)


@settings(max_examples=60, deadline=None)
@given(TURNS)
def test_whatever_happens_the_limits_hold(turns: list[tuple[Trouble, float, float, bool]]) -> None:
    ladder, now, resets = started(Ladder(), START), START, []
    for trouble, worked, pause, effect in turns:
        step = next_step(ladder, trouble, RESETS, now, worked_s=worked)
        ladder = from_json(step.ladder.as_json())
        assert ladder == step.ladder
        assert 0 < step.wait_s <= 30
        if step.rung in RESETS:
            assert trouble not in (Trouble.PERSON, Trouble.ABSENT)
            resets.append(now / SECOND)
            ladder = taken(ladder, now, effect=effect)
        now += int((pause + worked) * SECOND)
    assert most_in_an_hour(resets) <= rungs.MOST_AN_HOUR


# ── which error is which trouble


@pytest.mark.parametrize(
    ("key", "facts", "trouble"),
    [
        ("modem.pin_wrong", {}, Trouble.PERSON),
        ("modem.sim_missing", {}, Trouble.PERSON),
        ("relay.wrong_modem", {}, Trouble.PERSON),
        ("usb.modemmanager", {}, Trouble.PERSON),
        ("usb.hilink", {}, Trouble.PERSON),
        ("modem.port_missing", {}, Trouble.ABSENT),
        ("usb.cdrom", {}, Trouble.STICK),
        ("modem.link_lost", {"why": "hung up"}, Trouble.LOST),
        ("modem.link_lost", {"why": "takes no more bytes"}, Trouble.SILENT),
        ("modem.restarted", {"marker": "RDY"}, Trouble.LOST),
        ("modem.not_answering", {}, Trouble.SILENT),
        ("modem.sim_failure", {"answer": "+CME ERROR: 13"}, Trouble.SIM),
        ("modem.sim_failure", {"answer": "PH-NET PIN"}, Trouble.PERSON),
        ("relay.needs_recovery", {"reason": "registration"}, Trouble.NETWORK),
        ("relay.needs_recovery", {"reason": "doubts"}, Trouble.WORK),
        ("some.other", {}, Trouble.LOST),
    ],
)
def test_errors_are_sorted(key: str, facts: dict[str, object], trouble: Trouble) -> None:
    assert trouble_of(key, facts) is trouble


def test_the_line_still_says_it_in_these_words() -> None:
    """The sorter knows one sentence of the port."""
    import inspect

    from smsbox.modem import port
    from smsbox.recovery import troubles

    assert f'"{troubles._BLOCKED}"' in inspect.getsource(port)
