"""Each figure of a month equals what a plain walk over the rows comes to: over borders of months, the night in which
clocks go back, and again after what changes in a shop has changed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros, micros
from smsbox.config import Config, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.dialogs.examples import example
from smsbox.dialogs.flows import rows as flows
from smsbox.outbox.steering import NOBODY
from smsbox.sheets.digest import compared, digest
from smsbox.store import Store
from smsbox.subscription import growth
from smsbox.subscription.growth import Period

KYIV = ZoneInfo("Europe/Kyiv")
PEOPLE = [f"+38050000{place:04}" for place in range(60)]
BORDERS = [
    micros(datetime(2026, month, day, hour, tzinfo=KYIV, fold=fold))
    for month, day, hour, fold in (
        (9, 1, 0, 0),
        (10, 1, 0, 0),
        (10, 25, 3, 0),
        (10, 25, 3, 1),
        (11, 1, 0, 0),
        (12, 1, 0, 0),
    )
]
"""The first moments of months, and both times that the clock showed three in the night of 25 October."""

Row = dict[str, Any]
Told = dict[tuple[str, str], tuple[Any, Any]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


def moments(chance: random.Random, count: int) -> list[Micros]:
    """In the order of time, every third at a border or a moment from it."""
    since, until = BORDERS[0] - 5 * DAY, BORDERS[-1] + 5 * DAY
    near = [0, -1, 1, -SECOND, SECOND, -HOUR, HOUR]
    return sorted(
        chance.choice(BORDERS) + chance.choice(near) if place % 3 == 0 else chance.randrange(since, until)
        for place in range(count)
    )


def insert(store: Store, table: str, **values: Any) -> None:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    store.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", *values.values())


def furnish(store: Store, chance: random.Random, config: Config) -> None:
    source = example("saturday-vote", "uk")
    assert source is not None
    vote = flows.put(store, config, source.source, by="olena", now=BORDERS[0])
    flows.open(store, config, vote.id, by="olena", now=BORDERS[0])
    keys = ["", *(each.key for each in flows.loaded(store, config, vote.id).part.choices)]
    with store.write(durable=False):
        for at in moments(chance, 2_200):
            routed = at + chance.randrange(SECOND)
            waited = chance.choice([0, 1, HOUR - 2 * SECOND, HOUR + SECOND, 5 * DAY])
            settled = None if chance.random() < 0.02 else routed + waited
            insert(
                store,
                "received",
                sim_id=1,
                sender=chance.choice(PEOPLE),
                sender_kind=1,
                text="Добрий день",
                total=1,
                received_at=at,
                wide=0,
                state=chance.choice([0, 1, 2, 2, 2, 2, 2]),
                missing=0,
                flash=0,
                damaged=0,
                settled_at=settled,
                routed_at=routed,
            )
        for at in moments(chance, 90):
            insert(
                store,
                "calls",
                sim_id=1,
                modem="m",
                number=chance.choice(PEOPLE),
                at=at,
                last_at=at,
                rings=1,
                rule="",
                state=0,
            )
        for place, at in enumerate(moments(chance, 150), 1):
            state, worth = chance.randrange(5), chance.choice([0, 1, 9_990, 123_456_789])
            insert(
                store,
                "orders",
                id=place,
                flow_id=1,
                version=1,
                said=f"1-{place}",
                number=chance.choice(PEOPLE),
                state=state,
                made_at=at,
                changed_at=at,
                worth=worth,
                address="",
                note="",
                currency=chance.choice(["грн", "zł"]),
            )
            for line in range(chance.randrange(3)):
                goods = chance.choice(["Троянда", "Тюльпан"])
                store.run("INSERT INTO order_lines VALUES (?, ?, 'К', ?, 100, ?)", place, line, goods, 1 + line)
        for place, at in enumerate(moments(chance, 150), 1):
            insert(
                store,
                "appointments",
                id=place,
                flow_id=1,
                number="+380500000001",
                service="с",
                resource=f"Р{place}",
                at=at,
                until=at + HOUR,
                state=chance.randrange(6),
                made_at=at - DAY,
                changed_at=at,
                note="",
                by_whom="",
            )
        for place, at in enumerate(moments(chance, 60)):
            insert(store, "thread_labels", number=PEOPLE[place], label=chance.choice("абв"), at=at, by_whom="О")
            insert(
                store,
                "votes",
                flow_id=vote.id,
                number=PEOPLE[place],
                choice=chance.choice(keys),
                said="",
                same="",
                at=at,
                changed=0,
            )
            insert(
                store,
                "coupons",
                series_id=1,
                code=f"C{place}",
                written=f"C{place}",
                state=2,
                number=PEOPLE[place],
                redeemed_at=at,
                worth=chance.choice([None, 1, 25_050]),
            )
            act = chance.choice(["agreed", "confirmed", "returned", "imported", "left", "revoked", "asked", "declined"])
            insert(
                store,
                "consents",
                number=PEOPLE[place],
                at=at,
                act=act,
                how="sms",
                words="",
                scope="",
                terms="",
                language="uk",
                evidence="",
                operator="",
            )


def settled(store: Store, chance: random.Random) -> None:
    for row in rows(store, "received"):
        if row["settled_at"] is None and chance.random() < 0.5:
            store.run("UPDATE received SET settled_at = ? WHERE id = ?", row["routed_at"] + 30 * MINUTE, row["id"])


def made_whole(store: Store, chance: random.Random) -> None:
    for row in rows(store, "received"):
        if row["state"] == 0 and row["settled_at"] is not None and chance.random() < 0.7:
            gone = chance.random() < 0.3
            sql = "DELETE FROM received WHERE id = ?" if gone else "UPDATE received SET state = 2 WHERE id = ?"
            store.run(sql, row["id"])


def erased(store: Store, chance: random.Random) -> None:
    """Two of them who have nothing waiting: they become one."""
    waits = {row["sender"] for row in rows(store, "received") if row["settled_at"] is None}
    for gone in chance.sample([each for each in PEOPLE if each not in waits] or PEOPLE, 2):
        sql = "UPDATE received SET sender = ?, settled_at = coalesce(settled_at, ?) WHERE sender = ?"
        store.run(sql, NOBODY, BORDERS[-1], gone)


def called_off(store: Store, chance: random.Random) -> None:
    store.run("UPDATE orders SET state = 4 WHERE id % 7 = 0")
    store.run("UPDATE appointments SET state = 5 WHERE id % 5 = 0 AND state = 1")


GOES_ON = (settled, made_whole, erased, called_off)
"""What happens in a shop between two looks at its month: one thing at a time, for counts that are kept."""


def rows(store: Store, table: str) -> list[Row]:
    names = [row[1] for row in store.run(f"PRAGMA table_info({table})").fetchall()]
    return [dict(zip(names, row, strict=True)) for row in store.run(f"SELECT * FROM {table}").fetchall()]


def walked(store: Store, inside: Callable[[Micros], bool]) -> Counter[tuple[str, str]]:
    """The figures of the moments that are `inside`, by nothing but Python."""
    found: Counter[tuple[str, str]] = Counter()
    wrote = [row for row in rows(store, "received") if row["state"] > 0 and inside(row["received_at"])]
    itself = [row for row in wrote if row["settled_at"] is not None and row["settled_at"] == row["routed_at"]]
    theirs = [row for row in wrote if row not in itself]
    quick = [row for row in theirs if row["settled_at"] and row["settled_at"] - row["received_at"] < HOUR]
    title = "What customers wrote"
    found[title, "Messages from customers"] = len(wrote)
    found[title, "Different numbers"] = len({row["sender"] for row in wrote})
    found[title, "Dealt with by smsbox itself"] = len(itself)
    found[title, "Left to people"] = len(theirs)
    found[title, "of these settled within an hour"] = len(quick)
    found[title, "of these still waiting"] = len([row for row in wrote if row["settled_at"] is None])
    found[title, "Calls"] = len([row for row in rows(store, "calls") if inside(row["at"])])
    orders = {row["id"]: row for row in rows(store, "orders") if inside(row["made_at"])}
    for row in orders.values():
        found["Orders", "Orders"] += 1
        found["Orders", "Called off"] += row["state"] == 4
        if row["state"] != 4:
            found["Orders", f"Ordered for, {row['currency']}"] += Decimal(row["worth"]) / 100  # type: ignore[assignment]
    for row in rows(store, "order_lines"):
        if row["order_id"] in orders and orders[row["order_id"]]["state"] != 4:
            found["Goods ordered, pieces", row["title"]] += row["amount"]
    booked = {1: "Appointments kept", 2: "Called off", 5: "Did not come"}
    for row in rows(store, "appointments"):
        if inside(row["at"]) and row["state"] in booked:
            found["Appointments", booked[row["state"]]] += 1
    for row in rows(store, "thread_labels"):
        found["What it was about", row["label"]] += inside(row["at"])
    for row in rows(store, "votes"):
        found["Votes", row["choice"]] += inside(row["at"])
    for row in rows(store, "coupons"):
        if inside(row["redeemed_at"]):
            found["Coupons", "Coupons redeemed"] += 1
            found["Coupons", "Bought with them, грн"] += Decimal(row["worth"] or 0) / 100  # type: ignore[assignment]
    for row in rows(store, "consents"):
        came = row["act"] in ("agreed", "confirmed", "returned", "imported")
        found["Permission", "Came to agree to advertising"] += came and inside(row["at"])
        found["Permission", "Unsubscribed"] += row["act"] in ("left", "revoked") and inside(row["at"])
    return found


def told(store: Store, config: Config, month: Period, before: Period) -> Told:
    titles = {"Nobody could tell": ""}
    found: Told = {}
    for chapter in digest(store, config, month, before):
        for line in chapter.lines:
            name = f"{line.name}, {line.unit}" if line.unit else titles.get(line.name, line.name)
            assert (chapter.title, name) not in found
            found[chapter.title, name] = line.now, line.before
    return found


def whole(month: int) -> Callable[[Micros], bool]:
    """By the calendar of the shop, not by borders."""
    return lambda at: (clock(at).year, clock(at).month) == (2026, month)


def clock(at: Micros) -> datetime:
    return datetime.fromtimestamp(at // SECOND, KYIV)


def up_to(month: int, now: Micros) -> Callable[[Micros], bool]:
    """Of a month what is not later, by the calendar and clock of the shop, than `now` in its own."""
    shown = clock(now)
    since = datetime(2026, month, 1, tzinfo=KYIV)
    last = since + timedelta(days=shown.day - 1, hours=shown.hour, minutes=shown.minute, seconds=shown.second)
    end = micros(last) + now % SECOND
    return lambda at: whole(month)(at) and at <= end


@pytest.mark.parametrize("seed", range(3))
def test_each_figure_is_what_the_rows_come_to(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    config = Config(StoreConfig("", Path()), WebConfig("", 0), RegionConfig(), SendingConfig())
    furnish(store, chance, config)
    titles = {each.key: each.title for each in flows.loaded(store, config, 1).part.choices}
    now = BORDERS[-1] + chance.randrange(4 * DAY)
    for goes_on in (*chance.sample(GOES_ON, len(GOES_ON)), called_off):
        for month in (10, 11, 12):
            (period,) = growth.months(micros(datetime(2026, month, 15, tzinfo=KYIV)), KYIV, 1)
            found = told(store, config, *compared(period, now, KYIV))
            insides = (up_to(12, now), up_to(11, now)) if month == 12 else (whole(month), whole(month - 1))
            counts = [walked(store, inside) for inside in insides]
            wanted = {
                (title, titles.get(name, name) if title == "Votes" else name): tuple(
                    each[title, name] for each in counts
                )
                for title, name in {**counts[0], **counts[1]}
            }
            named = {key: figures for key, figures in wanted.items() if any(figures)}
            assert {key: figures for key, figures in found.items() if any(figures)} == named, month
        with store.write(durable=False):
            goes_on(store, chance)
        now += chance.randrange(DAY)
