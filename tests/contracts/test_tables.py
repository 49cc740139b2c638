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
