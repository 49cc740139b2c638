"""Goods, baskets and sums as they stand in an SMS: short, in the shop's money, a long catalogue page by page; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from smsbox.dialogs.flow import Flow
from smsbox.dialogs.moves import Say
from smsbox.dialogs.orders.goods import Catalogue, Goods
from smsbox.dialogs.saying import told as filled
from smsbox.wording.person import Person
from smsbox.wording.price import price

PAGE_SEGMENTS = 2
"""A page of the catalogue has at most so many segments, unless one thing alone is longer."""

Lines = Mapping[str, int]
"""Code → pieces, in the order in which they were named."""


def money(hundredths: int, currency: str, language: str) -> str:
    """A sum as people say it: `1 250 грн`, `89,50 грн`, `UAH` behind it in English, too."""
    whole, rest = divmod(hundredths, 100)
    point = "." if language == "en" else ","
    return f"{whole:,}".replace(",", " ") + (f"{point}{rest:02}" if rest else "") + (f" {currency}" if currency else "")


def worth(catalogue: Catalogue, lines: Lines) -> int:
    """What the goods cost, in hundredths, without their delivery."""
    return sum(amount * goods.price for goods, amount in priced(catalogue, lines))


def priced(catalogue: Catalogue, lines: Lines) -> list[tuple[Goods, int]]:
    """The goods of a basket with their pieces."""
    found = ((catalogue.get(code), amount) for code, amount in lines.items())
    return [(goods, amount) for goods, amount in found if goods is not None]


def told(catalogue: Catalogue, lines: Lines) -> str:
    """A basket: `Троянда x11, Тюльпан x3`."""
    return ", ".join(f"{goods.title} x{amount}" for goods, amount in priced(catalogue, lines))


def offered(flow: Flow[Catalogue], goods: Goods) -> str:
    """One line of the catalogue: `R1 Троянда 85 грн`."""
    return f"{goods.code} {goods.title} {money(goods.price, flow.part.currency, flow.language)}"


def example(goods: Iterable[Goods]) -> str:
    """How one orders, shown with the first of `goods`."""
    first = next(iter(goods))
    return f"{first.code} x{min(2, first.most)}"


def menu(flow: Flow[Catalogue], goods: Sequence[Goods], page: int) -> tuple[Say, int]:
    """That page of what there is (from 0, the first again behind the last), and which page it really is."""
    pages = _pages(flow, goods)
    page %= len(pages)
    return _page(flow, goods, pages[page], more=len(pages) > 1), page


def text_of(flow: Flow[Any], key: str, **facts: object) -> str:
    """One of the flow's texts with its fields filled, to be put before another."""
    say = flow.say(key, **facts)
    return filled(say, Person.of({}, language=flow.language)) + (" " if say.text.endswith(" ") else "")


def before(about: str, say: Say) -> Say:
    """`about`, plain text, in front of what is said."""
    return say if not about else Say("{about}" + say.text, {**say.facts, "about": about})


def _pages(flow: Flow[Catalogue], goods: Sequence[Goods]) -> list[list[Goods]]:
    pages: list[list[Goods]] = [[]]
    for each in goods:
        if pages[-1] and _segments(flow, goods, [*pages[-1], each]) > PAGE_SEGMENTS:
            pages.append([])
        pages[-1].append(each)
    return pages


def _segments(flow: Flow[Catalogue], goods: Sequence[Goods], page: Sequence[Goods]) -> int:
    say = _page(flow, goods, page, more=len(page) < len(goods))
    return price(filled(say, Person.of({}, language=flow.language))).segments


def _page(flow: Flow[Catalogue], goods: Sequence[Goods], page: Sequence[Goods], *, more: bool) -> Say:
    lines = "\n".join(offered(flow, each) for each in page)
    return flow.say("menu_more" if more else "menu", goods=lines, example=example(page or goods))
