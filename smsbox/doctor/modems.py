"""What the status of each modem means: works, holds, is down; signal, network, service centre, memory, recovery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from smsbox.doctor.findings import Finding, note, ok, problem, warning

_VERDICTS = ((-75, "excellent"), (-87, "good"), (-97, "fair"), (-103, "weak"))
"""dBm and above → what that is worth; below −103 (+CSQ 5 of 31) sending often fails."""
_ORDINARY = ("relay.console", "relay.paused", "pacing.limit", "pacing.reserve")
"""Reasons to hold that need nobody."""
_PASSING = ("relay.sim_rests", "relay.roaming", "pacing", "money")
"""Those that end by themselves or are somebody's decision, by key or the word before its dot."""
_TIGHT = 0.8
_ALL_TRIES = 3
"""Wrong PINs a SIM forgives (ETSI TS 102 221 9.5)."""


def modem(status: Mapping[str, Any]) -> Iterator[Finding]:
    """What the status of one modem, as the daemon tells it or a probe found it, means."""
    name = str(status.get("name") or "?")
    yield _state(name, status)
    if status.get("recovery"):
        yield from _recovery(name, status["recovery"])
    if status.get("state") in ("ready", "holding"):
        yield from radio(name, status)
        yield from memory(name, status)
        yield from pin(name, status.get("pin_tries"))


def _state(name: str, status: Mapping[str, Any]) -> Finding:
    state, reason, kinds = status.get("state"), status.get("reason"), status.get("kinds")
    why = {"name": name, "because": reason or "error.unexpected", "of": _facts(status)}
    if state == "starting":
        return warning("doctor.modem_starting", name, name=name)
    if state == "ready" and reason:
        return warning("doctor.modem_slow", name, **why)
    if state == "ready":
        return ok(
            "doctor.modem_ready", name, name=name, **{key: status.get(key) for key in ("operator", "dbm", "imsi")}
        )
    if state != "holding":
        return problem("doctor.modem_down", name, **why)
    make = note if reason in _ORDINARY else warning if _passes(str(reason)) else problem
    return make("doctor.modem_partly" if kinds else "doctor.modem_holds", name, **why)


def _passes(reason: str) -> bool:
    return reason in _PASSING or reason.partition(".")[0] in _PASSING


def _facts(status: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the reason; explanations may name the port and the modem too."""
    return {"port": status.get("port"), "name": status.get("name"), **(status.get("facts") or {})}


def radio(name: str, status: Mapping[str, Any]) -> Iterator[Finding]:
    """Registration, signal, and where SMS are handed in."""
    dbm, registration = status.get("dbm"), status.get("registration")
    if registration and status.get("reason") != "relay.not_registered":
        yield ok("doctor.registered", name, name=name, registration=registration)
    if isinstance(dbm, int):
        judged = verdict(dbm)
        weak = judged == "very_weak"
        yield (warning if weak else note if judged == "weak" else ok)(
            "doctor.signal_weak" if judged in ("weak", "very_weak") else "doctor.signal_ok",
            *(name,),
            name=name,
            dbm=dbm,
            verdict=judged,
        )
    if status.get("smsc"):
        yield ok("doctor.smsc", name, name=name, smsc=status["smsc"])
    if status.get("smsc") == "":
        yield problem("doctor.no_smsc", name, name=name)


def verdict(dbm: int) -> str:
    """What a field strength is worth, as one of the words of `verdict`."""
    return next((word for least, word in _VERDICTS if dbm >= least), "very_weak")


def memory(name: str, status: Mapping[str, Any]) -> Iterator[Finding]:
    """How full the message memory is."""
    used, capacity = status.get("storage_used"), status.get("storage_capacity")
    if not isinstance(used, int) or not capacity:
        return
    facts = {"name": name, "used": used, "capacity": capacity}
    if used >= capacity:
        yield warning("doctor.storage_full", name, **facts)
    elif used >= _TIGHT * capacity:
        yield note("doctor.storage_filling", name, **facts)
    else:
        yield ok("doctor.storage_ok", name, **facts)


def pin(name: str, left: object) -> Iterator[Finding]:
    """How many wrong PINs the SIM still forgives, where the modem tells."""
    if isinstance(left, int):
        yield (ok if left >= _ALL_TRIES else warning)(
            "doctor.pin_tries" if left >= _ALL_TRIES else "doctor.pin_few", name, name=name, left=left
        )


def _recovery(name: str, recovery: Mapping[str, Any]) -> Iterator[Finding]:
    """An incident that is not over: the last measure of the ladder."""
    if recovery.get("helped"):
        return
    next_at = str(recovery.get("next_at") or "?")[:19].replace("T", " ")
    if recovery.get("rung") == "alarm":
        yield problem("doctor.given_up", name, name=name, next_at=next_at)
    else:
        yield warning("doctor.recovering", name, name=name, rung=recovery.get("rung"), tries=recovery.get("tries"))
