"""What is wrong with one modem, read from its status: down, holding, being brought back, hearing badly, filling up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from smsbox.problems.problem import NOTE, PROBLEM, WARNING, Problem, Severity

WEAK_DBM, STRONG_AGAIN_DBM = -98, -94
"""27.007 +CSQ: from here on a signal is too weak, and from there on no more."""

FULL, ROOM_AGAIN = 0.8, 0.6
"""Shares of the SMS memory."""

LOCKED = ("modem.pin_needed", "modem.pin_wrong", "modem.puk_needed")
_DRIFT = ("pacing.slow", "pacing.pause", "pacing.move")
_BRIEF = ("per_minute", "gap")
"""Limits nobody needs to hear of: they are over before he has read it."""

HOLDING: Mapping[str, tuple[str, Severity]] = {
    "relay.paused": ("modem.paused", WARNING),
    "relay.sim_swapped": ("sim.swapped", WARNING),
    "relay.roaming": ("modem.roaming", WARNING),
    "relay.smsc_unknown": ("modem.smsc", PROBLEM),
    "relay.not_registered": ("modem.no_network", PROBLEM),
    "relay.console": ("modem.console", NOTE),
    "relay.sim_rests": ("sim.rests", WARNING),
    "pacing.limit": ("sim.limit", NOTE),
    "pacing.reserve": ("sim.limit", NOTE),
    "money": ("sim.money", WARNING),
    "store": ("store.trouble", PROBLEM),
}
"""A reason, or the word before its dot → the problem."""

BY_STATUS = frozenset(key for key, _ in HOLDING.values()) - {"sim.money", "store.trouble"} | {
    *("modem.down", "modem.alarm", "modem.recovery", "modem.holding", "modem.weak_signal", "modem.storage"),
    *("sim.locked", "sim.drift"),
}
"""Problems that nothing but the status of a modem tells of."""


def of_modem(status: Mapping[str, Any], known: Collection[tuple[str, str]]) -> Iterator[Problem]:
    """The problems of one status mapping; fields that are missing or odd are no problem."""
    name, state = str(status.get("name") or "?"), status.get("state")
    if state == "starting":
        return
    recovery = _mapping(status.get("recovery"))
    pending = bool(recovery) and not recovery.get("helped")
    if state == "down":
        yield _down(name, status, recovery if pending else {})
    elif pending:
        alarm = recovery.get("rung") == "alarm"
        facts = {"because": f"recovery.{recovery.get('rung')}", "of": dict(recovery)}
        yield Problem("modem.alarm" if alarm else "modem.recovery", name, PROBLEM if alarm else NOTE, facts)
    if state == "holding":
        yield from _holding(name, status)
    drift = _mapping(status.get("drift"))
    if drift and not (state == "holding" and status.get("reason") in _DRIFT):
        facts = {"because": str(drift.get("key")), "of": dict(_mapping(drift.get("facts")))}
        yield Problem("sim.drift", name, WARNING, facts)
    if state != "down":
        yield from _of_radio(name, status, known)
    yield from _of_memory(name, status, known)


def _down(name: str, status: Mapping[str, Any], recovery: Mapping[str, Any]) -> Problem:
    """One problem for the whole incident, whatever reasons it goes through."""
    facts = _because(status)
    if status.get("reason") in LOCKED:
        return Problem("sim.locked", name, PROBLEM, facts)
    if recovery:
        facts |= {"rung": str(recovery.get("rung")), "tries": recovery.get("tries")}
    return Problem("modem.down", name, PROBLEM, facts)


def _holding(name: str, status: Mapping[str, Any]) -> Iterator[Problem]:
    reason, facts = str(status.get("reason") or ""), _because(status)
    if reason in _DRIFT:
        yield Problem("sim.drift", name, WARNING, facts)
        return
    if reason.startswith("pacing.") and _mapping(status.get("facts")).get("reason") in _BRIEF:
        return
    key, severity = HOLDING.get(reason) or HOLDING.get(reason.partition(".")[0]) or ("modem.holding", WARNING)
    if key == "sim.swapped":
        facts["sim"] = status.get("sim_id")
    yield Problem(key, "" if key == "store.trouble" else name, severity, facts)


def _of_radio(name: str, status: Mapping[str, Any], known: Collection[tuple[str, str]]) -> Iterator[Problem]:
    dbm, key = status.get("dbm"), "modem.weak_signal"
    limit = STRONG_AGAIN_DBM if (key, name) in known else WEAK_DBM + 1
    if isinstance(dbm, int) and dbm < limit:
        yield Problem(key, name, WARNING, {"dbm": dbm})


def _of_memory(name: str, status: Mapping[str, Any], known: Collection[tuple[str, str]]) -> Iterator[Problem]:
    used, capacity, key = status.get("storage_used"), status.get("storage_capacity"), "modem.storage"
    share = ROOM_AGAIN if (key, name) in known else FULL
    if isinstance(used, int) and isinstance(capacity, int) and capacity and used >= share * capacity:
        yield Problem(key, name, WARNING, {"used": used, "capacity": capacity})


def _because(status: Mapping[str, Any]) -> dict[str, object]:
    of = {"port": status.get("port"), "name": status.get("name"), **_mapping(status.get("facts"))}
    return {"because": str(status.get("reason") or ""), "of": of}


def _mapping(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}
