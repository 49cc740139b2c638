"""Codes in what people write that lead to work: a coupon, an order, a number that is known; each becomes a link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from smsbox import contacts, coupons
from smsbox.coupons import codes
from smsbox.desk import threads
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.web.messages.visible import visible

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

_TOKEN = re.compile(r"\+?\d[\d ()\u00a0-]{7,16}\d|№ ?\d[\d-]{0,9}|\b\w[\w-]{1,23}")
_ORDER = re.compile(r"(?:№ ?)?[0-9]{1,2}-[0-9]{1,4}")
_DIGITS = 9
_FEWEST, _MOST = 6, 24
_LOOKED_UP = 40
"""Candidates of a page: nobody sends that many codes, and each is a read by an index."""

Linked = Callable[[str], Markup]


def linking(visit: Visit, texts: Iterable[str], number: str = "") -> Linked:
    """What shows one of `texts`, which `number` wrote, with its codes as links."""
    tokens = dict.fromkeys(match[0] for text in texts for match in _TOKEN.finditer(text))
    found = _numbers(visit, tokens) | _coupons(visit, tokens) | _orders(visit, tokens, number)
    return lambda text: _linked(visit, text, found)


def path_of(number: str) -> str:
    """Where the conversation with E.164 `number` is."""
    return f"/desk/{number.removeprefix('+')}"


def _linked(visit: Visit, text: str, found: Mapping[str, str]) -> Markup:
    pieces, start = list[Markup](), 0
    for match in _TOKEN.finditer(text):
        href = found.get(match[0])
        if href is not None:
            pieces.append(visible(text[start : match.start()], visit.tr))
            pieces.append(Markup('<a href="{}">{}</a>').format(href, visible(match[0], visit.tr)))
            start = match.end()
    return Markup("").join([*pieces, visible(text[start:], visit.tr)])


def _numbers(visit: Visit, tokens: Iterable[str]) -> dict[str, str]:
    """Numbers of customers, and those with whom somebody has talked."""
    meant: dict[str, str] = {}
    for token in tokens:
        if sum(each.isdigit() for each in token) >= _DIGITS and len(meant) < _LOOKED_UP:
            try:
                meant[token] = parse(token, visit.site.config.region.country)
            except BadNumber:
                continue
    known = set(contacts.ids_by_numbers(visit.site.store, meant.values())) if meant else set()
    known |= {each.number for each in threads.of_numbers(visit.site.store, meant.values())}
    return {token: f"{path_of(number)}#end" for token, number in meant.items() if number in known}


def _coupons(visit: Visit, tokens: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    looked_up = 0
    for token in tokens:
        folded = codes.folded(token)
        if not _FEWEST <= len(folded) <= _MOST or not (any(map(str.isdigit, folded)) or codes.checks(folded)):
            continue
        looked_up += 1
        if looked_up > _LOOKED_UP:
            break
        coupon = coupons.find(visit.site.store, token)
        if coupon is not None:
            found[token] = f"/coupons/redeem?{urlencode({'code': coupon.written})}"
    return found


def _orders(visit: Visit, tokens: Iterable[str], number: str) -> dict[str, str]:
    """Numbers of orders, as the box tells them to customers: his own before another's of the same number."""
    if not any(_ORDER.fullmatch(token) for token in tokens):
        return {}
    from smsbox.dialogs.orders import rows  # only for who has orders

    meant = [token for token in tokens if _ORDER.fullmatch(token)][:_LOOKED_UP]
    found = {token: rows.called(visit.site.store, token.lstrip("№ ")) for token in meant}
    first = {token: next((each for each in orders if each.number == number), None) for token, orders in found.items()}
    return {token: f"/orders/{(first[token] or orders[0]).id}" for token, orders in found.items() if orders}
