"""What is left now and how long it lasts: the operator's last word less what was sent since; pure.

"412 of 1,000, renews on the 3rd": sentences come as keys with facts, the words from `smsbox.i18n.forecasts`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from smsbox.clock import Micros
from smsbox.money.readings import Reading, Standing


@dataclass(frozen=True, slots=True)
class Sent:
    """Segments a SIM has sent since the reading of its package, since that of its money, and a day lately."""

    since_package: int = 0
    since_money: int = 0
    per_day: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """The package as the configuration has it and we count it: `left` of `of`, in use since `began`."""

    left: int
    of: int
    began: Micros
    renews_on: date


@dataclass(frozen=True, slots=True)
class Package:
    """What is left of a package now. `told`: by the operator, not only by our own count."""

    left: int
    of: int | None
    renews_on: date | None
    told: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """`package` and `money` as they are now. `runs_out_on`: the day the package is used up at the pace of lately, None
    when it lasts until its renewal or nothing is sent. `pays_for`: SMS beyond the package the balance is enough for.
    """

    package: Package | None = None
    money: Decimal | None = None
    currency: str | None = None
    per_day: float = 0.0
    runs_out_on: date | None = None
    lasts: bool | None = None
    pays_for: int | None = None


def package_now(standing: Standing, sent: Sent, plan: Plan | None, *, today: date) -> Package | None:
    """The operator's word, less what was sent since; our own count where it has none for the package in use now."""
    reading = standing.package
    if reading is not None and reading.left is not None and not _renewed(reading, plan, today):
        renews_on = reading.renews_on or (plan.renews_on if plan else None)
        of = reading.of or (plan.of if plan else None)
        return Package(max(reading.left - sent.since_package, 0), of, renews_on, told=True)
    return None if plan is None else Package(max(plan.left, 0), plan.of, plan.renews_on, told=False)


def money_now(standing: Standing, sent: Sent, price: Decimal, *, has_package: bool) -> Decimal | None:
    """The last balance, less what was sent since at `price` each; within a package nothing is taken off."""
    reading = standing.money
    if reading is None or reading.money is None:
        return None
    return reading.money - (0 if has_package else price * sent.since_money)


def forecast(standing: Standing, sent: Sent, plan: Plan | None, *, price: Decimal, today: date) -> Forecast:
    """How things stand and how long they last; `price` of one SMS beyond the package, 0: unknown."""
    package = package_now(standing, sent, plan, today=today)
    money = money_now(standing, sent, price, has_package=package is not None and package.left > 0)
    runs_out_on = lasts = None
    if package is not None and sent.per_day > 0:
        days = math.floor(min(package.left / sent.per_day, 36_500))
        runs_out_on = today + timedelta(days=days)
        if package.renews_on is not None:
            lasts = runs_out_on >= package.renews_on
            runs_out_on = None if lasts else runs_out_on
    return Forecast(
        package,
        money,
        standing.money.currency if standing.money else None,
        sent.per_day,
        runs_out_on,
        lasts,
        None if money is None or price <= 0 else max(int(money // price), 0),
    )


def sentences(found: Forecast, standing: Standing) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The forecast as keys of `smsbox.i18n.forecasts` with their facts, in the order in which they are told."""
    package = found.package
    if found.money is not None:
        yield "balance", {"money": found.money, "currency": found.currency or ""}
    if package is not None:
        key = "left" + ("_of" if package.of is not None else "") + ("_until" if package.renews_on is not None else "")
        yield key, {"left": package.left, "of": package.of, "day": package.renews_on}
    rate = math.ceil(found.per_day)
    if found.lasts:
        yield "lasts", {"rate": rate}
    elif found.runs_out_on is not None and package is not None and package.left > 0:
        yield "runs_out", {"rate": rate, "day": found.runs_out_on}
    if found.pays_for is not None:
        yield "pays_for", {"count": found.pays_for}
    if standing.unanswered is not None:
        yield "no_answer", {"code": standing.unanswered.code}
    elif standing.last is None:
        yield "never_read", {}
    elif not standing.last.understood:
        yield "not_understood", {"answer": standing.last.answer}


def _renewed(reading: Reading, plan: Plan | None, today: date) -> bool:
    """Whether the package the reading speaks of is over."""
    if reading.renews_on is not None:
        return today >= reading.renews_on
    return plan is not None and reading.at < plan.began
