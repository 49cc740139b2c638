"""When a campaign runs, how carefully, and what is learnt from it: as a form and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from smsbox.campaigns.plan import (
    AFTER,
    AT,
    BIRTHDAY,
    BOUGHT,
    EVERY,
    FIELD,
    JOINED,
    LETTERS,
    WIN_BACK,
    Plan,
    Start,
    Variant,
)
from smsbox.clock import SECOND, BadMoment, Micros, micros, parse_moment
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.web.campaigns.figures import clock, minute_of_day, whole
from smsbox.web.forms import MISSING, Filled, filled

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

FIELDS = {
    "version": 18,
    "kind": 10,
    "at": 30,
    "interval": 6,
    "every": 8,
    "day": 4,
    "begin": 20,
    "before": 6,
    "absent": 8,
    "days": 8,
    "event": 80,
    "time": 10,
    "until": 20,
    "pilot": 9,
    "pilot_wait": 9,
    "per_hour": 9,
    "valid_hours": 9,
    "valid_until": 30,
    "local": 10,
    "share": 4,
    "holdout": 4,
} | {f"part_{letter}": 4 for letter in LETTERS.lower()}
_MOST_HOURS = 24 * 63
PAST = N_("This moment has passed.")
BEFORE = N_("This is before it begins.")
WEEKDAYS = N_("Choose at least one day.")
KIND = N_("Choose one.")
DAY = N_("This must be a day, such as 2026-03-31.")


def shown(plan: Plan, version: int, visit: Visit) -> tuple[Filled, tuple[int, ...]]:
    """The form of a plan, and the ticked days of the week."""
    start = plan.start
    weights = [each.weight for each in plan.variants]
    share = round(100 * weights[1] / sum(weights)) if len(weights) == 2 else 50
    parts = {f"part_{letter}": str(weight) for letter, weight in zip(LETTERS.lower(), weights, strict=False)}
    values = {
        "version": str(version),
        "kind": start.kind,
        "at": _stamp(start.at, visit, "%Y-%m-%dT%H:%M") if start.kind == AT else "",
        "begin": _stamp(start.at, visit, "%Y-%m-%d") if start.kind == EVERY else "",
        "until": _stamp(start.until - 1, visit, "%Y-%m-%d") if start.until else "",
        "interval": str(start.interval),
        "every": start.every,
        "day": str(start.day),
        "before": str(start.days if start.kind == BIRTHDAY else 0),
        "absent": str(start.days if start.kind == WIN_BACK else 90),
        "days": str(start.days if start.kind == AFTER else 7),
        "event": start.event,
        "time": clock(start.minute),
        "pilot": str(plan.pilot),
        "pilot_wait": str(plan.pilot_wait_s // 60),
        "per_hour": str(plan.per_hour),
        "valid_hours": str(plan.valid_hours),
        "valid_until": _stamp(plan.valid_until, visit, "%Y-%m-%dT%H:%M"),
        "local": clock(plan.local_minute),
        "share": str(share),
        "holdout": str(round(100 * plan.holdout)),
    }
    return Filled(dict.fromkeys(FIELDS, "") | values | parts), start.weekdays


def _stamp(at: Micros | None, visit: Visit, how: str) -> str:
    return "" if at is None else datetime.fromtimestamp(at // SECOND, tz=visit.zone).strftime(how)


def given(visit: Visit, plan: Plan) -> tuple[Filled, tuple[int, ...], Plan]:
    """The form as it was sent, the ticked days, and what it makes of the plan; what is wrong is noted and left as it
    was.
    """
    form = filled(visit, FIELDS)
    weekdays = tuple(day for day in range(7) if str(day) in visit.several("weekday"))
    start = _start(visit, form, weekdays, plan.start)
    pilot, wait = whole(visit, form, "pilot", 0, 100_000), whole(visit, form, "pilot_wait", 1, 60 * 72)
    holdout = whole(visit, form, "holdout", 0, 50)
    made = plan.having(
        start=start,
        pilot=pilot or 0,
        pilot_wait_s=plan.pilot_wait_s if wait is None else wait * 60,
        per_hour=whole(visit, form, "per_hour", 0, 1_000_000) or 0,
        valid_hours=whole(visit, form, "valid_hours", 0, _MOST_HOURS) or 0,
        local_minute=minute_of_day(visit, form, "local"),
        holdout=(holdout or 0) / 100,
        variants=_shared(visit, form, plan.variants),
        valid_until=_until(visit, form, start),
    )
    return form, weekdays, made


def _shared(visit: Visit, form: Filled, variants: tuple[Variant, ...]) -> tuple[Variant, ...]:
    """The texts with their shares: of two the per cent of the second, of more so many parts each."""
    if len(variants) < 2:
        return variants
    if len(variants) == 2:
        share, parts = whole(visit, form, "share", 1, 99), list[int | None]()
        parts += [None, None] if share is None else [100 - share, share]
    else:
        parts = [whole(visit, form, f"part_{letter}", 1, 99) for letter in LETTERS[: len(variants)].lower()]
    return tuple(
        each if part is None else replace(each, weight=part) for each, part in zip(variants, parts, strict=True)
    )


def _until(visit: Visit, form: Filled, start: Start) -> Micros | None:
    """The moment from which on nothing of it leaves any more; of one that comes again each turn has hours instead."""
    if start.standing:
        return None
    until = _moment(visit, form, "valid_until", start.at)
    if until is not None and until <= max(visit.now, start.at or 0):
        form.wrong("valid_until", visit.tr.gettext(PAST if until <= visit.now else BEFORE))
    return until


def _moment(visit: Visit, form: Filled, name: str, after: Micros | None = None) -> Micros | None:
    text = form.values[name].strip()
    if not text or name in form.errors:
        return None
    try:
        return parse_moment(text, visit.now, visit.zone, after=after)
    except BadMoment as error:
        form.wrong(name, explain(visit.tr, error.key, error.facts).cause)
        return None


def _start(visit: Visit, form: Filled, weekdays: tuple[int, ...], old: Start) -> Start:
    kind = form.values["kind"]
    read = {"now": _now, AT: _at, EVERY: _every, BIRTHDAY: _daily, WIN_BACK: _daily, AFTER: _daily}.get(kind)
    if read is None:
        form.wrong("kind", visit.tr.gettext(KIND))
        return old
    start = read(visit, form, kind)
    if not start.standing:
        return start
    minute = minute_of_day(visit, form, "time")
    until = _day(visit, form, "until", end=True)
    if until is not None and until <= visit.now:
        form.wrong("until", visit.tr.gettext(PAST))
    if kind == EVERY and start.every == "week" and not weekdays:
        form.wrong("weekday", visit.tr.gettext(WEEKDAYS))
    return replace(start, minute=start.minute if minute is None else minute, until=until, weekdays=weekdays)


def _now(visit: Visit, form: Filled, kind: str) -> Start:
    return Start()


def _at(visit: Visit, form: Filled, kind: str) -> Start:
    if not form.values["at"].strip():
        form.wrong("at", visit.tr.gettext(MISSING))
    at = _moment(visit, form, "at")
    if at is not None and at <= visit.now:
        form.wrong("at", visit.tr.gettext(PAST))
    return Start(AT, at=at)


def _every(visit: Visit, form: Filled, kind: str) -> Start:
    every = form.values["every"] if form.values["every"] in ("day", "week", "month") else "week"
    interval = whole(visit, form, "interval", 1, 366) or 1
    day = whole(visit, form, "day", 1, 31) or 1
    return Start(EVERY, at=_day(visit, form, "begin"), every=every, interval=interval, day=day)


def _daily(visit: Visit, form: Filled, kind: str) -> Start:
    name, least = {BIRTHDAY: ("before", 0), WIN_BACK: ("absent", 1), AFTER: ("days", 0)}[kind]
    days = whole(visit, form, name, least, 3660)
    if days is None and name not in form.errors:
        form.wrong(name, visit.tr.gettext(MISSING))
    event = form.values["event"] if kind == AFTER else BOUGHT
    known = event in (BOUGHT, JOINED) or (event.startswith(FIELD) and len(event) > len(FIELD))
    return Start(kind, days=days or 0, event=event if known else BOUGHT)


def _day(visit: Visit, form: Filled, name: str, *, end: bool = False) -> Micros | None:
    """The moment at which a day of the shop's calendar begins, or at its `end` is over; None for an empty field."""
    text = form.values[name].strip()
    if not text or name in form.errors:
        return None
    try:
        day = date.fromisoformat(text)
        day = date.fromordinal(day.toordinal() + end)
        return micros(datetime(day.year, day.month, day.day, tzinfo=visit.zone))
    except (ValueError, OverflowError):
        form.wrong(name, visit.tr.gettext(DAY))
        return None


