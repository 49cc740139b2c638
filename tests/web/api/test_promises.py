"""What a program can rely on when it sends: done once under one name, told when to come again, nothing by halves."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from smsbox import outbox
from smsbox.clock import DAY
from smsbox.config.programs import ProgramsConfig
from smsbox.outbox import Filter
from smsbox.people.rights import Right
from smsbox.programs import stop, waiting
from tests.racing import at_once
from tests.web.api.program import Program, content, program, wrong
from tests.web.desk import Desk

ANNA, BOHDAN = "+380500000001", "+380670000002"
ORDER = {"to": [ANNA], "text": "Замовлення готове"}


@pytest.fixture
def till(desk: Desk) -> Program:
    return program(desk, [Right.WRITE])


def queued(desk: Desk) -> list[str]:
    return [row.recipient for row in outbox.page(desk.store, Filter(), limit=100).rows]


def test_what_comes_twice_is_done_once_and_answered_the_same(desk: Desk, till: Program) -> None:
    first = till.post("/messages", ORDER, Idempotency_Key="order-1")
    again = till.post("/messages", ORDER, Idempotency_Key="order-1")
    assert content(again, 202) == content(first, 202)
    assert first.header("Idempotent-Replayed") is None and again.header("Idempotent-Replayed") == "true"
    assert queued(desk) == [ANNA]


def test_another_body_under_the_same_name_is_refused(desk: Desk, till: Program) -> None:
    till.post("/messages", ORDER, Idempotency_Key="order-1")
    other = till.post("/messages", ORDER | {"to": [BOHDAN]}, Idempotency_Key="order-1")
    assert wrong(other, 409) == "programs.name_taken"
    assert queued(desk) == [ANNA]


def test_several_at_once_under_one_name_are_one(desk: Desk, till: Program) -> None:
    ask = partial(till.post, "/messages", ORDER, Idempotency_Key="order-1")
    answers = at_once(desk.store, [ask] * 4)
    assert len({answer.body for answer in answers}) == 1 and {answer.status for answer in answers} == {202}
    assert queued(desk) == [ANNA]


def test_without_a_name_every_request_is_another(desk: Desk, till: Program) -> None:
    till.post("/messages", ORDER)
    till.post("/messages", ORDER)
    assert queued(desk) == [ANNA, ANNA]


def test_what_was_refused_may_be_put_right_under_the_same_name(desk: Desk, till: Program) -> None:
    slip = till.post("/messages", {"to": ["+48500000001"], "text": "Order"}, Idempotency_Key="order-1")
    assert wrong(slip, 403) == "programs.bad_drafts"
    content(till.post("/messages", ORDER, Idempotency_Key="order-1"), 202)


def test_after_a_week_a_name_is_free(desk: Desk, till: Program) -> None:
    till.post("/messages", ORDER, Idempotency_Key="order-1")
    desk.clock.at += 7 * DAY + 1
    content(till.post("/messages", ORDER | {"to": [BOHDAN]}, Idempotency_Key="order-1"), 202)
    assert queued(desk) == [BOHDAN, ANNA]


@pytest.mark.parametrize("name", ["", "x" * 201, "with blank", "Київ"])
def test_a_name_that_is_none_is_refused_before_anything_is_done(desk: Desk, till: Program, name: str) -> None:
    raw = name.encode().decode("latin-1")
    assert wrong(till.post("/messages", ORDER, Idempotency_Key=raw), 422) == "api.bad_name"
    assert queued(desk) == []


def test_while_programs_are_stopped_they_are_told_to_come_again(desk: Desk, till: Program) -> None:
    known = till.post("/messages", ORDER, Idempotency_Key="order-1")
    stop.stop(desk.store, "Olena", desk.clock.at)
    refused = till.post("/messages", ORDER, Idempotency_Key="order-2")
    assert wrong(refused, 503) == "programs.stopped" and refused.header("Retry-After") == "30"
    assert till.post("/messages", ORDER, Idempotency_Key="order-1").body == known.body, "that was promised before"
    assert queued(desk) == [ANNA]
    stop.go_on(desk.store, desk.clock.at)
    waiting.follow(desk.store, desk.clock.at)
    content(till.post("/messages", ORDER, Idempotency_Key="order-2"), 202)


def test_a_limit_says_when_the_next_day_begins(desk: Desk, till: Program) -> None:
    desk.site.config = replace(desk.site.config, programs=replace(ProgramsConfig(), per_day=1))
    content(till.post("/messages", ORDER), 202)
    desk.clock.at += 1  # a microsecond: who came by whole seconds rounded down would come too early
    refused = till.post("/messages", ORDER)
    assert wrong(refused, 429) == "programs.limit_reached"
    again = refused.header("Retry-After")
    assert again is not None
    desk.clock.at += int(again) * 1_000_000
    content(till.post("/messages", ORDER), 202)
