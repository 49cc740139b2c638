"""What a shop sells by SMS: the goods of a flow file with codes, prices and pieces, and the terms of ordering; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from smsbox.coupons.worth import hundredths
from smsbox.dialogs.flows.part import Part
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase

LONGEST_CODE, LONGEST_TITLE = 10, 40
PICK_UP, ASK, DELIVER = "no", "ask", "always"
"""`delivery` of a flow file: whoever orders comes for it; chooses; has it brought."""
_MOST = 100
CURRENCIES = {"uk": "грн", "ru": "грн", "en": "UAH", "pl": "zł"}
_SIGNS = re.compile(r"\W|_")


class OrderState(IntEnum):
    """Where an order stands; forward only, and never out of DONE or CANCELLED."""

    NEW = 0
    ACCEPTED = 1
    READY = 2
    DONE = 3
    CANCELLED = 4

    @property
    def text(self) -> str:
        """In words, English."""
        return _STATES[self]

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self < OrderState.DONE


_STATES = {
    OrderState.NEW: N_("New order"),
    OrderState.ACCEPTED: N_("Being made"),
    OrderState.READY: N_("Ready to go"),
    OrderState.DONE: N_("Handed out"),
    OrderState.CANCELLED: N_("Called off"),
}
_UNTIL = {"never": None} | {state.name.lower(): state for state in OrderState if state.open}
_TOLD = tuple(state.name.lower() for state in OrderState if state is not OrderState.NEW)


@dataclass(frozen=True, slots=True)
class Goods:
    """One thing of the catalogue. `price` in hundredths of the currency; `stock`: pieces there are at the beginning,
    None where nobody counts them; `most` in one order; `words`: other names of it.
    """

    code: str
    title: str
    words: tuple[str, ...]
    price: int
    stock: int | None
    most: int

    @property
    def key(self) -> str:
        """The code as it is compared."""
        return plain_code(self.code)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the part of a flow file says. Sums in hundredths of `currency`; `free_from`: sum from which delivery costs
    nothing, None: never; `cancel_until`: the last state in which a customer may call his order off by SMS; `silent`:
    states that he is not told.
    """

    goods: tuple[Goods, ...]
    currency: str
    delivery: str = PICK_UP
    fee: int = 0
    free_from: int | None = None
    least: int = 0
    cancel_until: OrderState | None = OrderState.ACCEPTED
    silent: tuple[OrderState, ...] = ()

    def get(self, code: str) -> Goods | None:
        """The goods of that code, None when there are none (any more)."""
        return next((each for each in self.goods if each.code == code), None)

    def fee_for(self, worth: int) -> int:
        """What it costs to bring goods of so much worth."""
        return 0 if self.free_from is not None and worth >= self.free_from else self.fee


def plain_code(code: str) -> str:
    """A code as it is compared: small letters and digits only."""
    return _SIGNS.sub("", code).casefold()


def read(part: Part) -> Catalogue:
    """The catalogue of a flow file; what is wrong with it is told to `part`."""
    goods: dict[str, Goods] = {}
    for each in part.tables("goods", least=1):
        one = _goods(each)
        if one.key in goods:
            each.wrong("code", Phrase("{code} is the code of other goods already", code=one.code))
        goods.setdefault(one.key, one)
    until = part.choice("cancel_until", tuple(_UNTIL), "accepted")
    return Catalogue(
        tuple(goods.values()),
        currency=part.text("currency", CURRENCIES.get(part.language, ""), longest=5),
        delivery=part.choice("delivery", (PICK_UP, ASK, DELIVER), PICK_UP),
        fee=_sum(part, "delivery_price", 0),
        free_from=_sum(part, "delivery_free_from", 0) or None,
        least=_sum(part, "least", 0),
        cancel_until=_UNTIL[until],
        silent=_silent(part),
    )


def _goods(part: Part) -> Goods:
    code = part.text("code", longest=LONGEST_CODE)
    key = plain_code(code)
    if code and not (any(sign.isdigit() for sign in key) or len(key) > 1):
        part.wrong("code", Phrase("a code is two letters at least, or has a digit in it"))
    stock = part.whole("stock", 0) if part.has("stock") else None
    title = part.text("title", longest=LONGEST_TITLE)
    also = part.texts("words")
    part.spoken("code", code)
    part.spoken("words", *also)
    return Goods(code, title, also, _sum(part, "price"), stock, part.whole("most", _MOST, 1, 9999))


def _sum(part: Part, key: str, default: int | None = None) -> int:
    """A sum as people write it, `85`, `89.90` or "1 250,50", in hundredths."""
    value = part.raw(key, default)
    if not part.has(key):
        return default or 0
    plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    found = hundredths(str(value)) if plain else None
    if found is None:
        part.wrong(key, Phrase("a sum is wanted here, like 85 or 89.90"))
    return found or 0


def _silent(part: Part) -> tuple[OrderState, ...]:
    named = part.texts("silent")
    for word in named:
        if word not in _TOLD:
            part.wrong("silent", Phrase("{found} is not known", found=word), ", ".join(_TOLD))
    return tuple(OrderState[word.upper()] for word in named if word in _TOLD)
