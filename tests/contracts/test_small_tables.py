"""SIMs, modem states, settings, accounts, sessions and throttling, on both databases."""

from __future__ import annotations

import pytest

from smsbox.clock import HOUR, MINUTE, SECOND
from smsbox.people import accounts as people
from smsbox.people import sessions
from smsbox.store import Store, accounts, modem_states, options, seats, signals, sims

NOW = 1_790_000_000 * SECOND


def test_a_sim_is_known_by_its_imsi(store: Store) -> None:
    first = sims.register(store, imsi="255010000000001", iccid="8938", modem="left", now=NOW)
    assert sims.register(store, imsi="255010000000001", iccid=None, modem="right", now=NOW + 1) == first
    assert sims.register(store, imsi=None, iccid="8939", modem="left", now=NOW) != first
    nameless = sims.register(store, imsi=None, iccid=None, modem="left", now=NOW)
    assert sims.register(store, imsi=None, iccid=None, modem="left", now=NOW) == nameless
    known = sims.known(store)
    assert [(sim.imsi, sim.iccid, sim.modem) for sim in known] == [
        ("255010000000001", "8938", "right"),
        ("iccid:8939", "8939", "left"),
        ("modem:left", None, "left"),
    ]


def test_modem_states_are_replaced(store: Store) -> None:
    modem_states.save(store, "left", '{"state":"ready"}', NOW)
    modem_states.save(store, "left", '{"state":"down"}', NOW + 1)
    modem_states.save(store, "right", "{}", NOW)
    assert modem_states.all(store) == {"left": ('{"state":"down"}', NOW + 1), "right": ("{}", NOW)}
    modem_states.forget(store, "left")
    assert list(modem_states.all(store)) == ["right"]


def test_options(store: Store) -> None:
    assert options.get(store, "a") is None
    options.put(store, "a", "1", NOW)
    options.put(store, "a", "2 % ?", NOW)
    assert options.everything(store) == {"a": "2 % ?"}
    assert options.drop(store, "a")
    assert not options.drop(store, "a")


def test_one_owner_and_one_code(store: Store) -> None:
    accounts.set_setup_code_hash(store, "hash", NOW)
    assert accounts.setup_code_hash(store) == "hash"
    assert not accounts.has_owner(store)
    user = accounts.create_owner(store, name="owner", password_hash="scrypt", now=NOW)
    assert accounts.setup_code_hash(store) is None
    with pytest.raises(accounts.OwnerExists):
        accounts.create_owner(store, name="thief", password_hash="x", now=NOW)
    found = people.find(store, "owner")
    assert found == accounts.owner(store)
    assert found is not None
    assert (found.id, found.password_hash) == (user, "scrypt")
    assert people.find(store, "nobody") is None


def test_sessions_end(store: Store) -> None:
    user = accounts.create_owner(store, name="owner", password_hash="x", now=NOW)
    for token in (b"a", b"b", b"c"):
        accounts.create_session(store, token_hash=token, user_id=user, now=NOW, expires_at=NOW + HOUR)
    living = accounts.session(store, b"a", NOW + 10 * MINUTE)
    assert living is not None
    assert living.account.name == "owner"
    assert accounts.session(store, b"z", NOW) is None
    assert accounts.session(store, b"a", NOW + HOUR) is None
    accounts.revoke(store, b"a")
    assert accounts.session(store, b"a", NOW) is None
    assert sessions.end_others(store, user, None) == 2
    assert accounts.session(store, b"b", NOW) is None
    assert sessions.end_others(store, user, None) == 0


def test_a_session_lies_idle_until_it_is_over(store: Store) -> None:
    user = accounts.create_owner(store, name="owner", password_hash="x", now=NOW)
    accounts.create_session(store, token_hash=b"a", user_id=user, now=NOW, expires_at=NOW + 100 * HOUR)
    assert accounts.session(store, b"a", NOW + HOUR, idle=HOUR, touch=False) is not None
    assert accounts.session(store, b"a", NOW + HOUR + 1, idle=HOUR, touch=False) is None, "looking on is no use of it"
    assert accounts.session(store, b"a", NOW + HOUR, idle=HOUR) is not None
    assert accounts.session(store, b"a", NOW + 2 * HOUR, idle=HOUR) is not None
    assert accounts.session(store, b"a", NOW - HOUR, idle=HOUR) is not None, "a clock that went back ends none"


def test_the_use_of_a_session_is_noted_once_a_minute(store: Store) -> None:
    def used_at() -> int:
        return int(store.run("SELECT last_used_at FROM sessions").fetchone()[0])

    user = accounts.create_owner(store, name="owner", password_hash="x", now=NOW)
    accounts.create_session(store, token_hash=b"a", user_id=user, now=NOW, expires_at=NOW + HOUR)
    accounts.session(store, b"a", NOW + MINUTE)
    assert used_at() == NOW
    accounts.session(store, b"a", NOW + MINUTE + SECOND)
    assert used_at() == NOW + MINUTE + SECOND


def test_too_many_failures(store: Store) -> None:
    for count in range(1, 5):
        assert accounts.note_failure(store, "ip", NOW) == count
        assert accounts.too_many(store, "ip", NOW) == 0.0
    accounts.note_failure(store, "ip", NOW)
    assert accounts.too_many(store, "ip", NOW) == 900.0
    assert accounts.too_many(store, "other", NOW) == 0.0
    assert accounts.too_many(store, "ip", NOW - HOUR) == 0.0, "a clock that went back locks nobody out"
    assert accounts.too_many(store, "ip", NOW + 15 * MINUTE) == 0.0
    assert accounts.note_failure(store, "ip", NOW + 15 * MINUTE) == 1
    accounts.clear_failures(store, "ip")
    assert accounts.note_failure(store, "ip", NOW) == 1


def test_a_modem_keeps_its_seat_and_its_pause(store: Store) -> None:
    assert seats.seated(store, "left") is None
    seats.accept(store, "left", 1, now=NOW)
    seats.accept(store, "left", 2, now=NOW + 1, by_whom="olena")
    assert seats.seated(store, "left") == 2
    seats.pause(store, "left", now=NOW, by_whom="olena", why="stocktaking")
    seats.pause(store, "left", now=NOW + 1, by_whom="ivan")
    assert seats.pauses(store) == [seats.Pause("left", NOW, "ivan", None)]
    assert seats.resume(store, "left")
    assert not seats.resume(store, "left")
    assert seats.paused(store, "left") is None


def test_the_history_of_a_radio(store: Store) -> None:
    for minute, rssi in enumerate((20, None, 7)):
        at = NOW + minute * MINUTE
        signals.note(store, "left", now=at, rssi=rssi, registration="home", technology="LTE")
    signals.note(store, "left", now=NOW + 2 * MINUTE, rssi=8, registration="searching", technology=None)
    found = signals.history(store, "left", since=NOW + MINUTE)
    assert [(sample.rssi, sample.registration) for sample in found] == [(None, "home"), (8, "searching")]
    assert signals.prune(store, NOW + signals.KEPT + 2 * MINUTE) == 2
    assert len(signals.history(store, "left", since=0)) == 1


def test_a_card_without_imsi_is_known_by_its_number(store: Store) -> None:
    first = sims.register(store, imsi="255010000000001", iccid="8938", modem="left", now=NOW)
    assert sims.register(store, imsi=None, iccid="8938", modem="left", now=NOW) == first
