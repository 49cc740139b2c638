"""In which language the page speaks: that of the person, else what this browser chose, else what it asks for, else
that of the box.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.people.rights import Role
from smsbox.web.guard.gate import LANGUAGE_COOKIE
from tests.i18n.prose import Prose
from tests.web.desk import Visitor, make_desk, signed_in


def language(visitor: Visitor, path: str = "/login") -> str:
    return Prose(visitor.get(path).text).language


@pytest.mark.parametrize("of_the_box", ["uk", "pl"])
def test_a_stranger_gets_what_his_browser_asks_for_or_that_of_the_box(tmp_path: Path, of_the_box: str) -> None:
    desk = make_desk(tmp_path, language=of_the_box)
    desk.owner()
    assert language(desk.visitor()) == of_the_box
    assert language(desk.visitor(**{"Accept-Language": "de,fr;q=0.9"})) == of_the_box
    assert language(desk.visitor(**{"Accept-Language": "de,ru-UA;q=0.9,en;q=0.1"})) == "ru"
    assert language(desk.visitor(**{"Accept-Language": "ru"}), "/welcome") == "ru"
    desk.store.close()


def test_the_choice_in_the_corner_stays_in_the_browser_and_with_the_person(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    owner = signed_in(desk, Role.OWNER)
    owner.headers["Accept-Language"] = "ru"
    assert language(owner, "/") == "ru"
    owner.post("/language", language="uk", back="/")
    assert language(owner, "/") == "uk" and owner.cookies[LANGUAGE_COOKIE] == "uk"
    assert language(signed_in(desk, Role.OWNER), "/") == "uk", "in another browser, too"
    owner.post("/language", language="tlh", back="/")
    assert language(owner, "/") == "uk"
    owner.post("/logout")
    assert language(owner) == "uk", "this browser speaks it before the log-in"
    assert language(signed_in(desk, Role.MANAGER), "/") == "en", "nobody else's choice"
    desk.store.close()


def test_the_choice_of_the_account_can_be_taken_back(tmp_path: Path) -> None:
    """That of the browser means what the browser asks for, not what was once chosen in it."""
    desk = make_desk(tmp_path)
    owner = signed_in(desk, Role.OWNER)
    owner.headers["Accept-Language"] = "pl"
    for chosen in ("uk", "ru"):
        owner.get("/account")
        owner.post("/account/language", language=chosen)
        assert language(owner, "/") == chosen and owner.cookies[LANGUAGE_COOKIE] == chosen
    owner.post("/account/language", language="")
    assert language(owner, "/") == "pl" and not owner.cookies[LANGUAGE_COOKIE]
    desk.store.close()
