"""`smsbox settings` without a daemon: who has set what, what is ignored, and what cannot be typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.store import Store
from smsbox.store.kept import Kept
from tests.cli.conftest import Run


def test_each_setting_tells_its_layer_and_line(run: Run, config: Path) -> None:
    run("settings", "set", "sending.gap=0,5")
    rows = {row["key"]: row for row in run("settings", "list", "--json").rows}
    assert (rows["modem.main.port"]["source"], rows["modem.main.port"]["line"]) == ("file", 5)
    assert (rows["sending.gap"]["source"], rows["sending.gap"]["value"]) == ("page", 0.5)
    assert rows["sending.per_day"]["source"] == "default"
    assert "config.toml, line 5" in run("settings", "diff").out


def test_a_share_is_shown_in_per_cent_and_taken_as_the_file_has_it_or_with_its_sign(run: Run, config: Path) -> None:
    for typed in ("0.03", "3 %", "3%"):
        assert "3 %" in run("settings", "set", f"shop.most_leaving={typed}").out
        rows = {row["key"]: row for row in run("settings", "list", "shop", "--json").rows}
        assert rows["shop.most_leaving"]["value"] == 0.03
        run("settings", "unset", "shop.most_leaving")
    assert "2 %" in run("settings", "list", "shop").out


def test_what_is_kept_and_not_in_force_is_told(run: Run, config: Path) -> None:
    run("settings", "set", "sending.gap=1")
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    Kept(store, config.parent).put("setting.sending.spread", "7", 1)
    store.close()
    ended = run("settings", "list", "sending")
    assert ended.code == 0 and "sending.spread: what was set on the page is not in force" in ended.err


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("sending.gap=x", 65),
        ("sending.gap=1,000", 65),
        ("sending.nothing=1", 69),
        ("modem.main.port=/dev/x", 65),
        ("store.url=sqlite:///x", 65),
        ("sending.gap", 2),
    ],
)
def test_what_cannot_be_set_is_told_and_changes_nothing(run: Run, typed: str, code: int) -> None:
    assert run("settings", "set", typed).code == code
    assert [row for row in run("settings", "list", "--json").rows if row["source"] == "page"] == []


def test_the_name_of_the_shop_is_a_setting_that_of_a_modem_is_none(run: Run) -> None:
    assert "shop.name\t\tЗерно" in run("settings", "set", "shop.name=Зерно").out
    assert [row["value"] for row in run("settings", "list", "shop", "--json").rows if row["key"] == "shop.name"] == [
        "Зерно"
    ]
    assert run("settings", "set", "modem.main.name=other").code == 65


def test_telephones_are_typed_as_people_write_them_and_lists_with_commas(run: Run) -> None:
    assert run("settings", "set", "shop.staff=050 000 00 02, +380 (50) 000-00-03", "shop.number=0500000001").code == 0
    assert run("settings", "set", "shop.holidays=12-25,01-07").code == 0
    found = {row["key"]: row["value"] for row in run("settings", "list", "shop", "--json").rows}
    assert found["shop.staff"] == ["+380500000002", "+380500000003"]
    assert (found["shop.number"], found["shop.holidays"]) == ("+380500000001", ["12-25", "01-07"])
    assert run("settings", "set", "shop.staff=nobody").code == 65
