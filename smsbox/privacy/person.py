"""Whose data is meant: his numbers in all the ways they are written, his name, and the rows that hang on them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from smsbox import contacts
from smsbox.contacts import Contact
from smsbox.sms.octets import swap_nibbles
from smsbox.store import Store

_COUNTRY = "+380"
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Person:
    """`numbers`: E.164, all that lead to him; `contact`: as a customer, None when he is none. `namesake`: another
    customer is called the same, so that a text with that name need not speak of him.
    """

    numbers: tuple[str, ...]
    contact: Contact | None
    namesake: bool = False

    @property
    def written(self) -> tuple[str, ...]:
        """His numbers in all the ways they are written, in PDUs of the event log too, longest first."""
        ways = [way for number in self.numbers for way in _ways(number)]
        return tuple(sorted(dict.fromkeys(ways), key=len, reverse=True))

    @property
    def traces(self) -> tuple[str, ...]:
        """What nothing may hold once he is erased: his numbers, and his name where it is a first and a last one."""
        name = self.contact.name if self.contact is not None and not self.namesake else ""
        names = [name, json.dumps(name)[1:-1]] if len(name.split()) >= _FEWEST_WORDS else []
        return (*self.written, *dict.fromkeys(names))


def person(store: Store, number: str) -> Person:
    """To whom E.164 `number` leads; somebody without a name when he is no customer."""
    contact = contacts.by_number(store, number)
    if contact is None:
        return Person((number,), None)
    return Person(contact.numbers, contact, bool(contacts.of_one(store, contact)))


def _ways(number: str) -> list[str]:
    digits = number.removeprefix("+")
    national = [f"0{number.removeprefix(_COUNTRY)}"] if number.startswith(_COUNTRY) else []
    wire = swap_nibbles(bytes.fromhex(digits + "f" * (len(digits) % 2))).hex() if digits.isdecimal() else number
    return [number, digits, *national, wire, wire.upper()]
