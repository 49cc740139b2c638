"""What a customer wishes, read from a message and put to what is in force for him."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smsbox.config.model import ShopConfig
from smsbox.consent import Standing
from smsbox.subscription.phrasebook import RHYTHMS

MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Wish:
    """What a message chooses; `changes` are arguments of `consent.choose`, empty when he only wants to see them.

    `plain`: it names what it is about (topics, language), so that it is no part of a talk with a person. `slower`: so
    many steps more rarely than now; `less`, `more`: topics beside those he has. `shows`: he asks what there
    is to choose.
    """

    changes: Mapping[str, Any]
    language: str = ""
    plain: bool = False
    slower: int = 0
    less: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    shows: bool = False

    @property
    def chooses(self) -> bool:
        """Whether anything is to be another way than now."""
        return bool(self.changes or self.slower or self.less or self.more)


def settled(wish: Wish, standing: Standing, shop: ShopConfig) -> dict[str, Any]:
    """The arguments of `consent.choose`: what is wished by comparison, put to what is in force."""
    changes = dict(wish.changes)
    if (changes.get("every_days") or MOST_DAYS) <= _usual(shop):
        changes["every_days"] = None  # nobody is written to more often than everybody, and nobody is told so
    if wish.slower:
        changes["every_days"] = _rhythm(standing.every_days, shop, wish.slower)
    if wish.less or wish.more:
        now = shop.topics if standing.topics is None else standing.topics
        kept = [each for each in now if each not in wish.less]
        changes["topics"] = tuple(dict.fromkeys([*kept, *wish.more]))
        if set(changes["topics"]) >= set(shop.topics):
            changes["topics"] = None
    return changes


def _usual(shop: ShopConfig) -> int:
    """Days between two messages as the shop writes to everybody."""
    return max(1, shop.cap_days // shop.cap)


def _rhythm(days: int | None, shop: ShopConfig, step: int) -> int | None:
    """One step of `RHYTHMS` away from what is now; never quicker than the shop writes to anybody."""
    usual = _usual(shop)
    now = max(days or usual, usual)
    if step > 0:
        return next((each for each in RHYTHMS if each > now), MOST_DAYS)
    wanted = max((each for each in RHYTHMS if each < now), default=usual)
    return wanted if wanted > usual else None
