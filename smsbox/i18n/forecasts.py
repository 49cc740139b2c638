"""Sentences about balance and package, by the keys of `smsbox.money.sentences`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

FORECASTS: dict[str, str] = {
    "balance": N_("Balance: {money} {currency}."),
    "left": N_("{left} SMS are left in the package."),
    "left_of": N_("{left} of {of} SMS are left in the package."),
    "left_until": N_("{left} SMS are left in the package; it is renewed on {day}."),
    "left_of_until": N_("{left} of {of} SMS are left in the package; it is renewed on {day}."),
    "lasts": N_("At {rate} a day, as lately, that is enough."),
    "runs_out": N_("At {rate} a day, as lately, it is used up on {day}."),
    "pays_for": N_("Beyond the package the balance pays for {count} SMS."),
    "never_read": N_("The operator was not asked yet."),
    "no_answer": N_("The operator gave no answer to {code}. If that is not its code, set balance_code."),
    "not_understood": N_("The operator's last answer was not understood: “{answer}”"),
}


def say(tr: Translator, key: str, facts: Mapping[str, object], today: date) -> str:
    """The sentence `key` with its facts, numbers and dates as the reader writes them."""
    told = {name: _written(tr, fact, today) for name, fact in facts.items()}
    return tr.gettext(FORECASTS[key]).format_map(told).replace(" .", ".")


def amount(tr: Translator, money: Decimal, currency: str | None) -> str:
    """A sum as the reader writes it."""
    return f"{tr.sum(money)} {currency or ''}".strip()


def _written(tr: Translator, fact: object, today: date) -> str:
    if isinstance(fact, date):
        return tr.day(fact, today)
    if isinstance(fact, Decimal):
        return tr.sum(fact)
    return tr.number(fact) if isinstance(fact, (int, float)) else str(fact)
