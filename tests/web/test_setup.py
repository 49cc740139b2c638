"""The first start: a one-time code on the console, the owner's password, and nothing of it a second time."""

from __future__ import annotations

import stat

import pytest

from smsbox.store import accounts
from smsbox.web.guard.setup_code import FILE_NAME, ensure_setup_code
from tests.web.desk import Desk, Visitor

GOOD = {"name": "olena", "password": "суші по п’ятницях", "confirm": "суші по п’ятницях"}


@pytest.fixture
def code(desk: Desk) -> str:
    made = ensure_setup_code(desk.store, desk.site.config.store.directory, desk.clock.at)
    assert made
    return made


def at_setup(desk: Desk) -> Visitor:
    visitor = desk.visitor()
    assert visitor.get("/setup").status == 200
    return visitor


def test_the_code_lies_in_a_file_for_the_owner_alone(desk: Desk, code: str) -> None:
    path = desk.site.config.store.directory / FILE_NAME
    assert path.read_text().strip() == code
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert code not in str(desk.store.run("SELECT * FROM settings").fetchall())


def test_a_restart_keeps_the_code_and_a_lost_file_changes_it(desk: Desk, code: str) -> None:
    directory = desk.site.config.store.directory
    assert ensure_setup_code(desk.store, directory, desk.clock.at) == code
    (directory / FILE_NAME).write_text("AAAA-BBBB-CC")
    second = ensure_setup_code(desk.store, directory, desk.clock.at)
    assert second not in (code, "AAAA-BBBB-CC")
    answer = at_setup(desk).post("/setup", code=code, **GOOD)
    assert answer.status == 422


def test_the_code_makes_an_owner_once(desk: Desk, code: str) -> None:
    visitor, late = at_setup(desk), at_setup(desk)
    answer = visitor.post("/setup", code=f" {code.lower().replace('-', '')} ", **GOOD)
    assert (answer.status, answer.header("Location")) == (303, "/setup/modem?notice=welcome")
    assert "smsbox is yours now" in visitor.get("/setup/modem?notice=welcome").text
    account = accounts.owner(desk.store)
    assert account is not None and account.name == "olena" and account.password_hash.startswith("scrypt$16384$")
    assert not (desk.site.config.store.directory / FILE_NAME).exists()
    assert late.post("/setup", code=code, **GOOD).header("Location") == "/login"
    assert late.get("/setup").header("Location") == "/login"
    assert ensure_setup_code(desk.store, desk.site.config.store.directory, desk.clock.at) is None


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"password": "short", "confirm": "short"}, "Take at least 10 characters."),
        ({"confirm": "something else"}, "The two passwords are not the same."),
        ({"password": "aaaaaaaaaaaa", "confirm": "aaaaaaaaaaaa"}, "too easy to guess"),
        ({"password": "", "confirm": ""}, "This is needed."),
        ({"password": "x" * 300, "confirm": "x" * 300}, "This is too long."),
        ({"name": " "}, "This is needed."),
        ({"name": "ole\0na"}, "characters that no text can have"),
    ],
)
def test_a_refused_form_says_why_and_keeps_the_name(
    desk: Desk, code: str, fields: dict[str, str], complaint: str
) -> None:
    answer = at_setup(desk).post("/setup", code=code, **{**GOOD, **fields})
    assert answer.status == 422
    assert complaint in answer.text
    assert "name" in fields or 'value="olena"' in answer.text
    assert GOOD["password"] not in answer.text
    assert not accounts.has_owner(desk.store)


def test_the_code_alone_leads_to_the_password(desk: Desk, code: str) -> None:
    visitor = at_setup(desk)
    assert 'name="password"' not in visitor.get("/setup").text
    answer = visitor.post("/setup", code="AAAA-AAAA-AA")
    assert answer.status == 422 and 'name="password"' not in answer.text
    answer = visitor.post("/setup", code=code)
    assert answer.status == 200 and 'name="password"' in answer.text and f'name="code" value="{code}"' in answer.text
    assert visitor.post("/setup", code="AAAA-AAAA-AA", **GOOD).status == 422, "and is checked again with it"
    assert not accounts.has_owner(desk.store)
    assert visitor.post("/setup", code=code, **GOOD).status == 303


def test_guessing_the_code_ends_after_ten_and_holds_back_nobody_who_has_it(desk: Desk, code: str) -> None:
    visitor = at_setup(desk)
    for _ in range(10):
        assert visitor.post("/setup", code="AAAA-AAAA-AA", **GOOD).status == 422
    answer = visitor.post("/setup", code="AAAA-AAAA-AA", **GOOD)
    assert answer.status == 429 and answer.header("Retry-After")
    assert visitor.post("/setup", code="AAAA-AAAA-AA").status == 429, "nor without a password"
    assert at_setup(desk).post("/setup", code=code, **GOOD).status == 303


def test_without_a_code_no_code_fits(desk: Desk) -> None:
    assert at_setup(desk).post("/setup", code="", **GOOD).status == 422
    assert at_setup(desk).post("/setup", code="-", **GOOD).status == 422
    assert not accounts.has_owner(desk.store)
