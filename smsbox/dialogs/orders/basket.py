"""What somebody has said so far about the order he is making: the state of its dialog, and how his words change it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from smsbox.dialogs.flow import Flow
from smsbox.dialogs.orders import reading, words
from smsbox.dialogs.orders.goods import DELIVER, PICK_UP, Catalogue
from smsbox.dialogs.orders.reading import Listed, Wanted
from smsbox.dialogs.orders.telling import text_of
from smsbox.sms.keywords import Kind

CHOOSE, WHICH, WHERE, ADDRESS, CONFIRM = "choose", "which", "where", "address", "confirm"
BRING, FETCH = "bring", "fetch"
LONGEST_NOTE, _LONGEST_ADDRESS = 300, 120
Doubt = tuple[tuple[str, ...], int | None]
"""Codes one of which is meant, and how many pieces."""


@dataclass(frozen=True, slots=True)
class Basket:
    """`step`: what he was asked; `lines`: code → pieces; `way`: BRING, FETCH, "" while nobody has said; `note`: what
    he wrote beside the goods; `page` of the catalogue he saw last; `doubts`: codes one of which he means, with pieces;
    `asked`: the code of the one thing he has just asked the price of.
    """

    step: str = CHOOSE
    lines: Mapping[str, int] = field(default_factory=dict)
    way: str = ""
    address: str = ""
    note: str = ""
    page: int = 0
    doubts: tuple[Doubt, ...] = ()
    asked: str = ""

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Basket:
        """From the state of a dialog."""
        doubts = tuple((tuple(codes), amount) for codes, amount in state.get("doubts", ()))
        return cls(**{**state, "doubts": doubts})

    def state(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)

    def bring(self, catalogue: Catalogue) -> bool | None:
        """Whether it is to be brought; None while he has to be asked."""
        if catalogue.delivery in (PICK_UP, DELIVER):
            return catalogue.delivery == DELIVER
        return None if not self.way else self.way == BRING


def changed(basket: Basket, listed: Listed, text: str) -> Basket:
    """The basket after he has named goods: what he names is set, added, taken out, or stands for all he had."""
    lines = dict(basket.lines)
    listed, doubts = _without_doubts(basket, listed)
    adds = words.adds(text)
    named = [each.codes[0] for each in listed.wanted if len(each.codes) == 1]
    if words.begins_with(text, Kind.NO) and lines and any(code not in lines for code in named):
        lines.clear()  # "ні, 3 тюльпани": not what was offered
    for each in listed.wanted:
        if len(each.codes) > 1:
            had = [code for code in each.codes if code in lines]
            if len(had) != 1:
                doubts.append((each.codes, each.amount))
                continue
            code = had[0]
        else:
            code = each.codes[0]
        had_pieces = lines.get(code, 0)
        if each.away:
            lines[code] = 0 if each.amount is None else had_pieces - each.amount
        elif each.amount is None:
            lines[code] = had_pieces + 1 if adds else had_pieces or 1
        else:
            lines[code] = each.amount + (had_pieces if adds else 0)
    lines = {code: pieces for code, pieces in lines.items() if pieces > 0}
    return replace(basket, lines=lines, doubts=tuple(doubts))


def _without_doubts(basket: Basket, listed: Listed) -> tuple[Listed, list[Doubt]]:
    """Whoever names one of the goods he was asked about wants as many of it as he has said before."""
    doubts, wanted = list(basket.doubts) if basket.step == WHICH else [], list[Wanted]()
    for each in listed.wanted:
        doubt = next((one for one in doubts if len(each.codes) == 1 and each.codes[0] in one[0]), None)
        if doubt is not None:
            doubts.remove(doubt)
            each = replace(each, amount=doubt[1] if each.amount is None else each.amount)
        wanted.append(each)
    return replace(listed, wanted=tuple(wanted)), doubts


def noted(basket: Basket, text: str) -> Basket:
    """With what he wrote beside the goods, for people to read."""
    note = f"{basket.note}\n{text}".strip()[-LONGEST_NOTE:]
    return replace(basket, note=note)


def by_the_way(flow: Flow[Catalogue], basket: Basket, text: str) -> Basket:
    """Beside the goods he may say how he gets them, and where to: the address ends where goods are named again."""
    way = basket.way or words.way(text)
    if flow.part.delivery != PICK_UP and way != FETCH and not basket.address and (street := words.street(text)):
        pieces = re.split(r"(?<=[,;])", street)
        named = (at for at, each in enumerate(pieces) if at and reading.listed(each, flow.part).wanted)
        return replace(basket, way=BRING, address=tidy("".join(pieces[: next(named, None)]).rstrip(",; ")))
    return replace(basket, way=way)


def tidy(address: str) -> str:
    """As it is kept, in one line."""
    return words.address(address)[:_LONGEST_ADDRESS]


def fitted(flow: Flow[Catalogue], basket: Basket, left: Mapping[str, int | None]) -> tuple[Basket, str]:
    """The basket with no more in it than there is and one order may hold, and what has to be told about that."""
    lines, about = dict[str, int](), ""
    for code, amount in basket.lines.items():
        goods, pieces = flow.part.get(code), left.get(code)
        if goods is None:
            continue
        if pieces is not None and pieces < min(amount, goods.most):
            about += text_of(flow, "short" if pieces else "gone", title=goods.title, left=pieces)
            amount = pieces
        elif amount > goods.most:
            about += text_of(flow, "too_many", title=goods.title, most=goods.most)
            amount = goods.most
        if amount > 0:
            lines[code] = amount
    return replace(basket, lines=lines), about
