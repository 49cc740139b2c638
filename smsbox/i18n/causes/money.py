"""Cause and next step of everything that slows or stops a SIM for its plan, its money or its record."""

from __future__ import annotations

from smsbox.i18n.marks import N_

_WAIT = N_("Nothing to do: the rest leaves when the limit allows it again.")
_RENEWAL = N_("Nothing to do: the rest leaves when the package is renewed. Nothing fails for it.")
_TOP_UP = N_("Top the SIM up. smsbox asks the operator again within the hour and goes on by itself.")
_LOOK = N_("Look at what was sent and to whom, and ask the operator. If it passes, the pace comes back by itself.")
_TRIAL = N_("After the pause smsbox tries slowly and goes on by itself. Meanwhile, ask the operator about this SIM.")
_OTHERS = N_("Other SIMs carry its queue; it is tried again after some hours. Ask the operator whether it is barred.")

MONEY: dict[str, tuple[str, str]] = {
    # ── limits
    "pacing.limit": (N_("A limit of this SIM is reached."), _WAIT),
    "pacing.reserve": (N_("What is left is kept for answers to customers."), _WAIT),
    # ── money
    "money.low_balance": (
        N_("The balance is {money} {currency}, below {low}: advertising waits, answers and reminders go on."),
        _TOP_UP,
    ),
    "money.reserve": (
        N_("Of the SMS package {left} are left by the operator's own word; they are kept for answers to customers."),
        _RENEWAL,
    ),
    "money.used_up": (
        N_("The operator says that the SMS package is used up, and no balance pays for more."),
        N_("Top the SIM up, or wait for the package to be renewed: everything waits and nothing fails."),
    ),
    "money.cannot_pay": (N_("The balance ({money} {currency}) does not pay for one SMS ({price})."), _TOP_UP),
    "money.no_code": (
        N_("Nobody knows by which code the operator of the SIM in {name} tells what is left on it."),
        N_("Set balance_code for this modem in the configuration, such as *111#."),
    ),
    "money.bad_pattern": (
        N_("The balance pattern “{pattern}” cannot be used: {problem}."),
        N_("Write the operator's words, and {{money}}, {{left}}, {{of}} or {{date}} (each once) for its figures."),
    ),
    # ── a SIM whose SMS fail more than usual
    "pacing.slow": (
        N_("More SMS of this SIM go wrong than usual ({bad} of {total}), so it slows down."),
        _LOOK,
    ),
    "pacing.pause": (N_("Still more SMS of this SIM go wrong than usual ({bad} of {total}), so it pauses."), _TRIAL),
    "pacing.move": (
        N_("After several pauses SMS of this SIM still go wrong ({bad} of {total}), so it hands its queue over."),
        _OTHERS,
    ),
}

MONEY_BY_REASON: dict[str, tuple[str, str]] = {
    "pacing.limit.per_minute": (N_("This SIM has sent all it may send in a minute."), _WAIT),
    "pacing.limit.per_hour": (N_("This SIM has sent all it may send in an hour."), _WAIT),
    "pacing.limit.per_day": (N_("This SIM has sent all it may send today."), _WAIT),
    "pacing.limit.per_month": (N_("This SIM has sent all it may send this month."), _WAIT),
    "pacing.limit.per_package": (N_("The SMS package of this SIM is used up."), _RENEWAL),
    "pacing.limit.warm_up": (
        N_("This SIM is new and has sent all it may send today while it warms up."),
        N_("Nothing to do: it may send more every day ([sending] warm_up)."),
    ),
    "pacing.reserve.per_day": (N_("What this SIM may still send today is kept for answers to customers."), _WAIT),
    "pacing.reserve.per_month": (
        N_("What this SIM may still send this month is kept for answers to customers."),
        _WAIT,
    ),
    "pacing.reserve.per_package": (N_("What is left of the SMS package is kept for answers to customers."), _RENEWAL),
    "pacing.slow.refused": (
        N_("The network refused {bad} of the last {total} SMS of this SIM (usually {usual} %), so it slows down."),
        _LOOK,
    ),
    "pacing.slow.undelivered": (
        N_("{bad} of the last {total} SMS of this SIM were not delivered (usually {usual} %), so it slows down."),
        _LOOK,
    ),
    "pacing.slow.silent": (
        N_("For {bad} of {total} SMS of this SIM no report came (usually {usual} %), so it slows down."),
        _LOOK,
    ),
    "pacing.pause.refused": (
        N_("The network still refuses SMS of this SIM ({bad} of {total}, usually {usual} %), so it pauses."),
        _TRIAL,
    ),
    "pacing.pause.undelivered": (
        N_("SMS of this SIM are still not delivered ({bad} of {total}, usually {usual} %), so it pauses."),
        _TRIAL,
    ),
    "pacing.pause.silent": (
        N_("Still hardly a report comes for SMS of this SIM (none for {bad} of {total}), so it pauses."),
        _TRIAL,
    ),
    "pacing.move.refused": (
        N_("After several pauses the network still refuses SMS of this SIM ({bad} of {total}, usually {usual} %)."),
        _OTHERS,
    ),
    "pacing.move.undelivered": (
        N_("After several pauses SMS of this SIM are still not delivered ({bad} of {total}, usually {usual} %)."),
        _OTHERS,
    ),
    "pacing.move.silent": (
        N_("After several pauses hardly a report comes for SMS of this SIM (none for {bad} of {total})."),
        _OTHERS,
    ),
}
"""Key and fact `reason` → cause, next step."""
