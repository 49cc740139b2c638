"""Tables of scenarios and the digest of a month are read alike from both databases."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from smsbox.clock import DAY
from smsbox.desk import labels
from smsbox.dialogs.examples import example
from smsbox.i18n.translator import translator
from smsbox.sheets import desk, talks
from smsbox.sheets.digest import digest
from smsbox.sheets.exports import Reader
from smsbox.sheets.scenarios import scenarios
from smsbox.store import Store
from smsbox.subscription import growth
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.caller import Caller

KYIV = ZoneInfo("Europe/Kyiv")
SAID = {
    "saturday-vote": ("votes", ("голос джаз",)),
    "flower-orders": ("orders", ("Квіти 11 червоних троянд", "сам заберу", "так")),
    "hairdresser": ("appointments", ("Запис на стрижку завтра", "2", "так")),
    "price-quiz": ("quiz", ("ціна", "1")),
    "preferences": ("answers", ("смак", "1")),
    "job-application": ("applications", ("робота",)),
    "receipt-draw": ("entries", ("розіграш",)),
}

ENTRY = "INSERT INTO entries (id, flow_id, code, shown, number, at, state, note) VALUES (?, ?, ?, ?, ?, ?, ?, '')"


@pytest.fixture
def caller(store: Store) -> Caller:
    return Caller(store)


def test_every_table_and_every_chapter_is_read(caller: Caller) -> None:
    store, reader = caller.store, Reader(translator("en"), KYIV, caller.now)
    flows = {}
    for key, (_, texts) in SAID.items():
        found = example(key, "uk")
        assert found is not None
        flows[key] = caller.flow(found.source).id
        for text in texts:
            caller.write(text)
    caller.write("А коли ви працюєте?", BOHDAN)
    labels.put(store, BOHDAN, "години", by="Olha", now=caller.now)
    read = {
        what: list(talks.contents(store, caller.config, what, flows[key], reader)[1]) for key, (what, _) in SAID.items()
    }
    assert [len(read[what]) for what in ("votes", "orders", "appointments")] == [1, 1, 1]
    assert read["orders"][0][10] == Decimal(935)
    threads = list(desk.contents(store, "threads", reader)[1])
    assert [row[0] for row in threads] == sorted([BOHDAN, *({ANNA} & {row[0] for row in threads})])
    before, month = growth.months(caller.now + DAY, KYIV, 2)
    told = {
        each.about or each.title: {line.name: line.now for line in each.lines}
        for each in digest(store, caller.config, month, before)
    }
    assert told["What it was about"] == {"години": 1}
    assert told["Orders"] == {"Orders": 1, "Called off": 0, "Ordered for": Decimal(935)}
    assert {type(value) for value in told["What customers wrote"].values()} == {int}
    assert told["Музика в суботу"]["Джаз"] == 1


def test_both_months_of_a_contest_are_counted_at_once(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = example("receipt-draw", "uk")
    assert kept is not None
    flow, store, read, run = caller.flow(kept.source).id, caller.store, list[str](), Store.run
    earlier, before, between, month = growth.months(caller.now, KYIV, 4)
    moments = (before.since - 1, before.since, before.until - 1, between.since, month.since - 1, month.since)
    with store.write():
        for place, at in enumerate((*moments, month.until - 1, month.until - 2, month.until)):
            values = (place + 1, flow, f"K{place}", f"K{place}", ANNA, at, int(at == month.until - 2))
            store.run(ENTRY, *values)

    def noted(of: Store, sql: str, *values: object) -> object:
        read.append(sql)
        return run(of, sql, *values)

    monkeypatch.setattr(Store, "run", noted)
    (chapter,) = scenarios(store, caller.config, month, before)
    assert [(line.now, line.before) for line in chapter.lines] == [(2, 2)]
    assert sum("FROM entries" in sql for sql in read) == 1
    (chapter,) = scenarios(store, caller.config, between, earlier)
    assert [(line.now, line.before) for line in chapter.lines] == [(2, 1)]
