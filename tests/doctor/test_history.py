"""What the doctor reads in the database of modems and SIMs, from rows that the rooms themselves have written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import fleet, outbox, pacing, purse
from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros
from smsbox.config import Config, ModemConfig
from smsbox.doctor import Finding, Severity, history
from smsbox.doctor.examination import Means, examine_box
from smsbox.doctor.ground import Ground
from smsbox.recovery import records
from smsbox.recovery.ladder import Rung
from smsbox.store import Store, modem_states, seats, signals, sims
from tests.doctor.test_machine import box
from tests.web.desk import FixedClock

NOW: Micros = 1_772_000_000 * SECOND
IMSI = "255030000000001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield made
    made.close()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return box(tmp_path, ModemConfig("main", "/dev/none", balance_code="*111#", low_balance=10.0, price=1.0))


def sim(store: Store, ago: Micros = 30 * DAY) -> int:
    return sims.register(store, imsi=IMSI, iccid=None, modem="main", now=NOW - ago)


def keys(found: Iterator[Finding]) -> dict[str, Severity]:
    listed = list(found)
    for each in listed:
        for language in ("en", "uk"):
            told = each.told(language)
            assert told.cause and "{" not in f"{told}" and " ? " not in told.cause
    return {each.key: each.severity for each in listed}


def test_resets_of_long_ago_and_of_today(store: Store, config: Config) -> None:
    assert keys(history.resets(store, "main", config, NOW)) == {}
    records.count(store, "main", Rung.REOPEN, NOW, tried=5)
    assert keys(history.resets(store, "main", config, NOW)) == {}
    records.count(store, "main", Rung.RADIO, NOW - 3 * DAY, tried=2, helped=1)
    assert keys(history.resets(store, "main", config, NOW)) == {"doctor.resets": Severity.NOTE}
    records.count(store, "main", Rung.USB, NOW - HOUR, tried=1)
    (lately,) = history.resets(store, "main", config, NOW)
    assert (lately.key, lately.severity) == ("doctor.resets_lately", Severity.WARNING)
    assert (lately.facts["tried"], lately.facts["helped"]) == (3, 1)


def test_a_day_with_holes_in_the_network(store: Store) -> None:
    for place in range(40):
        state = "searching" if place < 4 else "home"
        signals.note(store, "main", now=NOW - place * 5 * MINUTE, rssi=10, registration=state, technology="GSM")
    (poor,) = history.signal_day(store, "main", NOW)
    assert (poor.key, poor.facts["share"], poor.facts["low"]) == ("doctor.signal_poor_day", 10, -93)
    assert keys(history.signal_day(store, "other", NOW)) == {}


def test_who_paused_and_which_sim_is_another(store: Store, config: Config) -> None:
    assert keys(history.people(store, "main", config)) == {}
    fleet.pause(store, "main", now=NOW, by_whom="olha")
    first = sim(store)
    seats.accept(store, "main", first, now=NOW)
    modem_states.save(store, "main", json.dumps({"name": "main", "sim_id": first + 1}), NOW)
    found = keys(history.people(store, "main", config))
    assert found == {"doctor.paused": Severity.NOTE, "doctor.swapped": Severity.PROBLEM}


def test_nothing_received_for_days(store: Store, config: Config) -> None:
    sim_id = sim(store)
    found = keys(history.sim(store, config.modems[0], config, NOW))
    assert found["doctor.nothing_received"] is Severity.NOTE
    arrived(store, sim_id, NOW - 2 * DAY)
    found = keys(history.sim(store, config.modems[0], config, NOW))
    assert "doctor.nothing_received" not in found and "doctor.last_traffic" in found


def test_a_new_sim_had_no_time_to_receive(store: Store, config: Config) -> None:
    sim(store, ago=2 * DAY)
    assert "doctor.nothing_received" not in keys(history.sim(store, config.modems[0], config, NOW))


def arrived(store: Store, sim_id: int, at: Micros) -> None:
    with store.write():
        store.run(
            "INSERT INTO received (id, sim_id, sender, sender_kind, text, received_at, wide, total, state, missing, "
            "flash, damaged) VALUES (1, ?, '+380500000001', 0, 'x', ?, 0, 1, 2, 0, 0, 0)",
            *(sim_id, at),
        )


def test_money_that_is_short_and_answers_nobody_understands(store: Store, config: Config) -> None:
    sim_id, modem = sim(store), config.modems[0]
    zone = config.region.zone
    answers = {"code": "*111#", "operator": "kyivstar", "now": NOW, "zone": zone}
    purse.read(store, sim_id, modem, "На рахунку 3.20 грн", **answers)  # type: ignore[arg-type]
    found = keys(history.sim(store, modem, config, NOW))
    assert found["doctor.money"] is Severity.OK and found["doctor.money_stop"] is Severity.WARNING
    purse.read(store, sim_id, modem, "Сервіс недоступний", **answers)  # type: ignore[arg-type]
    assert keys(history.sim(store, modem, config, NOW))["doctor.money_unread"] is Severity.NOTE


def test_a_queue_that_stands(store: Store) -> None:
    assert keys(history.queue(store, NOW)) == {}
    draft = outbox.Draft(recipient="+380500000001", text="x")
    (first,) = outbox.submit(store, [draft], now=NOW - HOUR, allow=("+380",))
    assert keys(history.queue(store, NOW)) == {}
    assert keys(history.queue(store, NOW + 8 * HOUR)) == {"doctor.nothing_sent": Severity.WARNING}
    pacing.record(store, sim(store), NOW + 7 * HOUR)
    assert keys(history.queue(store, NOW + 8 * HOUR)) == {}
    outbox.hold(store, [first], NOW)
    assert keys(history.queue(store, NOW)) == {"doctor.held": Severity.NOTE}


def test_a_message_for_later_is_no_queue_that_stands(store: Store) -> None:
    draft = outbox.Draft(recipient="+380500000001", text="x", send_after=NOW + 30 * DAY)
    outbox.submit(store, [draft], now=NOW, allow=("+380",))
    assert keys(history.queue(store, NOW + DAY)) == {}


def test_modems_as_they_were_when_no_daemon_runs(store: Store, config: Config, tmp_path: Path) -> None:
    means = Means(ground=Ground(tmp_path / "nothing"))
    clock = FixedClock()
    assert "doctor.modem_never" in keys(examine_box(config, store, None, clock=clock, means=means))
    modem_states.save(store, "main", json.dumps({"name": "main", "operator": "SAMPLE UA", "imsi": IMSI}), NOW)
    assert "doctor.modem_remembered" in keys(examine_box(config, store, None, clock=clock, means=means))
    ready = {"name": "main", "port": "/dev/none", "state": "ready", "operator": "X", "dbm": -70, "imsi": IMSI}
    assert "doctor.modem_remembered" not in keys(examine_box(config, store, [ready], clock=clock, means=means))


def test_a_database_that_goes_away_in_the_middle_is_one_finding(
    store: Store, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write():
        store.run("DROP TABLE recoveries")
    found = keys(examine_box(config, store, None, clock=FixedClock(), means=Means(ground=Ground(tmp_path / "no"))))
    assert found["store.trouble"] is Severity.PROBLEM
    assert "doctor.web_local" in found
