"""What is told when: once, again each day, when it is over; flapping is damped; a way hears what concerns it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from smsbox.alarms.matters import EMAIL, QUIET, SMS, WAYS, WEBHOOK, Matter, backoff, due, follow, told
from smsbox.clock import DAY, HOUR, MINUTE, Micros
from smsbox.problems import NOTE, PROBLEM, WARNING, Case, Problem

T = 1_800_000_000_000_000
DOWN = Problem("modem.down", "m0", PROBLEM)
DISK = Problem("doctor.disk_low", "", WARNING)
AFTER = 5 * MINUTE


def case(problem: Problem, at: Micros = T, **more: Any) -> Case:
    return Case(1, problem, at, at, **more)


class Ward:
    """A box looked at each minute; what each way was told, with the minute."""

    def __init__(self, *ways: str) -> None:
        self.ways, self.matters, self.minute = ways, [], 0
        self.heard: list[tuple[int, str, str, list[str]]] = []

    def see(self, minutes: int, *problems: Problem, **more: Any) -> Ward:
        for _ in range(minutes):
            now = T + self.minute * MINUTE
            self.matters = follow(self.matters, [case(each, now, **more) for each in problems], now)
            for way in self.ways:
                notice = due(self.matters, way, now, AFTER)
                if notice:
                    whole = (*notice.opened, *notice.again, *notice.over)
                    self.heard.append((self.minute, way, notice.kind, [each.problem.key for each in whole]))
                    self.matters = told(self.matters, notice, way, now)
            self.minute += 1
        return self

    @property
    def kinds(self) -> list[tuple[int, str]]:
        return [(minute, kind) for minute, _, kind, _ in self.heard]


def test_what_lasts_is_told_once_and_again_each_day_and_when_it_is_over() -> None:
    ward = Ward(EMAIL).see(2 * 24 * 60 + 10, DOWN).see(60)
    day = 24 * 60
    assert ward.kinds == [(5, "alarm"), (5 + day, "reminder"), (5 + 2 * day, "reminder"), (2 * day + 15, "over")]


def test_what_is_over_before_anybody_was_told_is_not_told() -> None:
    assert Ward(EMAIL).see(4, DOWN).see(600).heard == []


def test_what_comes_and_goes_needs_longer_each_time() -> None:
    ward = Ward(EMAIL)
    for _ in range(48):
        ward.see(10, DOWN).see(10)
    assert len(ward.heard) <= 4, ward.heard
    assert Ward(EMAIL).see(10, DOWN).see(7 * 60).see(10, DOWN).kinds[-1] == (435, "alarm"), "long ago is forgotten"


def test_several_at_once_are_one_message_the_gravest_first() -> None:
    ward = Ward(EMAIL).see(3, DISK).see(10, DISK, DOWN)
    assert ward.heard == [(5, EMAIL, "alarm", ["modem.down", "doctor.disk_low"])]


def test_only_who_heard_of_it_hears_that_it_is_over() -> None:
    ward = Ward(EMAIL).see(10, DOWN)
    ward.ways = (EMAIL, WEBHOOK)
    ward.see(0).see(30)
    assert [(way, kind) for _, way, kind, _ in ward.heard] == [(EMAIL, "alarm"), (EMAIL, "over")]


def test_an_sms_tells_what_stops_something_and_of_sims_and_leaves_the_rest_to_letters() -> None:
    assert Ward(SMS).see(10, DISK).heard == []
    assert Ward(SMS).see(10, replace(DISK, severity=PROBLEM)).kinds == [(5, "alarm")]
    assert Ward(SMS).see(10, Problem("sim.money", "m0", WARNING)).kinds == [(5, "alarm")]


def test_what_people_at_the_page_do_every_day_is_told_nowhere_else() -> None:
    assert Ward(EMAIL).see(60, *(Problem(key) for key in QUIET), Problem("modem.recovery", "m0", NOTE)).heard == []


def test_what_is_put_off_is_not_reminded_of() -> None:
    ward = Ward(EMAIL).see(10, DOWN).see(3 * 24 * 60, DOWN, snoozed_until=T + 30 * DAY)
    assert ward.kinds == [(5, "alarm")]


def test_a_way_is_not_told_that_it_does_not_work() -> None:
    ward = Ward(EMAIL, WEBHOOK).see(10, Problem("alarms.untold", EMAIL, WARNING))
    assert [(way, kind) for _, way, kind, _ in ward.heard] == [(WEBHOOK, "alarm")]


def test_a_clock_that_goes_back_a_year_keeps_nothing_silent() -> None:
    ward = Ward(EMAIL).see(10, DOWN)
    ward.minute -= 365 * 24 * 60
    assert [kind for _, kind in ward.see(10, DOWN).see(20).kinds] == ["alarm", "reminder", "over"]


@given(st.lists(st.tuples(st.integers(1, 90), st.booleans()), max_size=40))
def test_however_it_comes_and_goes_who_heard_of_it_hears_the_end_and_not_too_often(
    spans: list[tuple[int, bool]],
) -> None:
    ward = Ward(EMAIL)
    for minutes, wrong in spans:
        ward.see(minutes, *([DOWN] if wrong else []))
    ward.see(7 * 60)
    kinds = [kind for _, kind in ward.kinds if kind != "reminder"]
    assert kinds == ["alarm", "over"] * (len(kinds) // 2), "alarm and all-clear take turns"
    assert len(kinds) <= 4 + ward.minute // 60


def test_patience_with_a_server_grows_and_ends_at_six_hours() -> None:
    waits = [backoff(failures) for failures in range(1, 30)]
    assert waits == sorted(waits) and waits[0] == MINUTE and waits[-1] == 6 * HOUR


def test_nothing_is_forgotten_while_somebody_has_to_hear_that_it_is_over() -> None:
    (matter,) = told(follow([], [case(DOWN)], T), due([Matter(DOWN, T)], EMAIL, T + HOUR, 0), EMAIL, T + HOUR)
    kept = follow([matter], [], T + 2 * HOUR)
    assert follow(kept, [], T + 9 * DAY) and WAYS[0] in kept[0].heard
