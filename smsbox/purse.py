"""How one SIM stands: what its operator says, what it has sent since, how long that lasts and what has to wait.

Gathers what `money` and `pacing` know, for the relay, the page and the command line alike; all from tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from smsbox import money, pacing
from smsbox.clock import DAY, Micros
from smsbox.money import Forecast, MoneyStop, Plan, Sent, Standing
from smsbox.pacing import Told, Usage, calendar
from smsbox.store import Store

if TYPE_CHECKING:
    from smsbox.config import ModemConfig

_PACE_DAYS = 7
"""Days over which the pace of lately is taken."""


@dataclass(frozen=True, slots=True)
class Purse:
    """`standing` as read, `forecast` as it is now, `stop` what must wait (None: nothing).

    `told` is the operator's word for the limits (None: our own count holds), `ask_at` the moment from which the
    operator should be asked by `code` again (None: never).
    """

    standing: Standing
    forecast: Forecast
    stop: MoneyStop | None
    told: Told | None
    code: str | None
    ask_at: Micros | None


def look(store: Store, sim_id: int, modem: ModemConfig, *, operator: str | None, now: Micros, zone: ZoneInfo) -> Purse:
    """How SIM `sim_id` in `modem` stands at `now`; `operator` as in [routing] prefixes, None: unknown."""
    standing, today = money.standing(store, sim_id), calendar.local_date(now, zone)
    sent = _sent(store, sim_id, standing, now)
    usage = pacing.load(store, sim_id, now=now, zone=zone, package_day=modem.package_day)
    plan = _plan(usage, modem, now)
    stop = money.stop(standing, sent, plan, modem, now=now, today=today)
    forecast = money.forecast(standing, sent, plan, price=Decimal(str(modem.price)), today=today)
    told = _told(forecast, modem, now, zone)
    renews_on = standing.package.renews_on if standing.package else None
    renewed_at = calendar.midnight(renews_on, zone) if renews_on else None

    def due(code: str) -> Micros | None:
        asked, every = money.attempts(store, sim_id, code), modem.balance_every_s
        return money.due(asked, every, now=now, stopped=stop is not None, renewed_at=renewed_at)

    questions = [(due(code), code) for code in _codes(modem, operator)]
    ask_at, code = min(questions, key=lambda each: each[0] or 0, default=(None, None))
    return Purse(standing, forecast, stop, told, code, ask_at)


def _codes(modem: ModemConfig, operator: str | None) -> list[str]:
    """What the operator is asked by: the code of the configuration, or the usual ones for what matters here."""
    if modem.balance_code:
        return [modem.balance_code]
    package = bool(modem.per_package)
    wanted = [package, False] if package and modem.low_balance > 0 else [package]
    return [code for kind in wanted if (code := money.code_for(operator, package=kind)) is not None]


def read(
    store: Store,
    sim_id: int,
    modem: ModemConfig,
    answer: str,
    *,
    code: str,
    operator: str | None,
    now: Micros,
    zone: ZoneInfo,
) -> money.Reading:
    """Understand and keep what the operator answered to `code`; an empty `answer` says that none came."""
    today = calendar.local_date(now, zone)
    understood = money.understand(answer, operator, modem.balance_patterns, today=today)
    return money.note(store, sim_id, now, code, answer, understood)


def _sent(store: Store, sim_id: int, standing: Standing, now: Micros) -> Sent:
    package, balance = standing.package, standing.money
    lately = pacing.sent_since(store, sim_id, now - _PACE_DAYS * DAY)
    return Sent(
        since_package=pacing.sent_since(store, sim_id, package.at) if package else 0,
        since_money=pacing.sent_since(store, sim_id, balance.at) if balance else 0,
        per_day=lately / _PACE_DAYS,
    )


def _plan(usage: Usage, modem: ModemConfig, now: Micros) -> Plan | None:
    """The package of the configuration, by our own count."""
    if not modem.per_package:
        return None
    zone, day = usage.zone, modem.package_day
    renews_on = calendar.local_date(calendar.package_end(now, zone, day), zone)
    used = usage.at(now).package
    return Plan(max(modem.per_package - used, 0), modem.per_package, calendar.package_start(now, zone, day), renews_on)


def _told(forecast: Forecast, modem: ModemConfig, now: Micros, zone: ZoneInfo) -> Told | None:
    package = forecast.package
    if package is None or not package.told:
        return None
    if package.renews_on is not None:
        return Told(package.left, calendar.midnight(package.renews_on, zone))
    return Told(package.left, calendar.package_end(now, zone, modem.package_day))
