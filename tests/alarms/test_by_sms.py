"""Alarms by SMS over the death of the box: told once, neither twice nor never."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smsbox import outbox
from smsbox.alarms import records
from smsbox.alarms.herald import Herald
from smsbox.clock import HOUR, MINUTE, SystemClock
from smsbox.config import Config
from smsbox.config.alarms import AlarmsConfig
from smsbox.people import accounts, phones
from smsbox.people.audit import Actor
from smsbox.people.rights import Role
from smsbox.problems import PROBLEM, Observed, Problem, review
from smsbox.store import Store, sims
from smsbox.store.kept import Kept
from tests.web.desk import NOW, make_desk

OWNER = "+380500000009"
DOWN = Problem("modem.down", "m0", PROBLEM, {"because": "modem.port_missing", "of": {"port": "/dev/ttyUSB0"}})
BY = Actor("Olha", "owner", "here")


class Died(BaseException):
    """The box, when something had just reached the disk."""


class Mortal(Store):
    """Dies when `commits` more are on the disk."""

    commits = 1_000

    def _commit(self) -> None:
        super()._commit()
        self.commits -= 1
        if not self.commits:
            raise Died


class Shop:
    """A store, the owner's telephone, a SIM that could tell of a modem that is down."""

    def __init__(self, folder: Path) -> None:
        desk = make_desk(folder)
        self.folder, self.store = folder, desk.store
        self.store.__class__ = Mortal
        alarms = AlarmsConfig(sms="on", after_s=0)
        self.config: Config = replace(desk.site.config, alarms=alarms)
        with self.store.write():
            owner = accounts.add(self.store, "Olha", Role.OWNER, by=BY, now=NOW)
            phones.add(self.store, owner.id, OWNER, by=BY, now=NOW)
            self.store.run("UPDATE staff_phones SET confirmed_at = ?", NOW)
        sim_id = sims.register(self.store, imsi="255010000000001", iccid="8938001", modem="main", now=NOW)
        self.statuses: list[dict[str, Any]] = [{"name": "main", "state": "ready", "sim_id": sim_id}]

    def herald(self) -> Herald:
        return Herald(Kept(self.store, self.folder), SystemClock(), statuses=lambda: self.statuses)

    def sent(self) -> list[tuple[int, str]]:
        return self.store.run("SELECT id, text FROM messages WHERE batch = 'alarm' ORDER BY id").fetchall()

    def kinds(self) -> list[tuple[str, bool]]:
        """Of the log, the oldest first: what was told, and whether it failed."""
        lines = records.log(self.store, "")
        return [(line.kind, line.error is not None) for line in reversed(lines)]

    def leave(self, now: int) -> None:
        sim_id = self.statuses[0]["sim_id"]
        claim = outbox.claim(self.store, sim_id=sim_id, owner="me", now=now, lease_until=now + HOUR)
        assert claim is not None
        outbox.accepted(self.store, claim, reference=7, now=now)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.mark.parametrize("commits", range(1, 6))
def test_a_box_that_dies_at_any_moment_has_told_it_once(shop: Shop, commits: int) -> None:
    review(shop.store, Observed(others=[DOWN]), NOW)
    store: Mortal = shop.store  # type: ignore[assignment]
    store.commits = commits
    died = False
    try:
        shop.herald().look(shop.config, NOW)
    except Died:
        died = True
    assert died or commits > 1, "else this test dies at no moment"
    store.commits = 1_000
    anew = shop.herald()
    anew.look(shop.config, NOW + MINUTE)
    anew.look(shop.config, NOW + 5 * MINUTE)
    assert len(shop.sent()) == 1
    shop.leave(NOW + 6 * MINUTE)
    shop.herald().look(shop.config, NOW + 7 * MINUTE)
    assert shop.kinds() == [("alarm", False)], "who begins anew knows what was under way"
    review(shop.store, Observed(), NOW + HOUR)
    shop.herald().look(shop.config, NOW + HOUR)
    assert [text.split(": ")[1] for _, text in shop.sent()] == ["Something is wrong", "In order again"]


def test_what_did_not_leave_while_the_box_was_dead_is_told_anew(shop: Shop) -> None:
    review(shop.store, Observed(others=[DOWN]), NOW)
    shop.herald().look(shop.config, NOW)
    ((first, _),) = shop.sent()
    outbox.expire(shop.store, now=NOW + 2 * HOUR)
    anew = shop.herald()
    anew.look(shop.config, NOW + 2 * HOUR)
    anew.look(shop.config, NOW + 2 * HOUR + 10 * MINUTE)
    assert shop.kinds() == [("alarm", True)]
    assert [text.split(": ")[1] for _, text in shop.sent()] == ["Something is wrong"] * 2
    assert shop.sent()[0][0] == first


def test_an_all_clear_that_did_not_leave_is_told_again(shop: Shop) -> None:
    review(shop.store, Observed(others=[DOWN]), NOW)
    herald = shop.herald()
    herald.look(shop.config, NOW)
    shop.leave(NOW + MINUTE)
    herald.look(shop.config, NOW + 2 * MINUTE)
    review(shop.store, Observed(), NOW + HOUR)
    herald.look(shop.config, NOW + HOUR)
    outbox.expire(shop.store, now=NOW + 3 * HOUR)
    herald.look(shop.config, NOW + 3 * HOUR)
    herald.look(shop.config, NOW + 3 * HOUR + 10 * MINUTE)
    told = [text.split(": ")[1] for _, text in shop.sent()]
    assert told == ["Something is wrong", "In order again", "In order again"]
