"""Rights: what may be done here, and which role has what. Everything else asks `may`; nobody compares roles."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from smsbox.i18n.marks import N_


class Right(Enum):
    """Something one may do; the value is its word in tokens and tests, `text` what it is called on the page."""

    SEE = "see"
    READ = "read"
    WRITE = "write"
    STEER = "steer"
    BULK = "bulk"
    MODEMS = "modems"
    SETTINGS = "settings"
    SHOP = "shop"
    INSPECT = "inspect"
    PEOPLE = "people"

    @property
    def text(self) -> str:
        """The right in words, English."""
        return _RIGHTS[self]


class Role(Enum):
    """What somebody is in the shop; the value is what the database and the command line say."""

    OWNER = "owner"
    MARKETER = "marketer"
    MANAGER = "manager"
    TECHNICIAN = "technician"

    @property
    def text(self) -> str:
        """The role in words, English."""
        return _ROLES[self][0]

    @property
    def hint(self) -> str:
        """What it is for, one sentence, English."""
        return _ROLES[self][1]

    @property
    def rights(self) -> frozenset[Right]:
        """What it may do."""
        return _OF_ROLE[self]


_RIGHTS = {
    Right.SEE: N_("See the state of the box"),
    Right.READ: N_("Read messages and calls"),
    Right.WRITE: N_("Write to a customer, settle calls, redeem coupons"),
    Right.STEER: N_("Hold, cancel and repeat messages"),
    Right.BULK: N_("Write to many at once"),
    Right.MODEMS: N_("Pause modems, agree to SIMs, ask by USSD"),
    Right.SETTINGS: N_("Change technical settings and routes"),
    Right.SHOP: N_("Change the rules for customers"),
    Right.INSPECT: N_("Use the doctor and take the bundle for support"),
    Right.PEOPLE: N_("Manage people, tokens and the audit log"),
}

_ROLES = {
    Role.OWNER: (N_("Owner"), N_("May do everything, and says who else may do what.")),
    Role.MARKETER: (N_("Marketer"), N_("Reads and writes messages, also to many people at once.")),
    Role.MANAGER: (N_("Manager"), N_("Answers customers one by one and returns their calls.")),
    Role.TECHNICIAN: (
        N_("Technician"),
        N_("Looks after modems, SIM cards and settings. Does not see what customers write, nor their numbers."),
    ),
}

_OF_ROLE = {
    Role.OWNER: frozenset(Right),
    Role.MARKETER: frozenset({Right.SEE, Right.READ, Right.WRITE, Right.STEER, Right.BULK, Right.SHOP}),
    Role.MANAGER: frozenset({Right.SEE, Right.READ, Right.WRITE, Right.STEER}),
    Role.TECHNICIAN: frozenset({Right.SEE, Right.MODEMS, Right.SETTINGS, Right.INSPECT}),
}

FOR_TOKENS = (Right.SEE, Right.READ, Right.WRITE, Right.STEER, Right.BULK)
"""What a program may be allowed: never the modems, the settings, or people."""

MOST_WITHOUT_BULK = 10
"""Recipients of one message beyond which it is a mailing, and needs `Right.BULK`."""


def role_called(word: str) -> Role | None:
    """The role whose word this is."""
    return next((role for role in Role if role.value == word), None)


def may(role_word: str, right: Right) -> bool:
    """Whether somebody of this role may do that; a role this program does not know may do nothing."""
    role = role_called(role_word)
    return role is not None and right in role.rights


def who_may(rights: Collection[Right]) -> tuple[Role, ...]:
    """The roles that have all of `rights`, the owner first."""
    return tuple(role for role in Role if role.rights.issuperset(rights))
