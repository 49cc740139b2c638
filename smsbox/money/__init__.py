"""Balances and packages: what operators answer, how long it lasts, and when sending stops for want of it."""

from smsbox.money.forecast import Forecast, Package, Plan, Sent, forecast, money_now, package_now, sentences
from smsbox.money.patterns import BadPattern, Understood, check_pattern, code_for, understand
from smsbox.money.readings import Attempts, Reading, Standing, attempts, history, latest, note, prune, standing
from smsbox.money.schedule import due
from smsbox.money.stops import MoneyStop, stop

__all__ = [
    "Attempts",
    "BadPattern",
    "Forecast",
    "MoneyStop",
    "Package",
    "Plan",
    "Reading",
    "Sent",
    "Standing",
    "Understood",
    "attempts",
    "check_pattern",
    "code_for",
    "due",
    "forecast",
    "history",
    "latest",
    "money_now",
    "note",
    "package_now",
    "prune",
    "sentences",
    "standing",
    "stop",
    "understand",
]
