"""What one customer's page shows of him beside his own row: permission, talk, calls, coupons, campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox import consent, inbox
from smsbox.clock import Micros
from smsbox.consent import Line, Standing
from smsbox.contacts import Contact
from smsbox.inbox import InboxFilter
from smsbox.outbox import Filter, listing
from smsbox.outbox.reasons import explain_reason
from smsbox.privacy.dealings import Dealings, dealings

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

SHOWN = 12
"""Of each list; the rest is behind a link."""


@dataclass(frozen=True, slots=True)
class Told:
    """One message of the talk, his or ours; `label` the word of the state of ours."""

    link: str
    at: Micros
    text: str
    ours: bool
    label: str


@dataclass(frozen=True, slots=True)
class About:
    """All of it: each number with where it stands and the lines that led there, the newest of everything first.
    `why_not`: by campaign, in words, why he got nothing of it.
    """

    permissions: list[tuple[Standing, list[Line]]]
    talk: list[Told]
    dealt: Dealings
    why_not: dict[int, str]


def about(visit: Visit, contact: Contact) -> About:
    """Everything known of him in other rooms, as far as it is shown."""
    store, numbers = visit.site.store, contact.numbers
    dealt = dealings(store, numbers, SHOWN)
    return About(
        permissions=[(consent.standing(store, each), consent.history(store, each)[::-1]) for each in numbers],
        talk=_talk(visit, numbers),
        dealt=dealt,
        why_not={each.id: _why_not(visit, each.reason) for each in dealt.campaigns},
    )


def _why_not(visit: Visit, reason: str | None) -> str:
    told = explain_reason(visit.tr, reason)
    return told.cause if told is not None else ""


def _talk(visit: Visit, numbers: tuple[str, ...]) -> list[Told]:
    store, talk = visit.site.store, list[Told]()
    for number in numbers:
        talk += [
            Told(f"/outbox/{each.id}", each.created_at, each.text, ours=True, label=each.state.label)
            for each in listing.page(store, Filter(recipient=number), limit=SHOWN).rows
        ]
        talk += [
            Told(f"/inbox/{each.id}", each.received_at, each.text, ours=False, label="")
            for each in inbox.found(store, InboxFilter(sender=number), SHOWN)
        ]
    return sorted(talk, key=lambda each: each.at, reverse=True)[:SHOWN]
