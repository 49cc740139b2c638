"""What a month brought, beside the month before: what customers wrote, wanted, answered, voted, ordered and booked.

Counted from the tables as they are now, by indexes or by the stretch of ids that belongs to a month.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros, micros
from smsbox.config import Config
from smsbox.coupons.worth import currency
from smsbox.dialogs.appointments.rows import State
from smsbox.i18n.marks import N_
from smsbox.sheets.chapters import Chapter, Figures, Line, ids, lines, most, pair
from smsbox.sheets.scenarios import scenarios
from smsbox.sheets.wrote import received
from smsbox.store import Store
from smsbox.subscription import growth, questions, sources
from smsbox.subscription.growth import Period


def digest(store: Store, config: Config, month: Period, before: Period) -> list[Chapter]:
    """All chapters in which anything happened in either month."""
    found: list[Chapter] = []
    for make in (_messages, _labels, _permission, _orders, _appointments):
        found += make(store, month, before)
    found += scenarios(store, config, month, before)
    found += _campaign_questions(store, month, before)
    found += _coupons(store, config.region.country, month, before)
    return [each for each in found if any(line.now or line.before for line in each.lines)]


# ── messages and people

_WROTE = {
    "received": N_("Messages from customers"),
    "people": N_("Different numbers"),
    "itself": N_("Dealt with by smsbox itself"),
    "people_did": N_("Left to people"),
    "within": N_("of these settled within an hour"),
    "waits": N_("of these still waiting"),
    "calls": N_("Calls"),
}


def _messages(store: Store, month: Period, before: Period) -> Iterator[Chapter]:
    now, then = pair(lambda period: received(store, period), month, before)
    made = tuple(Line(text, now[key], then[key]) for key, text in _WROTE.items())
    yield Chapter(N_("What customers wrote"), made, href="/inbox")


_LABELLED = (
    "WITH RECURSIVE found (label) AS (SELECT min(label) FROM thread_labels UNION ALL "
    "SELECT (SELECT min(thread_labels.label) FROM thread_labels WHERE label > found.label) FROM found "
    "WHERE found.label IS NOT NULL) SELECT found.label, (SELECT count(*) FROM thread_labels t "
    "WHERE t.label = found.label AND t.at >= ? AND t.at < ?) FROM found WHERE found.label IS NOT NULL"
)
"""Label by label, by its index: of the whole table a month is little."""


def _labels(store: Store, month: Period, before: Period) -> Iterator[Chapter]:
    def read(period: Period) -> Figures:
        found = store.run(_LABELLED, period.since, period.until).fetchall()
        return {label: int(count) for label, count in found if count}

    yield Chapter(N_("What it was about"), lines(*pair(read, month, before)), href="/desk")


def _permission(store: Store, month: Period, before: Period) -> Iterator[Chapter]:
    grown = growth.grown(store, (before, month))
    then, now = (
        {"came": sum(each.came[at] for each in grown), "went": sum(each.went[at] for each in grown)} for at in (0, 1)
    )
    made = [
        Line(N_("Came to agree to advertising"), now["came"], then["came"]),
        Line(N_("Unsubscribed"), now["went"], then["went"]),
    ]
    titles = {each.id: each.title for each in sources.listed(store)}
    by_source = [(titles.get(each.source_id or 0, ""), each.came[1], each.came[0]) for each in grown]
    made += [Line(title, came, was, given=True) for title, came, was in by_source if title and (came or was)]
    yield Chapter(N_("Permission"), most(made), href="/sources")


def _coupons(store: Store, country: str, month: Period, before: Period) -> Iterator[Chapter]:
    sql = "SELECT count(*), coalesce(sum(worth), 0) FROM coupons WHERE redeemed_at >= ? AND redeemed_at < ?"
    (now, paid), (then, was) = (store.run(sql, each.since, each.until).fetchone() for each in (month, before))
    made = (
        Line(N_("Coupons redeemed"), int(now), int(then)),
        Line(N_("Bought with them"), Decimal(paid) / 100, Decimal(was) / 100, unit=currency(country)),
    )
    yield Chapter(N_("Coupons"), made, href="/coupons")


# ── orders and appointments

_ORDERED = (
    "SELECT currency, count(*), sum(CASE WHEN state = 4 THEN 1 ELSE 0 END), "
    "sum(CASE WHEN state = 4 THEN 0 ELSE worth END) FROM orders "
    "WHERE id >= ? AND id < ? AND made_at >= ? AND made_at < ? GROUP BY currency"
)
_GOODS = (
    "SELECT l.title, sum(l.amount) FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.id >= ? AND o.id < ? "
    "AND o.made_at >= ? AND o.made_at < ? AND o.state <> 4 GROUP BY l.title"
)
_WORTH = N_("Ordered for")
_BOOKED = "SELECT state, count(*) FROM appointments WHERE at >= ? AND at < ? GROUP BY state"
_APPOINTED = {
    State.KEPT: N_("Appointments kept"),
    State.MISSED: N_("Did not come"),
    State.CANCELLED: N_("Called off"),
}


def _orders(store: Store, month: Period, before: Period) -> Iterator[Chapter]:
    stretches = {each: ids(store, "orders", "made_at", each) for each in (month, before)}

    def read(period: Period) -> Figures:
        rows = store.run(_ORDERED, *stretches[period]).fetchall()
        sums = {("sum", currency): Decimal(worth) / 100 for currency, _, _, worth in rows if worth}
        return {"orders": sum(row[1] for row in rows), "off": int(sum(row[2] for row in rows)), **sums}

    now, then = pair(read, month, before)
    made = [Line(N_("Orders"), now["orders"], then["orders"]), Line(N_("Called off"), now["off"], then["off"])]
    paid = sorted({key for key in (*now, *then) if isinstance(key, tuple)})
    for key in paid:
        sums = now.get(key, Decimal(0)), then.get(key, Decimal(0))
        made.append(Line(_WORTH, *sums, unit=str(key[1])))
    yield Chapter(N_("Orders"), tuple(made), href="/orders")

    def goods(period: Period) -> Figures:
        rows = store.run(_GOODS, *stretches[period]).fetchall()
        return {title: int(amount) for title, amount in rows}

    yield Chapter(N_("Goods ordered, pieces"), lines(*pair(goods, month, before)), href="/orders")


def _appointments(store: Store, month: Period, before: Period) -> Iterator[Chapter]:
    def read(period: Period) -> Figures:
        rows = store.run(_BOOKED, period.since, period.until).fetchall()
        return {State(state): int(count) for state, count in rows if state in tuple(_APPOINTED)}

    yield Chapter(N_("Appointments"), lines(*pair(read, month, before), _APPOINTED), href="/appointments")


def _campaign_questions(store: Store, month: Period, before: Period) -> Iterator[Chapter]:
    """What customers answered to the questions of campaigns, by what is known of them since."""
    sql = "SELECT value, count(*) FROM contact_fields WHERE name = ? AND at >= ? AND at < ? GROUP BY value"
    for question in questions.listed(store):

        def read(period: Period, field: str = question.field) -> Figures:
            return dict(store.run(sql, field, period.since, period.until).fetchall())

        yield Chapter(N_("What they answered"), lines(*pair(read, month, before)), question.text, "/questions")


def compared(month: Period, now: Micros, zone: ZoneInfo) -> tuple[Period, Period]:
    """A month and the one before. Of one that is not over both up to the same day and hour: ten days beside thirty-one
    would say that trade is going down, and who is booked for the days to come has not been there yet.
    """
    before = growth.months(month.since, zone, 2)[0]
    if month.until <= now:
        return month, before
    local = datetime.fromtimestamp(now // SECOND, UTC).astimezone(zone)
    since = datetime(before.day.year, before.day.month, 1, tzinfo=zone)
    until = micros(since + timedelta(days=local.day - 1, hours=local.hour, minutes=local.minute, seconds=local.second))
    return replace(month, until=now + 1), replace(before, until=min(before.until, until + now % SECOND + 1))


def days(period: Period, zone: ZoneInfo) -> int:
    """How many days of the shop's calendar are counted in a month, the last perhaps in part."""
    last = datetime.fromtimestamp((period.until - 1) // SECOND, UTC).astimezone(zone).date()
    return (last - period.day).days + 1


def months(store: Store, now: Micros, zone: ZoneInfo, count: int = 12) -> Sequence[Period]:
    """The months that can be looked at, the oldest first, the present one last."""
    first = store.run("SELECT min(at) FROM (SELECT received_at AS at FROM received ORDER BY id LIMIT 1) AS found")
    began = first.fetchone()[0]
    found = growth.months(now, zone, count)
    return [each for each in found if began is None or each.until > began] or found[-1:]
