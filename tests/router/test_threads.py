"""What the router leaves to people opens its thread, in the same transaction; what it deals with does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox import router
from smsbox.desk import lists, threads
from smsbox.desk.thread import ThreadState
from tests.web.desk import Desk, make_desk
from tests.web.test_inbox import receive

ANNA = "+380500000001"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def route(desk: Desk) -> None:
    router.route_waiting(desk.store, desk.site.config, desk.clock.at)


def test_what_nobody_claims_is_for_people(desk: Desk) -> None:
    first = receive(desk, "Чи є у вас півонії?", ANNA)
    receive(desk, "HELP", "+380500000002")
    receive(desk, "Ваш рахунок поповнено", "Kyivstar")
    receive(desk, "СТОП, але чи працюєте ви завтра?", "+380500000003")
    route(desk)
    anna = threads.get(desk.store, ANNA)
    assert (anna.state, anna.unread, anna.waiting_id) == (ThreadState.OPEN, 1, first)
    assert threads.get(desk.store, "+380500000002").state is ThreadState.DONE
    assert [each.number for each in lists.listed(desk.store, "all", 9).threads] == [
        "+380500000003",
        "+380500000002",
        ANNA,
    ], "a machine has no conversation"
    assert threads.get(desk.store, "+380500000003").state is ThreadState.OPEN


def test_what_a_stage_cannot_stand_is_for_people(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("smsbox.router.routing.understand", broken)
    receive(desk, "Агов", ANNA)
    route(desk)
    assert threads.get(desk.store, ANNA).unread == 1
    assert desk.store.run("SELECT routed_by FROM received").fetchone() == ("failed",)


def test_routed_again_after_a_crash_it_counts_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread is written in the transaction that routes: when that is lost, so is the thread's change."""
    receive(desk, "Агов", ANNA)
    with pytest.raises(KeyboardInterrupt), desk.store.write():
        route(desk)
        raise KeyboardInterrupt
    assert threads.get(desk.store, ANNA).version == 0
    route(desk)
    route(desk)
    assert threads.get(desk.store, ANNA).unread == 1
