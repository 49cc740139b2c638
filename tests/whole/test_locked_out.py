"""Somebody in the shop's own network guesses without end; the owner gets in all the same, at last by the console."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from tests.installation import Installation
from tests.whole.test_page_by_hand import PASSWORD, Page

NEW = "a heron at the old mill"


class Somebody(Page):
    """A browser at the address everybody in the shop has."""

    def __init__(self, made: Installation, cookies: dict[str, str] | None = None) -> None:
        self._port, self._cookies = made.port, dict(cookies or {})
        self.open("/login")

    def log_in(self, password: str, name: str = "owner") -> int:
        """The status of the page one is on then."""
        self.open("/login")
        self.press("/login", name=name, password=password)
        return self.status


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Installation]:
    found = Installation(tmp_path, [])
    found.start()
    yield found
    found.kill()


def test_the_owner_gets_in_while_somebody_guesses_in_the_same_network(made: Installation) -> None:
    owner = Page(made)  # type: ignore[arg-type]
    owner.open("/account/code")
    owner.press("/account/code/begin")
    secret = re.search(r'class="code">([A-Z2-7 ]+)<', owner.raw)
    assert secret
    app = pyotp.TOTP(secret[1].replace(" ", ""))
    owner.press("/account/code/confirm", code=app.now())
    recovery = re.findall(r"<li>([A-Z2-9-]{12})</li>", owner.raw)
    assert len(recovery) == 10

    guesser = Somebody(made)
    assert [guesser.log_in(f"guess number {number}") for number in range(11)] == [401] * 10 + [429]
    for _ in range(12):  # and at the door of the invited
        guesser.open("/welcome")
        guesser.press("/welcome", name="owner", code="AAAA-AAAA-AA", password=NEW, confirm=NEW)
    assert guesser.status == 429

    assert Somebody(made).log_in(PASSWORD) == 429, "a browser nobody knows, at the address of the guesser"
    at_home = Somebody(made, {"smsbox-browser": owner._cookies["smsbox-browser"]})
    assert at_home.log_in(PASSWORD) == 200
    at_home.press("/login/code", code=recovery[0])
    assert "My account" in at_home.open("/account"), "the browser that is known, by a recovery code"

    # browser and phone are gone, too: what is left is the console
    made.run("user", "reset-code", "owner")
    code = made.run("user", "reset-password", "owner").stdout.split("\t")[1].strip()
    assert "Log in" in at_home.open("/account"), "whoever was in is out"
    stranger = Somebody(made)
    stranger.open("/welcome")
    stranger.press("/welcome", name="owner", code=code, password=NEW, confirm=NEW)
    assert "My account" in stranger.open("/account")
    again = Somebody(made, {"smsbox-browser": stranger._cookies["smsbox-browser"]})
    assert again.log_in(PASSWORD) == 401
    assert again.log_in(NEW) == 200
    assert "My account" in again.open("/account")
