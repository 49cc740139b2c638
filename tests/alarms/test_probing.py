"""A SIM that has been silent for days writes to itself; what comes back is known, and nobody has to look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from smsbox import inbox, outbox, router
from smsbox.alarms import probing
from smsbox.clock import DAY, HOUR
from smsbox.outbox import State
from smsbox.store import sims
from tests.web.desk import NOW, Desk, make_desk
from tests.web.test_inbox import receive

OWN = "+380500000777"
LATER = NOW + 3 * DAY


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def ready(desk: Desk) -> list[dict[str, Any]]:
    sim_id = sims.register(desk.store, imsi="255010000000001", iccid="8938001", modem="main", now=NOW)
    sims.call_it(desk.store, sim_id, OWN)
    return [{"name": "main", "state": "ready", "sim_id": sim_id}]


def probe(desk: Desk, ready: list[dict[str, Any]], now: int) -> list[int]:
    return probing.probe(desk.store, desk.site.config, ready, now)


def leave(desk: Desk, ready: list[dict[str, Any]], now: int) -> None:
    """What waits leaves by its SIM."""
    claim = outbox.claim(desk.store, sim_id=ready[0]["sim_id"], owner="me", now=now, lease_until=now + HOUR)
    assert claim is not None
    outbox.accepted(desk.store, claim, reference=7, now=now)


def test_only_after_days_of_silence_and_once_in_so_many(desk: Desk, ready: list[dict[str, Any]]) -> None:
    assert probe(desk, ready, LATER - 1) == []
    (message_id,) = probe(desk, ready, LATER)
    view = outbox.get(desk.store, message_id)
    assert view is not None and view.recipient == OWN and view.state is State.QUEUED
    assert probe(desk, ready, LATER + 3 * DAY - 1) == [] and len(probe(desk, ready, LATER + 3 * DAY)) == 1


def test_who_hears_is_not_asked(desk: Desk, ready: list[dict[str, Any]]) -> None:
    desk.clock.at = LATER - HOUR
    receive(desk, "Добрий день")
    assert probe(desk, ready, LATER) == []


def test_what_comes_back_opens_no_conversation_and_ends_the_doubt(desk: Desk, ready: list[dict[str, Any]]) -> None:
    (message_id,) = probe(desk, ready, LATER)
    view = outbox.get(desk.store, message_id)
    assert view is not None
    leave(desk, ready, LATER)
    later = LATER + 2 * HOUR
    assert [each.key for each in probing.deaf(desk.store, ready, later)] == ["sim.deaf"]
    desk.clock.at = later
    back = receive(desk, view.text, OWN)
    router.route_waiting(desk.store, desk.site.config, later)
    (heard,) = [each for each in inbox.messages(desk.store) if each.id == back]
    assert heard.routed_by == "probe" and heard.settled_at is not None
    assert desk.store.run("SELECT count(*) FROM threads").fetchone()[0] == 0
    assert list(probing.deaf(desk.store, ready, later)) == []
    assert desk.store.run("SELECT count(*) FROM messages").fetchone()[0] == 1, "nobody was answered"


def test_what_never_left_proves_nothing(desk: Desk, ready: list[dict[str, Any]]) -> None:
    probe(desk, ready, LATER)
    assert list(probing.deaf(desk.store, ready, LATER + DAY)) == []


def test_a_text_that_only_looks_like_one_is_for_people(desk: Desk, ready: list[dict[str, Any]]) -> None:
    desk.clock.at = LATER
    back = receive(desk, "smsbox test ABCDEFGHJK: this SIM hears.")
    router.route_waiting(desk.store, desk.site.config, LATER)
    (heard,) = [each for each in inbox.messages(desk.store) if each.id == back]
    assert heard.routed_by != "probe"
