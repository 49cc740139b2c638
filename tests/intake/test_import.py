"""The import as a whole: recognised, counted, done, undone; what cannot be used is named; nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.intake import Meaning, Stage
from tests.intake.shop import LIST, Shop, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    yield made
    made.store.close()


def test_the_list_of_a_shop_as_excel_writes_it(shop: Shop) -> None:
    found = shop.hand_in(LIST)
    assert (found.plan.encoding, found.plan.delimiter, found.plan.header) == ("cp1251", ";", 1)
    meanings = [column.meaning for column in found.plan.columns]
    expected = [Meaning.NOTHING, Meaning.NAME, Meaning.NUMBER, Meaning.BIRTHDAY, Meaning.FIELD, Meaning.NOTE]
    assert meanings == expected
    counted = shop.count(found)
    assert counted.stage is Stage.ASKED and counted.total == 8
    assert {name: counted.found[name] for name in ("added", "changed", "same", "bad")} == {
        "added": 5,
        "changed": 0,
        "same": 0,
        "bad": 3,
    }
    assert counted.found["reasons"] == {"number.scientific": 1, "repeated": 1, "number.letters": 1}
    assert shop.names() == {}, "a dry run changes nothing"
