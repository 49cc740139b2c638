"""The part of a flow file that belongs to appointments: services, who serves, opening hours, holidays; read, checked.

step = 30                       # minutes between beginnings
notice = "2h"                   # not sooner than that
ahead = 30                      # days
remind = "18:00"                # the day before; "no" for no reminder
most = 3                        # appointments one number may have before it
holidays = ["01-01", 2026-12-25, "2027-01-02..2027-01-07"]

[hours]
weekdays = "10:00-19:00"        # mon … sun, weekdays, weekend, every-day; the closest counts
sat = "10:00-15:00"
breaks = "13:00-14:00"

[[service]]
code = "стрижка"
title = "Стрижка"
minutes = 45
price = "від 350 грн"           # or 350; left out: people answer who asks
also = ["підстригтись"]
who = ["Оля"]                   # nobody named: everybody does it

[[resource]]                    # left out: one, and nobody asks who it is
name = "Оля"
hours = { sat = "closed" }      # where they differ
away = ["2026-12-01..2026-12-10"]
"""

from __future__ import annotations

import re
from datetime import date

from smsbox.clock import SECOND, BadMoment, Micros, parse_day_span, parse_span
from smsbox.config.wrong import kind_of, nearest
from smsbox.coupons.worth import hundredths
from smsbox.dialogs.appointments.calendar import A_DAY, DaysOff, Plan, Resource, Service, Spans, without
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.orders.goods import CURRENCIES
from smsbox.dialogs.orders.telling import money
from smsbox.i18n.phrases import Phrase

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORKDAYS = 5
_GROUPS = ("weekdays", "weekend", "every-day")
_DAY_OFF = (
    *("closed", "off", "no", "зачинено", "закрито", "вихідний", "закрыто", "выходной", "nieczynne", "zamknięte"),
    *("-", "–", "—"),
)
_NO = ("no", "ні", "нет", "nie")
_SPAN_OF_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\s*(?:\.\.|–|/)\s*(\d{4}-\d\d-\d\d)")
_YEARLY = re.compile(r"\d\d-\d\d")
_OF_DAY = re.compile(r"(\d{1,2}):(\d\d)")
_LEAP = 2028
_SHORTEST, _LONGEST = 5, 12 * 60
_LONGEST_PRICE = 30

_Hours = dict[str, Spans | None]


def read(part: Part) -> Plan:
    """The plan of a flow file; mistakes are told to `part`."""
    hours = _hours(part.table("hours"))
    if not any(hours.values()):
        part.wrong("hours", Phrase("it is never open"), 'weekdays = "10:00-19:00"')
    resources = tuple(_resource(each, hours) for each in part.tables("resource", most=20))
    resources = resources or (Resource("", (), _week(hours, {}), DaysOff()),)
    services = tuple(_service(each, resources) for each in part.tables("service", least=1, most=30))
    _once(part, "service", [each.code for each in services])
    _once(part, "resource", [each.name for each in resources])
    names = tuple(each.name for each in resources)
    return Plan(
        services or (Service("", "", _SHORTEST, (), names),),
        resources,
        _days_off(part, "holidays"),
        step=part.whole("step", 30, _SHORTEST, _LONGEST),
        notice=_wait(part, "notice", "1h", "0m", "14d"),
        ahead=part.whole("ahead", 30, 1, 365),
        hold=_wait(part, "hold", "15m", "2m", "24h"),
        turn=_wait(part, "turn", "1h", "10m", "24h"),
        offers=part.whole("offers", 3, 1, 5),
        remind=_remind(part),
        confirm=part.flag("confirm", True),
        most=part.whole("most", 3, 1, 50),
    )


def _service(part: Part, resources: tuple[Resource, ...]) -> Service:
    code = part.text("code", longest=24)
    names = [each.name for each in resources]
    who = part.texts("who") or tuple(names)
    for name in who:
        if name not in names:
            part.wrong("who", Phrase("nobody is called “{name}”", name=name), ", ".join(names), nearest(name, names))
    minutes = part.whole("minutes", None, _SHORTEST, _LONGEST)
    also = part.texts("also")
    part.spoken("code", code)
    part.spoken("also", *also)
    return Service(code, part.text("title", code, longest=40), minutes, also, who, _price(part))


