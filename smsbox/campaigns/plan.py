"""What a campaign is to do, frozen: whom it is for, what they are told, when, how carefully; JSON both ways."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from smsbox.clock import MINUTE, Micros
from smsbox.contacts import Wanted
from smsbox.errors import SmsboxError

NOW, AT, EVERY, BIRTHDAY, WIN_BACK, AFTER = "now", "at", "every", "birthday", "win_back", "after"
KINDS = (NOW, AT, EVERY, BIRTHDAY, WIN_BACK, AFTER)
"""When a campaign runs: as soon as it is launched, at a moment, again and again, or when somebody's day has come."""

STANDING = (EVERY, BIRTHDAY, WIN_BACK, AFTER)
"""Kinds that stay scheduled and have a campaign of its own made for each occurrence."""

DAILY = (BIRTHDAY, WIN_BACK, AFTER)
"""Kinds that look each day whose day it is."""

BOUGHT, JOINED, FIELD = "bought", "joined", "field:"
"""What `Start.event` may be: the last purchase, the consent, or a date in a field, as `field:service`."""

PILOT_WAIT_S = 3600
NOBODY = Wanted()
"""An audience that nobody has chosen yet."""
LETTERS = "ABCDEFGH"
"""What the texts of a campaign are called."""
MOST_VARIANTS = len(LETTERS)
FORGIVEN: Micros = 15 * MINUTE
"""A moment that has passed no longer ago means: at once; one of yesterday, that somebody forgot it."""


class BadPlan(SmsboxError):
    """A plan that cannot be carried out. Facts: `reason` (one word of `mistakes`, or of `letters.mistake`)."""

    key = "campaigns.bad_plan"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the texts that are compared, and its share of the recipients by `weight`; `text` is a template."""

    text: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Start:
    """When it runs. `kind` as in `KINDS`; `at`: the moment of AT, and before which an EVERY does not begin.

    `minute` of the day, by the clock of the shop, for all but NOW and AT. EVERY: `every` day, week or month, each
    `interval`-th; `weekdays` 0 (Monday) .. 6 for weeks, `day` 1..31 for months (beyond their end the last). `until`:
    nothing begins from then on. `days`: BIRTHDAY so many days before; WIN_BACK not bought for so many; AFTER so many
    after `event`. `skipped`: a turn up to then is left out, since somebody wanted it so.
    """

    kind: str = NOW
    at: Micros | None = None
    minute: int = 600
    every: str = "week"
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    day: int = 1
    until: Micros | None = None
    days: int = 0
    event: str = BOUGHT
    skipped: Micros | None = None

    @property
    def standing(self) -> bool:
        """Whether it makes a campaign of its own for each occurrence."""
        return self.kind in STANDING

    def passed(self, now: Micros) -> bool:
        """Whether its moment is gone, so that it would begin at a time nobody chose."""
        return self.kind == AT and self.at is not None and self.at + FORGIVEN < now


@dataclass(frozen=True, slots=True)
class Plan:
    """`topic` None: of no particular one. An empty `audience` is nobody's, unless it says `everyone`.

    `holdout` 0..0.5: the share that gets nothing, to compare with. `series_id`: the coupons given. `pilot` recipients
    go first, then reports are read for `pilot_wait_s`; 0: all at once. `per_hour` recipients at most, 0: as fast as the
    modems. `local_minute`: of the day by each recipient's own clock, None: any. `valid_until`, `valid_hours` (from the
    launch): what has not left by then stays here. `footer` None: the shop's. `day`: of an occurrence, whose day it is.
    """

    topic: str | None = None
    audience: Wanted = NOBODY
    variants: tuple[Variant, ...] = ()
    holdout: float = 0.0
    series_id: int | None = None
    pilot: int = 0
    pilot_wait_s: int = PILOT_WAIT_S
    per_hour: int = 0
    start: Start = Start()
    local_minute: int | None = None
    valid_until: Micros | None = None
    valid_hours: int = 0
    footer: str | None = None
    day: date | None = None

    @property
    def everyone(self) -> bool:
        """Whether all customers are meant on purpose."""
        return self.audience.everyone

    def as_json(self) -> str:
        """The plan as it is kept in the database; what stands at its default is left out."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        plain["audience"] = self.audience.as_plain()
        plain["variants"] = [asdict(each) for each in self.variants]
        plain["start"] = {name: value for name, value in asdict(self.start).items() if value != _START[name]}
        plain["day"] = self.day.isoformat() if self.day else None
        kept = {name: value for name, value in plain.items() if value != _PLAN[name] and value not in ([], {}, None)}
        return json.dumps(kept, ensure_ascii=False)

    def having(self, **changes: Any) -> Plan:
        """The same with some things changed."""
        return replace(self, **changes)


