"""`smsbox table`: lists of the desk, the month and the whole shop as files, by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from smsbox.clock import SECOND
from smsbox.dialogs.examples import example
from smsbox.people import audit
from smsbox.store import Store
from tests.cli.conftest import Run
from tests.dialogs.caller import Caller

LISTS = ("Inbox", "Outbox", "Conversations", "Tasks", "Orders", "Appointments")


@pytest.fixture
def store(config: Path) -> Store:
    """With an order in it, of a shop whose clock shows November."""
    opened = Store.open(f"sqlite://{config.parent}/smsbox.db")
    caller, flowers = Caller(opened), example("flower-orders", "uk")
    assert flowers is not None
    caller.flow(flowers.source)
    for text in ("Квіти 11 червоних троянд", "сам заберу", "так"):
        caller.write(text)
    return opened


def test_lists_the_month_and_the_whole_shop(run: Run, store: Store, tmp_path: Path) -> None:
    orders, shop, month = (tmp_path / f"{name}.xlsx" for name in ("orders", "shop", "month"))
    assert run("table", "export", "orders", orders).code == 0
    assert run("table", "shop", shop).code == 0
    book = CalamineWorkbook.from_path(shop)
    assert book.sheet_names == [
        "Inbox",
        "Outbox",
        "Conversations",
        "Tasks",
        "Orders",
        "Appointments",
        "Customers",
        "Campaigns",
        "Recipients",
        "Coupons",
        "About this file",
    ]
    alone = CalamineWorkbook.from_path(orders).get_sheet_by_index(0).to_python()
    assert book.get_sheet_by_name("Orders").to_python() == alone
    assert len(alone) == 2
    wanted = store.run("SELECT received_at FROM received").fetchone()[0]
    assert (
        run(
            "table",
            "month",
            "--month",
            f"{datetime.fromtimestamp(wanted // SECOND, ZoneInfo('Europe/Kyiv')):%Y-%m}",
            month,
        ).code
        == 0
    )
    rows = CalamineWorkbook.from_path(month).get_sheet_by_index(0).to_python()
    assert ["Orders", "", "Ordered for, грн", 935.0, 0.0, 935.0] in rows
    assert [each.what for each in audit.entries(store, limit=3)] == ["message.table_taken"] * 3


@pytest.mark.parametrize("wrong", ["2026-13", "2026", "october", "2026-1"])
def test_a_month_is_written_with_year_and_month(run: Run, store: Store, tmp_path: Path, wrong: str) -> None:
    ran = run("table", "month", "--month", wrong, tmp_path / "x.csv")
    assert (ran.code, (tmp_path / "x.csv").exists()) == (2, False)


def test_a_table_of_another_scenario_is_refused(run: Run, store: Store, tmp_path: Path) -> None:
    assert run("table", "export", "votes", tmp_path / "x.csv").code == 65
    assert run("table", "export", "votes", "--scenario", "nobody", tmp_path / "x.csv").code == 69
    assert not (tmp_path / "x.csv").exists()
