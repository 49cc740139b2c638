"""`smsbox balance`: per SIM the operator's word, the forecast, what waits; for people and for scripts."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from smsbox import money
from smsbox.clock import SECOND
from smsbox.money import Understood
from smsbox.store import Store, sims
from tests.cli.conftest import Run


@pytest.fixture
def sim(config: Path) -> Path:
    """A SIM of Kyivstar in the modem, read a minute ago."""
    config.write_text(config.read_text() + "low_balance = 20.0\nprice = 0.9\n")
    now = time.time_ns() // 1000
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    sim_id = sims.register(store, imsi="255030000000001", iccid=None, modem="main", now=now)
    understood = Understood(Decimal("12.50"), "UAH", 412, 1000, date.today() + timedelta(days=11))
    money.note(store, sim_id, now - 60 * SECOND, "*111#", "На рахунку 12.50 грн\n\x1b[2J412 SMS з 1000", understood)
    store.close()
    return config


def test_without_a_store_there_is_nothing_yet(run: Run) -> None:
    ran = run("balance")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing" in ran.err


def test_without_a_sim_it_says_so(run: Run, config: Path) -> None:
    Store.open(f"sqlite://{config.parent}/smsbox.db").close()
    assert "has shown a SIM yet" in run("balance").err
    assert run("balance", "--json").out == ""


def test_scripts_get_figures(run: Run, sim: Path) -> None:
    ran = run("balance", "--json")
    assert ran.code == 0
    (row,) = ran.rows
    expected = {"modem": "main", "sim": "255030000000001", "code": "*111#", "money": "12.50", "currency": "UAH"}
    assert expected.items() <= row.items()
    assert (row["left"], row["of"], row["by_operator"], row["pays_for"]) == (412, 1000, True, 13)
    assert row["stop"] == {"reason": "money.low_balance", "waiting": ["marketing"]}
    assert (row["understood"], row["renews_on"]) == (True, (date.today() + timedelta(days=11)).isoformat())
    assert row["answer"] == "На рахунку 12.50 грн\n\x1b[2J412 SMS з 1000"
    assert row["asked_next_at"] > row["answered_at"]


def test_people_get_sentences(run: Run, sim: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run("balance")
    assert "Balance: 12.50 UAH." in ran.out
    assert "412 of 1,000 SMS are left" in ran.out
    assert "advertising waits" in ran.out
    assert "\x1b" not in ran.out and "\\x1b[2J412" in ran.out
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    assert "Баланс: 12,50 UAH." in run("balance").out


def test_a_pattern_that_cannot_be_used_is_named(run: Run, sim: Path) -> None:
    sim.write_text(sim.read_text() + 'balance_patterns = ["Rest {rest}"]\n')
    ran = run("balance")
    assert ran.code == 0
    assert "Rest {rest}" in ran.err and "{left}" in ran.err