_START = asdict(Start())
_PLAN = {each.name: each.default for each in fields(Plan)}


def from_json(text: str) -> Plan:
    """The plan that `as_json` wrote; what a later version has added is left out. Raises ValueError, TypeError,
    KeyError, AttributeError, BadFilter for one that was written by hand and is none.
    """
    plain: dict[str, Any] = json.loads(text)
    known = {name: value for name, value in plain.items() if name in _PLAN}
    if "audience" in known:
        known["audience"] = Wanted.from_plain(known["audience"])
    if "variants" in known:
        known["variants"] = tuple(Variant(each["text"], int(each.get("weight", 1))) for each in known["variants"])
    if "start" in known:
        known["start"] = _start(known["start"])
    if "day" in known:
        known["day"] = date.fromisoformat(known["day"])
    _numbers(known, "series_id", "pilot", "pilot_wait_s", "per_hour", "local_minute", "valid_until", "valid_hours")
    if not isinstance(known.get("holdout", 0), int | float) or not all(
        isinstance(each, str) for each in (known.get("topic") or "", known.get("footer") or "", *_texts(known))
    ):
        raise ValueError("holdout, topic, footer, text")
    return Plan(**known)


def _texts(known: Mapping[str, Any]) -> list[Any]:
    return [each.text for each in known.get("variants", ())]


def _numbers(known: Mapping[str, Any], *names: str) -> None:
    """Each a whole number, if it is there. Raises ValueError."""
    for name in names:
        if known.get(name) is not None and type(known[name]) is not int:
            raise ValueError(f"{name}: {known[name]}")


def _start(plain: Mapping[str, Any]) -> Start:
    known = {name: value for name, value in plain.items() if name in _START}
    if "weekdays" in known:
        known["weekdays"] = tuple(known["weekdays"])
    _numbers(known, "at", "minute", "interval", "day", "until", "days", "skipped")
    if not all(type(each) is int for each in known.get("weekdays", ())) or not all(
        isinstance(known.get(name, ""), str) for name in ("kind", "every", "event")
    ):
        raise ValueError("weekdays, kind, every, event")
    return Start(**known)


def mistakes(plan: Plan, now: Micros) -> list[str]:
    """What keeps `plan` from being approved, in the words of `smsbox.i18n.causes.campaigns`;
    empty: nothing."""
    found = [word for word, wrong in _checks(plan, now) if wrong]
    return list(dict.fromkeys(found))


def _checks(plan: Plan, now: Micros) -> Sequence[tuple[str, bool]]:
    start = plan.start
    return (
        ("audience", plan.audience.empty and not plan.audience.everyone),
        ("text", not plan.variants or any(not each.text.strip() for each in plan.variants)),
        ("variants", len(plan.variants) > MOST_VARIANTS or any(not 1 <= each.weight <= 99 for each in plan.variants)),
        ("holdout", not 0 <= plan.holdout <= 0.5),
        ("pilot", plan.pilot < 0 or plan.pilot_wait_s < 0),
        ("per_hour", plan.per_hour < 0),
        ("start", start.kind not in KINDS or not 0 <= start.minute < 1440),
        ("start", plan.local_minute is not None and not 0 <= plan.local_minute < 1440),
        ("start_at", start.kind == AT and start.at is None),
        ("start_passed", start.passed(now)),
        ("every", start.kind == EVERY and not _recurs(start)),
        ("days", start.kind in DAILY and not 0 <= start.days <= 3660),
        ("days", start.kind == WIN_BACK and start.days < 1),
        ("event", start.kind == AFTER and not _happens(start.event)),
        ("until", start.until is not None and start.until <= now),
        ("valid", plan.valid_until is not None and plan.valid_until <= max(now, start.at or 0)),
        ("valid", not 0 <= plan.valid_hours <= 24 * 63),
    )


def _recurs(start: Start) -> bool:
    days = all(0 <= each <= 6 for each in start.weekdays) and (start.every != "week" or bool(start.weekdays))
    return start.every in ("day", "week", "month") and 1 <= start.interval <= 366 and 1 <= start.day <= 31 and days


def _happens(event: str) -> bool:
    return event in (BOUGHT, JOINED) or (event.startswith(FIELD) and len(event) > len(FIELD))
