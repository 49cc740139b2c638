"""Tells which SIM sits in a modem, and notices when it is another one than the shop has agreed to send from."""

from __future__ import annotations

import logging

from smsbox import events
from smsbox.clock import Micros
from smsbox.config.model import ModemConfig
from smsbox.modem.identity import Identity
from smsbox.store import Store, seats, sims

log = logging.getLogger(__name__)


def seat(store: Store, modem: ModemConfig, identity: Identity, now: Micros) -> int:
    """The id of the SIM in `modem`. The first one is accepted, another one only where `new_sim` says so.

    A card that gives neither IMSI nor ICCID cannot be told from the accepted one and is taken for it. Raises
    StoreTrouble.
    """
    seated = seats.seated(store, modem.name)
    nameless = not identity.imsi and not identity.iccid
    if nameless and seated is not None:
        return seated
    sim_id = sims.register(store, imsi=identity.imsi, iccid=identity.iccid, modem=modem.name, now=now)
    if identity.own_numbers:
        sims.call_it(store, sim_id, identity.own_numbers[0])
    if seated == sim_id:
        return sim_id
    if seated is None or modem.new_sim == "accept" or _was_nameless(store, seated):
        seats.accept(store, modem.name, sim_id, now=now)
    else:
        log.warning("modem %s: another SIM than before; nothing is sent from it until somebody accepts it", modem.name)
        events.append(store, events.SIM_SWAPPED, now=now, modem=modem.name, sim_id=sim_id, before=seated)
    return sim_id


def _was_nameless(store: Store, sim_id: int) -> bool:
    return any(sim.id == sim_id and sim.imsi.startswith("modem:") for sim in sims.known(store))