_TOLD = {
    "day": (N_("every day at %(time)s"), N_("every %(n)s days at %(time)s")),
    "week": (N_("every week: %(weekdays)s, at %(time)s"), N_("every %(n)s weeks: %(weekdays)s, at %(time)s")),
    "month": (
        N_("every month on day %(day)s at %(time)s"),
        N_("every %(n)s months on day %(day)s at %(time)s"),
    ),
    BIRTHDAY: (N_("on birthdays, at %(time)s"), N_("%(days)s before birthdays, at %(time)s")),
    WIN_BACK: (N_("after %(days)s without a purchase, at %(time)s"),) * 2,
    BOUGHT: (N_("%(days)s after a purchase, at %(time)s"),) * 2,
    JOINED: (N_("%(days)s after consent, at %(time)s"),) * 2,
    FIELD: (N_("%(days)s after the date in “%(field)s”, at %(time)s"),) * 2,
}
"""What is said of each kind that comes again: of the simplest case, and of any."""


def told(visit: Visit, plan: Plan) -> str:
    """When it begins, in words."""
    start = plan.start
    if not start.standing:
        return visit.moment(start.at) if start.kind == AT else visit.tr.gettext(N_("at once"))
    kind = start.every if start.kind == EVERY else start.kind
    if kind == AFTER:
        kind = FIELD if start.event.startswith(FIELD) else start.event
    simple = start.interval == 1 if start.kind == EVERY else start.days == 0
    days = dict(weekday_names(visit))
    return visit.tr.gettext(_TOLD[kind][not simple]) % {
        "time": clock(start.minute),
        "n": visit.tr.number(start.interval),
        "day": visit.tr.number(start.day),
        "days": visit.tr.measure(start.days, "day"),
        "weekdays": ", ".join(days[each] for each in start.weekdays),
        "field": start.event.removeprefix(FIELD),
    }


def weekday_names(visit: Visit) -> list[tuple[int, str]]:
    """0 is Monday; each as short as the reader's language writes it."""
    return list(enumerate(visit.tr.locale.weekdays))
