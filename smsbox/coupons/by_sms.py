"""Redeeming by SMS: those who work in the shop write the code, and are told at once whether it counts."""

from __future__ import annotations

import re

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.coupons import codes, series
from smsbox.coupons.coupon import find
from smsbox.coupons.redeeming import Refused, redeem
from smsbox.coupons.words import refusal
from smsbox.coupons.worth import hundredths
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import translator
from smsbox.store import Store

COUNTS = N_("{code}: counts, redeemed. {offer}")
COUNTS_NOT = N_("{code}: NO. {why}")
NO_CODE = N_("Write the code, and what was paid if you like: COUPON {code} 250")

_WORD = re.compile(r"(?i)\s*(?:купон|код|погасити|погашення|промокод|coupon|code|redeem|kupon|kod)\b[\s:.№#-]*")
_WORTH = re.compile(r"\s+(\d{1,7}(?:[.,]\d{1,2})?\s*(?:[^\W\d_]{2,3}\.?|[₴€])?)\s*\Z")
_MOST = 60


def by_sms(store: Store, config: Config, number: str, text: str, now: Micros) -> str | None:
    """The answer to a member of the staff (`shop.staff`) who redeems a coupon; None when this is no such message.

    A code alone, or behind the word COUPON (uk, ru, en, pl); a sum behind it is what was paid. Joins the transaction
    that is open.
    """
    if number not in config.shop.staff:
        return None
    word = _WORD.match(text)
    said = text[word.end() :] if word else text
    if len(said) > _MOST or not (word or _code_like(store, said)):
        return None
    tr = translator(config.shop.language)
    code, worth = _code_and_worth(store, said)
    if not codes.folded(code):
        return tr.gettext(NO_CODE).format(code=codes.made())
    done = redeem(store, code, now, number, "sms", worth)
    if isinstance(done, Refused):
        return tr.gettext(COUNTS_NOT).format(code=done.code, why=refusal(tr, done, config.region.zone, now).cause)
    offer = done.series.offer or done.series.name
    return tr.gettext(COUNTS).format(code=done.coupon.written, offer=offer)


def _code_and_worth(store: Store, said: str) -> tuple[str, int | None]:
    """A sum at the end, unless the whole of it is a code, such as "AUTUMN 2027"."""
    found = _WORTH.search(said)
    worth = hundredths(found[1]) if found is not None and find(store, said) is None else None
    return (said, None) if found is None or worth is None else (said[: found.start()], worth)


def _code_like(store: Store, said: str) -> bool:
    """Whether `said`, without a word in front, can only mean a code: it is one, or looks like those we make."""
    code, _ = _code_and_worth(store, said)
    typed = codes.folded(code)
    if not typed or find(store, code) is not None or find(store, said) is not None:
        return bool(typed)
    if typed.startswith(codes.TEST) and any(sign.isdigit() for sign in typed):
        return True
    mixed = any(sign.isdigit() for sign in typed) and any(sign.isalpha() for sign in typed)
    looks = series.prefixes(store)
    return mixed and any(typed.startswith(prefix) and len(typed) == len(prefix) + length for prefix, length in looks)
