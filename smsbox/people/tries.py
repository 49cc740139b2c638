"""Slows down guessing: ten tries in a quarter of an hour, then a wait of minutes, never for ever.

A try is charged to the address it comes from – or, from a browser in which this user was signed in before, to that
browser alone. So whoever guesses in the owner's name holds back nobody but his own address; and where he shares the
owner's address (one router, one proxy), the owner's own browser still gets in. Codes are charged to the user as well,
since whoever is asked for one has given the right password. Counts live in the database: a restart hands out no new
tries. A try is charged before it is made, so tries made at once do not slip through together.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.people import accounts, sessions
from smsbox.people.codes import digest
from smsbox.store import Store
from smsbox.store.accounts import attempt, clear_failures, give_back, too_many

FREE_TRIES = 10
FOR_ALL_NAMES = 50
FREE_CODES = 5
"""Wrong codes a user may give from browsers nobody knows, in the same span: 480 a day against a million."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a try is charged to: keys with the number of tries each has."""

    keys: tuple[tuple[str, int], ...]
    forgiven: int = 1
    """How many of the keys, from the first on, a right try sets back."""
    known: bool = False
    """The try comes from a browser in which this user was signed in before."""

    def spend(self, store: Store, now: Micros) -> float:
        """Charge a try; the seconds to wait where it may not be made, else 0.0."""
        return attempt(store, self.keys, now)

    def is_used_up(self, store: Store, now: Micros) -> bool:
        """Whether the try just charged was the last one for a while."""
        return any(too_many(store, key, now, most=most) for key, most in self.keys)

    def refund(self, store: Store) -> None:
        """The try was a right one: the count starts anew, and what is shared gets back this one."""
        for key, _ in self.keys[: self.forgiven]:
            clear_failures(store, key)
        for key, _ in self.keys[self.forgiven :]:
            give_back(store, key)


def for_secret(purpose: str, address: str) -> Budget:
    """For a one-time code that anybody may try from there."""
    return Budget(((f"{purpose}:{visitor_key(address)}", FREE_TRIES),))


def for_password(store: Store, name: str, browser: str | None, address: str, now: Micros) -> Budget:
    """For the password of whoever is called `name`, if anybody is, from a browser that may be known for him.

    An address has ten tries for a name, and fifty for all names together: those no right password gives back, or
    somebody with an account of his own could go on guessing at another's for ever.
    """
    found = accounts.find(store, name)
    if found is not None and browser and sessions.is_known(store, found.id, browser, now):
        return Budget(((f"browser:{digest(browser).hex()}", FREE_TRIES),), known=True)
    visitor = visitor_key(address)
    return Budget(((f"{visitor}:{digest(accounts.folded(name)).hex()[:16]}", FREE_TRIES), (visitor, FOR_ALL_NAMES)))


def for_code(store: Store, user_id: int, browser: str | None, address: str, now: Micros) -> Budget:
    """For the second step of a log-in."""
    if browser and sessions.is_known(store, user_id, browser, now):
        return Budget(((f"browser-code:{digest(browser).hex()}", FREE_CODES),), known=True)
    return Budget(((f"code:{user_id}", FREE_CODES), (f"codes:{visitor_key(address)}", FOR_ALL_NAMES)))


def for_user(user_id: int) -> Budget:
    """For the password that is asked again of somebody who is signed in."""
    return Budget(((f"again:{user_id}", FREE_TRIES),))


def visitor_key(address: str) -> str:
    """Whom a try is charged to: an IPv4 address, or the /64 network that somebody with IPv6 has to himself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "address:unknown"
    if found.version == 6 and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if found.version == 6:
        return f"address:{ipaddress.ip_network((found, 64), strict=False).network_address}"
    return f"address:{found}"
