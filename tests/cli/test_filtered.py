"""Lists, exports and steering by the same options: what is asked for is what is shown, written and changed."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from smsbox import events
from smsbox.cli.audited import account
from smsbox.outbox import Draft, submit, sweeps
from smsbox.people import audit
from smsbox.store import Store
from tests.cli.conftest import Run
from tests.cli.test_outbox import A, B, doubtful

NOW = 1_800_000_000_000_000


@pytest.fixture
def filled(config: Path) -> list[int]:
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    spring = submit(
        store, [Draft(A, "Знижка", batch="spring"), Draft(B, "Знижка", batch="spring")], now=NOW, allow=["+"]
    )
    other = submit(store, [Draft(A, "=1+1 готове")], now=NOW + 86_400_000_000, allow=["+"])
    store.close()
    return spring + other


def ids(run: Run, *options: str) -> list[int]:
    return [row["id"] for row in run("outbox", "list", "--json", *options).rows]


def test_listed_by_every_option(run: Run, filled: list[int]) -> None:
    assert ids(run, "--to", "050 000 00 02") == [2]
    assert ids(run, "--to", "050") == [3, 2, 1]
    assert ids(run, "--to", "+38050000000") == [3, 2, 1]
    assert ids(run, "--to", "067") == []
    assert ids(run, "--text", "знижка") == [2, 1]
    assert ids(run, "--batch", "spring", "--to", A) == [1]
    assert ids(run, "--since", "2027-01-16") == [3]
    assert ids(run, "--until", "15.01.2027") == [2, 1]
    assert run("outbox", "list", "--sim", "255010000000009").code == 69
    assert run("outbox", "list", "--to", "letters").code == 65
    assert run("outbox", "list", "--until", "yesterdayish").code == 2


def test_steered_by_options_only_with_a_yes(run: Run, filled: list[int]) -> None:
    ran = run("outbox", "cancel", "--batch", "spring")
    assert ran.code == 1 and "2 messages would be cancelled" in ran.out and "--yes" in ran.err
    assert ids(run, "--state", "cancelled") == []
    ran = run("outbox", "cancel", "--state", "queued", "--batch", "spring", "--yes")
    assert ran.code == 0 and "2 messages changed." in ran.out
    assert ids(run, "--state", "cancelled") == [2, 1]
    (row,) = run("outbox", "hold", "--to", A, "--yes", "--json").rows
    assert row == {"act": "hold", "counted": 1, "maybe_duplicates": 0, "changed": 1}
    assert run("outbox", "cancel").code == 2
    assert run("outbox", "cancel", "3", "--state", "queued").code == 2


def test_steering_from_the_command_line_says_who_and_is_in_the_audit_log(
    run: Run, config: Path, filled: list[int]
) -> None:
    assert run("outbox", "hold", "--batch", "spring").code == 1
    assert run("outbox", "hold", "--batch", "spring", "--yes").code == 0
    assert run("outbox", "cancel", "3").code == 0
    assert run("outbox", "move", "1", "--any").code == 0
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    lines = audit.entries(store, limit=9)
    assert [(each.what, each.who, each.role) for each in lines] == [
        (what, account(), audit.CONSOLE) for what in ("message.move", "message.cancel", "message.hold")
    ]
    assert lines[2].subject.startswith("2 × {") and '"spring"' in lines[2].subject
    assert [each.subject for each in lines[:2]] == ["1", "3"]
    for message_id, kind in ((1, events.HELD), (3, events.CANCELLED), (1, events.MOVED)):
        (line,) = [each for each in events.of_message(store, message_id) if each.kind == kind]
        assert line.data["who"] == account()
    store.close()


def test_whoever_breaks_a_sweep_off_breaks_off_the_rest(
    run: Run, config: Path, filled: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the daemon would finish it."""
    monkeypatch.setattr(sweeps, "_ACT_STEP", 1)
    going_on = sweeps.advance

    def interrupted(store: Store, sweep_id: int, now: int) -> sweeps.Sweep | None:
        found = going_on(store, sweep_id, now)
        if found and found.changed:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(sweeps, "advance", interrupted)
    ran = run("outbox", "cancel", "--batch", "spring", "--yes")
    assert ran.code == 130 and "1 message changed." in ran.err
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    assert sweeps.unfinished(store) == []
    assert len(ids(run, "--state", "cancelled")) == 1
    store.close()


def test_what_may_have_arrived_needs_a_word_of_its_own(run: Run, config: Path) -> None:
    doubtful(config.parent)
    ran = run("outbox", "resend", "--state", "uncertain", "--yes")
    assert ran.code == 0 and "0 messages changed." in ran.out and "--twice" in ran.err
    (row,) = run("outbox", "resend", "--state", "uncertain", "--yes", "--twice", "--json").rows
    assert (row["maybe_duplicates"], row["changed"]) == (1, 1)
    (row,) = run("outbox", "list", "--json").rows
    assert row["state"] == "queued" and row["maybe_duplicate"]


def test_exported_as_filtered(run: Run, filled: list[int], tmp_path: Path) -> None:
    ran = run("outbox", "export", "--batch", "spring", tmp_path / "a.csv")
    assert ran.code == 0 and "2 messages written" in ran.err
    octets = (tmp_path / "a.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline="")))
    assert [row[2] for row in rows] == ["To", "'" + A, "'" + B]
    assert run("outbox", "export", "--to", A, tmp_path / "a.xlsx").code == 0
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    rows = book.get_sheet_by_index(0).to_python()[1:]
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        (1, datetime(2027, 1, 15, 10, 0), "Знижка"),
        (3, datetime(2027, 1, 16, 10, 0), "=1+1 готове"),
    ]
    assert ["--to", A] in book.get_sheet_by_index(1).to_python()
    assert run("inbox", "export", "--format", "xlsx", tmp_path / "b").code == 0
    assert sorted(each.name for each in tmp_path.iterdir() if each.suffix in (".csv", ".xlsx")) == ["a.csv", "a.xlsx"]
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]
