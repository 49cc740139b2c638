"""Foreign programs that ask twice at the same moment get one message, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smsbox.store import Store
from smsbox.web.app import make_app
from tests.doors.counter import ANNA, Counter, make_counter
from tests.racing import at_once
from tests.web.desk import Answer


@pytest.fixture
def shop(store: Store, tmp_path: Path) -> Counter:
    (tmp_path / "desk").mkdir()
    made = make_counter(tmp_path / "desk")
    made.desk.store.close()
    made.desk.site.store = store
    made.desk.app = make_app(made.desk.site)
    made.desk.owner()
    made.secret = made.token()
    return made


def race(shop: Counter, ask: Callable[[], Answer]) -> list[Any]:
    return [(each.status, each.text) for each in at_once(shop.desk.store, [ask] * 6)]


def test_an_id_of_sms_gate_is_taken_once(shop: Counter) -> None:
    content = {"phoneNumbers": [ANNA], "message": "Готово", "id": "order-7"}
    found = race(shop, lambda: shop.post("/messages", content, Authorization=f"Bearer {shop.secret}"))
    assert sorted(status for status, _ in found) == [202] + [409] * 5 and len(shop.views()) == 1


def test_a_till_is_answered_alike(shop: Counter) -> None:
    found = race(shop, lambda: shop.get("/api/v1/sms", token=shop.secret, to=ANNA, text="Чек", id="12"))
    assert set(found) == {(200, f"OK {shop.views()[0].id}")} and len(shop.views()) == 1


def test_a_group_of_alerts_is_told_once(shop: Counter) -> None:
    group = {"status": "firing", "groupKey": "x", "alerts": [{"labels": {"alertname": "Down"}}]}
    path = f"/api/v1/alerts?to={ANNA[1:]}"
    found = race(shop, lambda: shop.post(path, group, Authorization=f"Bearer {shop.secret}"))
    assert {status for status, _ in found} == {200} and len(set(found)) == 1 and len(shop.views()) == 1
