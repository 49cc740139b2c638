"""An audience too large for one look is counted on by the next, and by the script until all are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium import webdriver

from smsbox.campaigns import audiences
from smsbox.contacts import Wanted
from smsbox.people.rights import Role
from smsbox.web.campaigns import counted
from tests.patience import until
from tests.web.bakery import draft, open_bakery
from tests.web.desk import Desk, make_desk, signed_in
from tests.web.test_campaigns_browser import bakery

__all__ = ["bakery"]


@pytest.fixture(autouse=True)
def short_of_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look takes one step of five people."""
    for module, name, value in ((audiences, "_STEP", 5), (counted, "PATIENCE", -1), (counted, "FURTHER", -1)):
        monkeypatch.setattr(module, name, value)


def test_the_next_look_goes_on_where_the_last_one_stopped(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    open_bakery(desk)
    marketer = signed_in(desk, Role.MARKETER)
    draft(desk, audience=Wanted(everyone=True))
    page = marketer.get("/campaigns/1/audience").text
    assert "data-goes-on" in page and "5+" in page
    parts = [marketer.post("/campaigns/1/audience/look", version="1", everyone="yes").text for _ in range(3)]
    assert ["data-goes-on" in part for part in parts] == [True, True, False]
    assert "<b>12</b>" in parts[-1] and "<b>16</b>" in parts[-1]
    desk.store.close()


@pytest.mark.browser
def test_the_script_asks_until_all_are_counted(driver: webdriver.Chrome, bakery: tuple[Desk, str]) -> None:
    desk, base = bakery
    draft(desk, audience=Wanted(everyone=True))
    driver.get(base + "/campaigns/1/audience")
    until(lambda: [each.text for each in driver.find_elements("css selector", "#counted .tile b")] == ["12", "16"])
    assert not driver.find_elements("css selector", "[data-goes-on]")
