"""`smsbox problems`: for a person, for a script, and what is over."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from smsbox import problems
from smsbox.clock import MINUTE, SystemClock
from smsbox.problems import Observed
from smsbox.store import Store
from tests.cli.conftest import Run


@pytest.fixture
def store(config: Path) -> Store:
    return Store.open(f"sqlite://{config.parent}/smsbox.db")


def test_none_yet(run: Run) -> None:
    ran = run("problems", "--json")
    assert (ran.code, ran.rows) == (0, [])


def test_open_ones_with_what_to_type_and_over_ones_on_demand(run: Run, store: Store) -> None:
    now = SystemClock().now()
    paused = {"name": "main", "state": "holding", "reason": "relay.paused", "facts": {"by": "olena"}}
    problems.review(store, Observed(modems=(paused,), held=2), now - MINUTE)
    problems.review(store, Observed(modems=(paused,)), now)
    store.close()
    (row,) = run("problems", "--json").rows
    told = {name: row[name] for name in ("key", "subject", "severity", "fix", "command", "closed_at")}
    assert told == {
        "key": "modem.paused",
        "subject": "main",
        "severity": "warning",
        "fix": "resume_modem",
        "command": "smsbox modems resume main",
        "closed_at": None,
    }
    assert "olena" in row["cause"] and row["consequence"] and row["step"]
    text = run("problems").out
    assert "Warning: Modem main is paused (since " in text and "→ smsbox modems resume main" in text
    assert [row["key"] for row in run("problems", "--json", "--all").rows] == ["modem.paused", "queue.held"]
    assert "2 messages are held" in run("problems", "--all").out


def test_all_is_well(run: Run, store: Store) -> None:
    store.close()
    assert run("problems").out == "All is well\n"


def test_in_ukrainian(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    problems.review(store, Observed(calls=5), SystemClock().now())
    store.close()
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    assert "Увага: 5 дзвінків" in run("problems").out


def test_a_row_is_one_object(run: Run, store: Store, config: Path) -> None:
    """What stands in the table is what scripts get; a second reader sees it while nothing holds it."""
    problems.review(store, Observed(held=1), SystemClock().now())
    store.close()
    with sqlite3.connect(config.parent / "smsbox.db") as plain:
        assert plain.execute("SELECT key, closed_at FROM problems").fetchall() == [("queue.held", None)]
    assert run("problems", "--json").rows[0]["facts"] == {"count": 1}
