"""What people decide about modems and their SIMs: pausing, resuming, agreeing to send from another SIM."""

from __future__ import annotations

from smsbox import events
from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.store import Store, seats


class NothingToAccept(SmsboxError):
    """The modem has shown no SIM yet, so there is none to agree to. Facts: `name`."""

    key = "fleet.nothing_to_accept"
    exit_code = 69


def pause(store: Store, modem: str, *, now: Micros, by_whom: str | None = None, why: str | None = None) -> bool:
    """`modem` sends nothing more until it is resumed; it goes on receiving. False when it was paused already."""
    with store.write():
        if seats.paused(store, modem) is not None:
            return False
        seats.pause(store, modem, now=now, by_whom=by_whom, why=why)
        events.append(store, events.MODEM_PAUSED, now=now, modem=modem, by_whom=by_whom, why=why)
    return True


def resume(store: Store, modem: str, *, now: Micros, by_whom: str | None = None) -> bool:
    """`modem` sends again. False when it was not paused."""
    with store.write():
        if not seats.resume(store, modem):
            return False
        events.append(store, events.MODEM_RESUMED, now=now, modem=modem, by_whom=by_whom)
    return True


def accept_sim(store: Store, modem: str, sim_id: int | None, *, now: Micros, by_whom: str | None = None) -> bool:
    """`modem` may send from SIM `sim_id`, the one it showed last. False when it may already. Raises NothingToAccept."""
    if sim_id is None:
        raise NothingToAccept(name=modem)
    with store.write():
        if seats.seated(store, modem) == sim_id:
            return False
        seats.accept(store, modem, sim_id, now=now, by_whom=by_whom or "")
        events.append(store, events.SIM_ACCEPTED, now=now, modem=modem, sim_id=sim_id, by_whom=by_whom)
    return True
