"""`smsbox tokens` as typed: made, used, listed, revoked; mistakes with what mends them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import pytest

from smsbox.cli.audited import account
from smsbox.cli.tokens import RIGHTS
from smsbox.clock import SystemClock
from smsbox.people import audit, tokens
from smsbox.people.rights import FOR_TOKENS
from smsbox.store import Store
from tests.cli.conftest import Run


@pytest.fixture
def store(config: Path) -> Store:
    return Store.open(f"sqlite://{config.parent}/smsbox.db")


def test_the_words_of_the_rights() -> None:
    assert tuple(right.value for right in FOR_TOKENS) == RIGHTS


def test_from_its_making_to_its_end(run: Run, store: Store) -> None:
    """The token is all there is on the standard output: a script keeps it without cutting."""
    ran = run("tokens", "add", "Till", "--allow", "+380", "--allow", "+48", "--per-day", "5")
    secret = ran.out.removesuffix("\n")
    assert ran.code == 0 and secret not in ran.err
    now = SystemClock().now()
    known = tokens.behind(store, secret, now)
    assert known is not None and (known.allow, known.per_day) == (("+380", "+48"), 5)
    (row,) = run("tokens", "list", "--json").rows
    assert (row["name"], row["rights"], row["made_by"]) == ("Till", ["write"], account())
    for told in (str(row), run("tokens", "list").out):
        assert secret not in told and hashlib.sha256(secret.encode()).hexdigest() not in told
    assert run("tokens", "revoke", "1").code == 0
    assert tokens.behind(store, secret, now) is None
    again = run("tokens", "revoke", "1")
    assert again.code == 0 and "it was so already" in again.err
    assert "revoked" in run("tokens", "list").out
    entries = list(reversed(audit.entries(store, limit=9)))
    assert [(each.what, each.subject, each.who) for each in entries] == [
        ("token.made", "Till", account()),
        ("token.revoked", "Till", account()),
    ]


def test_several_rights_and_a_last_day(run: Run, store: Store) -> None:
    addresses = ("--callback", "https://shop.example/dlr")
    ran = run("tokens", "add", "Web", "--may", "write", "--may", "read", "--until", "2099-03-31", *addresses, "--json")
    (row,) = ran.rows
    assert row["rights"] == ["read", "write"] and row["callbacks"] == ["https://shop.example/dlr"]
    end = datetime.fromisoformat(row["expires_at"])
    assert (end.date().isoformat(), end.hour) == ("2099-04-01", 0)  # the last day is a whole one
    assert tokens.behind(store, row["token"], SystemClock().now()) is not None


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "X", "--until", "2020-01-01"), 65, "last day"),
        (("add", "X", "--until", "soon"), 2, "soon is no day"),
        (("add", "X", "--allow", "abc"), 65, "abc"),
        (("add", "X", "--callback", "file:///etc/passwd"), 65, "file:///etc/passwd"),
        (("add", "X", "--per-day", "0"), 2, "1000000"),
        (("add", "X", "--may", "people"), 2, "people"),
        (("add", "\u202e"), 65, "name"),
        (("revoke", "7"), 69, "smsbox tokens list"),
    ],
)
def test_what_is_not_there_and_what_cannot_be(
    run: Run, store: Store, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = run("tokens", *words)
    assert ran.code == code and said in ran.err, ran.err
    assert tokens.listed(store) == []
