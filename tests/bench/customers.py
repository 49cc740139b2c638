"""Rows: how quick the pages of 200,000 customers are, with fields, tags and permissions, while a modem is at work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import quote

from smsbox import contacts, privacy
from smsbox.clock import DAY, Micros
from smsbox.contacts import Changes, FieldTest, New, State, Wanted
from smsbox.people.audit import Actor
from smsbox.store import Store
from tests.bench.bench import Bench
from tests.bench.box import Box
from tests.bench.figures import Figure
from tests.bench.modem import modems
from tests.bench.page import GOAL_MS, Browser
from tests.permitted import permit_all

FIRST = ("Оксана", "Олена", "Іван", "Петро", "Марія", "Тарас", "Ярослава", "Олександр", "Наталія", "Богдан")
LAST = ("Коваленко", "Шевченко", "Бондар", "Мельник", "Кравець", "Ткач", "Лисенко", "Руденко", "Мороз", "Поліщук")
_AT_ONCE = 500
_GOAL_BATCH_MS = 50

PAGES = {
    "customers": "/customers",
    "customers, half way down": "/customers?before={half}",
    "customers, beginnings of both names": "/customers?text=" + quote("окс ков"),
    "customers, a frequent name": "/customers?text=" + quote("олена"),
    "customers, a name nobody has": "/customers?text=" + quote("ярополк"),
    "customers, last figures of a number": "/customers?text=4567",
    "customers, a whole number": "/customers?text=0500100000",
    "customers, a tag of few, the oldest": "/customers?tag=" + quote("перші"),
    "customers, a tag of many": "/customers?tag=" + quote("постійні"),
    "customers, a tag and a field": "/customers?tag="
    + quote("постійні")
    + "&field="
    + quote("місто&value=м77", safe="&="),
    "customers, part of a field": "/customers?field=" + quote("місто") + "&value=" + quote("М77"),
    "customers, without a tag nearly all have": "/customers?without=" + quote("всі"),
    "customers, who agreed": "/customers?consent=agreed",
    "customers, who left": "/customers?consent=left",
    "customers, birthday this week": "/customers?birthday=7",
    "customers, not bought for long": "/customers?unbought=300",
    "customers, lapsed": "/customers?state=lapsed",
    "one customer": "/customers/{half}",
    "doubles": "/customers/doubles",
}


def rows(bench: Bench) -> Iterator[Figure]:
    """Batches, p95 of each page, counting, erasing."""
    people = 20_000 if bench.quick else 200_000
    box = Box(bench.room("people"), [])
    note = f"{people:,} customers with 3 fields and 1–2 tags each, a fifth of them agreed"
    print(f"  {people:,} customers …", flush=True)
    now = time.time_ns() // 1000
    yield Figure(
        "500 new customers, one transaction", fill(box.store, people, now), "ms", most=_GOAL_BATCH_MS, note=note
    )
    yield from _batches(box.store, people, now, note)
    with modems(bench.room("customers") / "air", profile="gsm2g") as air:
        box.plug(air.links)
        with box:
            box.start()
            box.ready()
            browser = Browser(box)
            browser.make_owner()
            for name, path in PAGES.items():
                times = [browser.time(path.format(half=people // 2)) for _ in range(20 if bench.quick else 40)]
                yield Figure(name, times, "ms", most=GOAL_MS, percentile=True, note=note)


def fill(store: Store, people: int, now: Micros) -> list[float]:
    """Customers into an empty database; milliseconds of each five hundred."""
    times = []
    for start in range(0, people, _AT_ONCE):
        news = [_new(at, now) for at in range(start, start + _AT_ONCE)]
        began = time.perf_counter()
        contacts.add_many(store, news, now)
        times.append((time.perf_counter() - began) * 1000)
    permit_all(store, (number(at) for at in range(0, people, 5)), at=now - DAY)
    store.checkpoint()
    return times


def number(place: int) -> str:
    """The number of customer `place`."""
    return f"+38050{place:07d}"


def _new(place: int, now: Micros) -> New:
    return New(
        number=number(place),
        name=f"{FIRST[place % 10]} {LAST[place // 10 % 10]}",
        state=State(place % 3),
        language="uk",
        birthday=f"{1 + place % 12:02d}-{1 + place % 28:02d}",
        bought_at=now - place % 700 * DAY if place % 3 else None,
        fields={"напій": ("кава", "чай", "какао")[place % 3], "місто": f"м{place % 500}", "сума": str(place % 4000)},
        tags=("всі", *(["постійні"] if place % 4 == 0 else []), *(["перші"] if place < 2000 else [])),
        origin="import:1",
    )


def _batches(store: Store, people: int, now: Micros, note: str) -> Iterator[Figure]:
    some = [number(at) for at in range(people // 2, people // 2 + _AT_ONCE)]
    found, times = contacts.by_numbers(store, some), []
    for turn in range(10):
        began = time.perf_counter()
        found = contacts.by_numbers(store, some)
        changes = [(each.id, Changes(fields={"візит": str(turn)}, tags=("нові",))) for each in found.values()]
        contacts.change_many(store, changes, now)
        times.append((time.perf_counter() - began) * 1000)
    yield Figure("500 found by number and changed", times, "ms", most=_GOAL_BATCH_MS, note=note)
    wanted = Wanted(all_tags=("постійні",), no_tags=("перші",), fields=(FieldTest("сума", "at_least", "2000"),))
    times = []
    for _ in range(5):
        began = time.perf_counter()
        contacts.count(store, wanted, now=now, go_on=lambda: True)
        times.append((time.perf_counter() - began) * 1000)
    yield Figure("an audience of two tags and a sum counted to its end", times, "ms", note=note)
    times = []
    for at in range(5):
        began = time.perf_counter()
        privacy.erase(store, number(at * 7 + 1), now, by=Actor("bench", "owner"))
        times.append((time.perf_counter() - began) * 1000)
    yield Figure("one customer erased everywhere", times, "ms", note=note)
