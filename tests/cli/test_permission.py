"""`smsbox customers permission, may-send, choose, leave`: the questions a script asks before it writes to somebody."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from smsbox.people import audit
from smsbox.store import Store
from tests.cli.conftest import Run

ANNA, STRANGER = "+380500000001", "+380500000009"
WORDS = "May we send you offers by SMS?"


@pytest.fixture
def anna(config: Path, run: Run) -> str:
    config.write_text(config.read_text() + '[sending]\nquiet = "off"\n')
    assert run("customers", "add", ANNA, "--name", "Anna").code == 0
    return ANNA


def answer(run: Run, who: str, *more: str) -> tuple[int, str, str | None]:
    ran = run("customers", "may-send", who, "--json", *more)
    (row,) = ran.rows
    return ran.code, row["may"], row["reason"]


def test_would_he_get_it_and_why_not(run: Run, anna: str) -> None:
    assert answer(run, anna) == (77, "no", "consent")
    told = run("customers", "may-send", anna)
    assert told.code == 77 and "Nothing shows that the customer agreed" in told.err and "→" in told.err
    assert run("customers", "agree", anna, "--words", WORDS).code == 0
    assert answer(run, anna) == (0, "now", None)
    assert run("customers", "may-send", anna).out == f"{ANNA}\tyes\n"
    assert run("customers", "choose", anna, "--topic", "bread", "--every", "30").code == 0
    assert answer(run, anna) == (77, "no", "topic")
    assert answer(run, anna, "--topic", "Bread") == (0, "now", None)
    assert run("customers", "choose", anna, "--topic", "any", "--call").code == 0
    assert answer(run, anna) == (77, "no", "prefers_call")
    assert run("customers", "leave", anna).code == 0
    assert answer(run, anna) == (77, "no", "left")


def test_where_he_stands_and_the_ledger_behind_it(run: Run, anna: str, config: Path) -> None:
    run("customers", "agree", anna, "--words", WORDS, "--evidence", "paper 31")
    run("customers", "choose", anna, "--hours", "18:00-21:00", "--language", "pl")
    (row,) = run("customers", "permission", anna, "--json").rows
    assert (row["permission"], row["hours"], row["language"]) == ("agreed", "18:00-21:00", "pl")
    agreed, choice = row["ledger"]
    assert (agreed["act"], agreed["how"], agreed["words"], agreed["evidence"]) == ("agreed", "cli", WORDS, "paper 31")
    assert choice["terms"] == {"hours": "18:00-21:00", "language": "pl"} and choice["operator"]
    shown = run("customers", "permission", anna).out
    assert WORDS in shown and "18:00-21:00" in shown
    with closing(Store.open(f"sqlite://{config.parent}/smsbox.db")) as store:
        assert [each.what for each in audit.entries(store, limit=2)] == ["customer.choice", "customer.agreed"]


def test_somebody_who_is_no_customer_leaves_and_stays_away(run: Run, anna: str) -> None:
    (before,) = run("customers", "permission", STRANGER, "--json").rows
    assert (before["permission"], before["ledger"], before["never_to_be_written_to"]) == ("unknown", [], False)
    assert run("customers", "leave", "050 000 00 09").code == 0
    assert "had left before" in run("customers", "leave", STRANGER).err
    assert answer(run, STRANGER) == (77, "no", "left")
    assert run("customers", "permission", STRANGER, "--json").rows[0]["never_to_be_written_to"] is True


def test_wishes_that_are_none_change_nothing(run: Run, anna: str) -> None:
    for wish in ((), ("--every", "0"), ("--every", "often"), ("--hours", "evening"), ("--language", "xx")):
        assert run("customers", "choose", anna, *wish).code == 2, wish
    assert run("customers", "permission", anna, "--json").rows[0]["ledger"] == []
    assert run("customers", "permission", "12345").code == 69
    assert run("customers", "may-send", "nobody").code == 65
