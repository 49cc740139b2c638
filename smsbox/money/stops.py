"""When money stops sending: low balance stops advertising, the reserve keeps replies, nothing left holds all; pure.

Only a fresh and understood word of the operator stops anything, and whatever is stopped waits and fails never.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from smsbox.clock import DAY, SECOND, Micros
from smsbox.money.forecast import Plan, Sent, money_now, package_now
from smsbox.money.readings import Reading, Standing

if TYPE_CHECKING:
    from smsbox.config import ModemConfig

_REPLY, _SERVICE, _MARKETING = 0, 1, 2
"""The numbers of `outbox.MessageClass`."""

_STALE_AFTER = 3
"""Intervals of asking (at least days) after which a reading is no longer believed."""


@dataclass(frozen=True, slots=True)
class MoneyStop:
    """The classes that wait (numbers of `outbox.MessageClass`), and the key and facts of the explanation."""

    kinds_stopped: tuple[int, ...]
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def kinds_left(self) -> tuple[int, ...]:
        """The classes that go on."""
        return tuple(kind for kind in (_REPLY, _SERVICE, _MARKETING) if kind not in self.kinds_stopped)


def stop(
    standing: Standing, sent: Sent, plan: Plan | None, config: ModemConfig, *, now: Micros, today: date
) -> MoneyStop | None:
    """What may not be sent for want of money or package, None when all may."""
    standing = _believed(standing, config.balance_every_s, now)
    price = _decimal(config.price)
    package = package_now(standing, sent, plan, today=today)
    left = package.left if package is not None and package.told else None
    money = money_now(standing, sent, price, has_package=package is not None and package.left > 0)
    pays = money is not None and money >= max(price, Decimal("0.01"))
    currency = (standing.money.currency if standing.money else None) or ""
    if left is not None and left <= 0 and not pays:
        return MoneyStop((_REPLY, _SERVICE, _MARKETING), "money.used_up")
    if left is None and package is None and price > 0 and money is not None and not pays:
        facts = {"money": _written(money), "currency": currency, "price": _written(price)}
        return MoneyStop((_REPLY, _SERVICE, _MARKETING), "money.cannot_pay", facts)
    if left is not None and left <= config.reserve:
        return MoneyStop((_SERVICE, _MARKETING), "money.reserve", {"left": left})
    low = _decimal(config.low_balance)
    if low > 0 and money is not None and money < low:
        facts = {"money": _written(money), "currency": currency, "low": _written(low)}
        return MoneyStop((_MARKETING,), "money.low_balance", facts)
    return None


def _written(amount: Decimal) -> Decimal:
    """The amount with two decimals at least, as money is written."""
    cents = amount.quantize(Decimal("0.01"))
    return cents if cents == amount else amount


def _believed(standing: Standing, every_s: int, now: Micros) -> Standing:
    """The standing without what is too old, or from a future that a clock has taken back."""
    oldest = now - _STALE_AFTER * max(every_s * SECOND, DAY)

    def fresh(reading: Reading | None) -> Reading | None:
        return reading if reading is not None and oldest <= reading.at <= now + DAY else None

    return replace(standing, money=fresh(standing.money), package=fresh(standing.package))


def _decimal(amount: float) -> Decimal:
    return Decimal(str(amount))
