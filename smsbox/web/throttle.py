"""Slows down guessing: after ten wrong passwords from one address it has to wait, minutes but never for ever.

Only the address is held back: the owner elsewhere, and everybody who is signed in, is not. Counts live in the database,
so that a restart does not hand out ten more tries.
"""

from __future__ import annotations

import ipaddress
import math
from typing import TYPE_CHECKING

from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.store import Store, accounts

if TYPE_CHECKING:
    from smsbox.web.forms import Filled
    from smsbox.web.visit import Visit

FREE_TRIES = 10
WAIT = N_("Too many wrong passwords from this device. Try again in %(span)s.")


def visitor_key(address: str) -> str:
    """Whom a try is charged to: an IPv4 address, or the /64 network that somebody with IPv6 has to himself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "address:unknown"
    if found.version == 6:
        return f"address:{ipaddress.ip_network((found, 64), strict=False).network_address}"
    return f"address:{found}"


def held_back(store: Store, address: str, now: Micros) -> int:
    """Seconds this address still has to wait; 0 when it may try."""
    return math.ceil(accounts.too_many(store, visitor_key(address), now, most=FREE_TRIES))


def told_to_wait(visit: Visit, form: Filled) -> bool:
    """Whether this visitor may not try yet; the form and the Retry-After header (RFC 9110 10.2.3) then say so."""
    wait = held_back(visit.site.store, visit.address, visit.now)
    if wait:
        visit.headers.append(("Retry-After", str(wait)))
        form.wrong("form", visit.tr.gettext(WAIT) % {"span": visit.tr.span(wait)})
    return bool(wait)


def failed(store: Store, address: str, now: Micros) -> None:
    """One more wrong try."""
    accounts.note_failure(store, visitor_key(address), now)


def succeeded(store: Store, address: str) -> None:
    """A right password: the count starts anew."""
    accounts.clear_failures(store, visitor_key(address))
