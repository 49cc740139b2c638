"""The herald over a store: it remembers who heard what, and a database that refuses keeps it from nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.alarms import records
from smsbox.alarms.daily import Daily
from smsbox.alarms.herald import Herald
from smsbox.clock import DAY, MINUTE, SECOND, SystemClock
from smsbox.config import Config, load
from smsbox.config.alarms import AlarmsConfig
from smsbox.problems import PROBLEM, Case, Observed, Problem, review
from smsbox.store import Store, StoreTrouble
from smsbox.store.kept import Kept
from tests.alarms.listeners import hook
from tests.patience import until
from tests.ports import free_port
from tests.web.desk import NOW, make_desk

DOWN = Problem("modem.down", "m0", PROBLEM, {"because": "modem.port_missing", "of": {"port": "/dev/ttyUSB0"}})
REFUSES = Problem("store.trouble", "", PROBLEM, {"because": "store.trouble", "of": {"problem": "disk I/O error"}})


class Refusing(Store):
    """Says no to everything."""

    def run(self, sql: str, *values: object) -> object:  # type: ignore[override]
        raise StoreTrouble(problem="disk I/O error", store="x")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_desk(tmp_path).store


def config(tmp_path: Path, port: int) -> Config:
    alarms = AlarmsConfig(webhook=f"http://127.0.0.1:{port}/", after_s=0)
    return replace(make_desk(tmp_path / "other").site.config, alarms=alarms)


def test_who_heard_of_it_is_remembered_and_what_nobody_could_hear_is_a_problem(tmp_path: Path, store: Store) -> None:
    (tmp_path / "other").mkdir()
    review(store, Observed(others=[DOWN]), NOW)
    herald, now = Herald(Kept(store, tmp_path), SystemClock()), NOW
    nowhere = config(tmp_path, free_port())

    def failed(times: int) -> bool:
        herald.look(nowhere, now)
        way = records.ways(store, "").get("webhook")
        return way is not None and way.failures == times

    for times in (1, 2, 3):
        until(lambda times=times: failed(times), 60)
        now += 6 * 60 * MINUTE
    assert [each.name for each in herald.problems()] == [("alarms.untold", "webhook")]
    assert [line.error is not None for line in records.log(store, "")] == [True], "one line for one trouble"
    with hook() as other:
        there = replace(nowhere, alarms=replace(nowhere.alarms, webhook=f"http://127.0.0.1:{other.port}/"))
        until(lambda: herald.look(there, now) or records.ways(store, "")["webhook"].failures == 0, 60)
        assert herald.problems() == [] and [told["kind"] for told in other.told] == ["alarm"]
        herald.look(there, now)
        anew = Herald(Kept(store, tmp_path), SystemClock())
        anew.look(there, now + MINUTE)
        review(store, Observed(), now + 2 * MINUTE)
        until(lambda: anew.look(there, now + 3 * MINUTE) or len(other.told) > 1, 60)
        assert [told["kind"] for told in other.told] == ["alarm", "over"]
        anew.close(30)


def test_a_database_that_refuses_is_told_from_memory(tmp_path: Path, store: Store) -> None:
    (tmp_path / "other").mkdir()
    cases: list[Case] = [Case(0, REFUSES, NOW, NOW)]
    store.__class__ = Refusing
    with hook() as other:
        herald = Herald(Kept(store, tmp_path), SystemClock(), unwritten=lambda: cases)
        there = config(tmp_path, other.port)
        until(lambda: herald.look(there, NOW) or other.told, 60)
        assert [each["key"] for each in other.told[0]["opened"]] == ["store.trouble"]
        until(lambda: herald.look(there, NOW) or not herald._carried, 60)
        cases.clear()
        store.__class__ = Store
        until(lambda: herald.look(there, NOW + SECOND) or len(other.told) > 1, 60)
        assert other.told[1]["kind"] == "over"
        herald.close(30)


def test_the_self_test_finds_what_the_doctor_finds_once_a_day(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[store]\nurl = "sqlite://{tmp_path}/smsbox.db"\n[alarms]\nhour = 0\n', encoding="utf-8")
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    kept, clock = Kept(store, tmp_path), SystemClock()
    daily = Daily(kept, clock, Herald(kept, clock), tuple, settled_s=0.0)
    until(lambda: daily.look(load(path), NOW) or daily.problems(), 90)
    assert "doctor.modems_none" in [each.facts["finding"] for each in daily.problems()]
    again = Daily(kept, clock, Herald(kept, clock), tuple, settled_s=0.0)
    again.look(load(path), NOW + MINUTE)
    assert [each.name for each in again.problems()] == [each.name for each in daily.problems()]
    assert not again._courier.busy(""), "not before an hour has passed"
    again.look(load(path), NOW + DAY)
    assert again._courier.busy("")
    again.close()
    store.close()