def _price(part: Part) -> str:
    """A sum in the money of the shop's language, or whatever the shop says: "від 350 грн"."""
    value = part.raw("price", "") if part.has("price") else ""
    plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    found = hundredths(str(value)) if plain and value != "" else None
    if found is not None:
        return money(found, CURRENCIES.get(part.language, ""), part.language)
    if not isinstance(value, str) or len(value) > _LONGEST_PRICE:
        part.wrong("price", Phrase("a sum is wanted here, like 85 or 89.90"))
        return ""
    return value.strip()


def _resource(part: Part, shop: _Hours) -> Resource:
    own = _hours(part.table("hours"), part.has("hours"))
    return Resource(part.text("name", longest=24), part.texts("also"), _week(shop, own), _days_off(part, "away"))


def _once(part: Part, table: str, keys: list[str]) -> None:
    for twice in sorted({each for each in keys if each and keys.count(each) > 1}):
        part.wrong(table, Phrase("“{word}” stands there twice", word=twice))


def _hours(part: Part, given: bool = True) -> _Hours:
    """What is said of each day and group of days, breaks taken out; without `given` of none."""
    breaks = _spans(part, "breaks") or () if given and part.has("breaks") else ()
    said: _Hours = {}
    for key in (*DAYS, *_GROUPS):
        spans = _spans(part, key) if part.has(key) else None
        said[key] = None if spans is None else without(spans, breaks)
    said["breaks"] = breaks
    return said


def _week(shop: _Hours, own: _Hours) -> tuple[Spans, ...]:
    """Each day of the week by the closest word: his own before the shop's, a day before a group. A break of his own
    holds in the shop's hours, too.
    """
    week = []
    for place, day in enumerate(DAYS):
        words = (day, "weekdays" if place < _WORKDAYS else "weekend", "every-day")
        spans = next((found for table in (own, shop) for word in words if (found := table.get(word)) is not None), ())
        week.append(without(spans, own.get("breaks") or ()))
    return tuple(week)


def _day_off(said: str) -> bool:
    """Whether hours say in so many words that there are none."""
    return said.strip(" .").casefold() in _DAY_OFF


def _spans(part: Part, key: str) -> Spans | None:
    """`10:00-13:00, 14:00-19:00`, also over midnight; none for a day that is closed."""
    said = ", ".join(part.texts(key))
    if _day_off(said):
        return ()
    found = []
    for each in filter(str.strip, said.split(",")):
        try:
            span = parse_day_span(each)
        except BadMoment:
            part.wrong(key, Phrase("these are no hours: {found}", found=kind_of(each)), "10:00-19:00, closed")
            return ()
        found.append((span.begins, span.ends if span.ends > span.begins else span.ends + A_DAY))
    return tuple(sorted(found))


def _wait(part: Part, key: str, default: str, least: str, most: str) -> Micros:
    said = part.text(key, default)
    try:
        seconds = parse_span(said)
    except BadMoment:
        seconds = -1
    if not parse_span(least) <= seconds <= parse_span(most):
        part.wrong(key, Phrase("no time that can be waited: {found}", found=kind_of(said)), f"{least}–{most}")
        seconds = parse_span(default)
    return seconds * SECOND


def _remind(part: Part) -> int | None:
    said = part.text("remind", "18:00")
    found = _OF_DAY.fullmatch(said)
    if said.casefold() in _NO:
        return None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        part.wrong("remind", Phrase("no time of the day: {found}", found=kind_of(said)), "18:00, no")
        return 18 * 60
    return int(found[1]) * 60 + int(found[2])


def _days_off(part: Part, key: str) -> DaysOff:
    """Days as TOML dates, `2026-12-25`, `12-25` of each year, `2026-12-24..2027-01-07`."""
    listed = part.raw(key, [])
    spans: list[tuple[date, date]] = []
    yearly: set[str] = set()
    for each in listed if isinstance(listed, list) else [listed]:
        if isinstance(each, date):
            spans.append((each, each))
            continue
        said = str(each).strip()
        try:
            if _YEARLY.fullmatch(said):
                date.fromisoformat(f"{_LEAP}-{said}")
                yearly.add(said)
            else:
                between = _SPAN_OF_DAYS.fullmatch(said)
                first, last = between.groups() if between else (said, said)
                spans.append((date.fromisoformat(first), date.fromisoformat(last)))
        except ValueError:
            part.wrong(key, Phrase("this is no day: {found}", found=kind_of(each)), "2026-12-25, 12-25, a..b")
    return DaysOff(tuple(spans), frozenset(yearly))
