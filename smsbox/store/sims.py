"""The SIMs that were ever seen: numbers, references and quotas hang on them, not on modems."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import HOUR, Micros
from smsbox.store.db import Store
from smsbox.store.tables import Sim

_BY_IMSI = "SELECT id, iccid, modem, last_seen_at FROM sims WHERE imsi = ? FOR UPDATE"
_BY_ICCID = "SELECT id, iccid, modem, last_seen_at FROM sims WHERE iccid = ? ORDER BY id LIMIT 1 FOR UPDATE"
_KEPT = "imsi, iccid, modem, number, first_seen_at, last_seen_at, last_reference"
_UNTOUCHED = HOUR
"""Seeing a known SIM again is written down at most this often."""


@dataclass(frozen=True, slots=True)
class KnownSim:
    """A SIM; `modem` is the name of the modem it was last seen in, `imsi` starts with `iccid:` or `modem:` if it had
    none.
    """

    id: int
    imsi: str
    iccid: str | None
    modem: str | None
    first_seen_at: Micros
    last_seen_at: Micros


def register(store: Store, *, imsi: str | None, iccid: str | None, modem: str, now: Micros) -> int:
    """The id of a SIM, new or known. Without an IMSI the ICCID tells it, without both the modem's name."""
    identity = imsi or (f"iccid:{iccid}" if iccid else f"modem:{modem}")
    with store.write():
        row = store.run(_BY_IMSI, identity).fetchone()
        if row is None and not imsi and iccid:
            row = store.run(_BY_ICCID, iccid).fetchone()
        if row is None:
            (sim_id,) = store.reserve_ids("sims", 1)
            store.run(
                "INSERT INTO sims (id, imsi, iccid, modem, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)",
                *(sim_id, identity, iccid, modem, now, now),
            )
            return sim_id
        sim_id = int(row[0])
        if (row[1], row[2]) != (iccid or row[1], modem) or not 0 <= now - row[3] < _UNTOUCHED:
            store.run(
                "UPDATE sims SET iccid = ?, modem = ?, last_seen_at = ? WHERE id = ?",
                *(iccid or row[1], modem, now, sim_id),
            )
        return sim_id


def call_it(store: Store, sim_id: int, number: str) -> None:
    """The SIM says that this is its number, however it spells it."""
    with store.write(durable=False):
        store.run("UPDATE sims SET number = ? WHERE id = ? AND coalesce(number, '') <> ?", number, sim_id, number)


def own_numbers(store: Store) -> list[str]:
    """The numbers of all SIMs that know their own, as they spell them."""
    return [row[0] for row in store.run("SELECT number FROM sims WHERE number IS NOT NULL").fetchall()]


def known(store: Store) -> list[KnownSim]:
    """All SIMs, oldest first."""
    return [
        KnownSim(sim.id, sim.imsi, sim.iccid, sim.modem, sim.first_seen_at, sim.last_seen_at)
        for sim in store.query(Sim.select().order_by(Sim.id))
    ]


def carry(there: Store, here: Store) -> dict[int, int]:
    """Have `here`, an older copy of `there`, know every SIM that `there` knows; which id there is which here. Inside
    the caller's transaction in `here`.
    """
    ours = dict(here.run("SELECT imsi, id FROM sims").fetchall())
    found = {}
    for row in there.run(f"SELECT id, {_KEPT} FROM sims ORDER BY id").fetchall():  # noqa: S608 – constants
        sim_id = ours.get(row[1])
        if sim_id is None:
            (sim_id,) = here.reserve_ids("sims", 1)
            here.run(f"INSERT INTO sims (id, {_KEPT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sim_id, *row[1:])  # noqa: S608
        here.run("UPDATE sims SET last_reference = ? WHERE id = ?", row[7], sim_id)
        found[int(row[0])] = int(sim_id)
    return found
