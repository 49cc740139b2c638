"""`smsbox audience`: counted with those left out by reason, listed, kept by a name and used by a campaign."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.permitted import permit_in

ANNA, BOHDAN, VERA = "+380500000001", "+380500000002", "+380500000003"
TEXT = "Zerno: {name|friend}, coffee -20%. Answer 1 or call 0500000001"


@pytest.fixture
def people(config: Path, run: Run) -> None:
    for number, *more in ((ANNA, "--tag", "coffee"), (BOHDAN, "--tag", "coffee", "--state", "customer"), (VERA,)):
        assert run("customers", "add", number, *more).code == 0
    permit_in(f"sqlite://{config.parent}/smsbox.db", ANNA)


def test_counted_listed_kept_and_forgotten(run: Run, people: None) -> None:
    assert run("audience", "save", "Coffee lovers", "--tag", "coffee").out == "1\n"
    (row,) = run("audience", "list", "--json").rows
    assert (row["name"], row["filter"]) == ("Coffee lovers", {"all_tags": ["coffee"]})
    for which in (("coffee LOVERS",), ("1",), ("--tag", "coffee"), ("--filter", json.dumps(row["filter"]))):
        (counted,) = run("audience", "count", *which, "--json").rows
        assert (counted["matching"], counted["may_get"], counted["excluded"]) == (2, 1, {"consent": 1}), which
        assert (counted["leads"], counted["customers"]) == (1, 0)
    told = run("audience", "count", "1").out
    assert "may get it" in told and "Nothing shows that the customer agreed" in told
    assert [each["number"] for each in run("audience", "members", "1", "--json").rows] == [ANNA, BOHDAN]
    assert len(run("audience", "members", "--everyone", "--json").rows) == 3
    assert run("audience", "forget", "Coffee lovers").code == 0
    gone = run("audience", "count", "Coffee lovers")
    assert gone.code == 69 and "smsbox audience list" in gone.err


def test_everyone_is_meant_only_when_it_is_said(run: Run, people: None) -> None:
    for words in (("count",), ("members",), ("save", "All")):
        assert run("audience", *words).code == 2, words
    assert run("audience", "count", "--everyone", "--tag", "coffee", "1").code == 2
    assert run("audience", "list").code == 0


def test_a_campaign_is_made_of_it_changed_and_read_back(
    run: Run, people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("audience", "save", "Coffee", "--tag", "coffee")
    (made,) = run("campaign", "new", "Spring", "--audience", "coffee", "--text", TEXT, "--json").rows
    assert made["plan"]["audience"] == {"all_tags": ["coffee"]}
    (changed,) = run("campaign", "change", "1", "--name", "May", "--per-hour", "200", "--json").rows
    assert (changed["name"], changed["plan"]["per_hour"], changed["plan"]["variants"]) == (
        *("May", 200),
        made["plan"]["variants"],
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(changed["plan"])))
    (again,) = run("campaign", "new", "Again", "--plan", "-", "--json").rows
    assert again["plan"] == changed["plan"]
    assert run("campaign", "change", "1", "--audience", "none").code == 69
    assert run("campaign", "change", "1", "--audience", "coffee", "--everyone").code == 2
    run("campaign", "approve", "1")
    refused = run("campaign", "change", "1", "--name", "June")
    assert refused.code == 1 and "→" in refused.err
