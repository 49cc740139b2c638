"""`smsbox customers import` and `undo-import`: counted, told, agreed to, done, put back."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from smsbox import consent, contacts
from smsbox.store import Store
from tests.cli.conftest import Run
from tests.intake.shop import LIST, A


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "клієнти.csv"
    path.write_bytes(LIST.encode("cp1251"))
    return path


def store(folder: Path) -> Store:
    return Store.open(f"sqlite://{folder}/smsbox.db")


def test_counted_done_and_put_back(run: Run, table: Path, tmp_path: Path) -> None:
    counted = run("customers", "import", table, "--dry-run")
    assert counted.code == 0 and counted.out == "rows: 8; 5 new, 0 changed, 0 as they are, 3 cannot be used\n"
    assert counted.err.splitlines() == [
        "row 6: 5,0E+08: no number: a spreadsheet has rounded it: format the column as text",
        "row 7: +380500000001: the same person as in row 2",
        "row 8: немає: no number: it contains letters",
    ]
    assert contacts.by_number(store(tmp_path), A) is None
    done = run("customers", "import", table, "--yes", "--tag", "осінь")
    assert done.code == 0 and done.out.splitlines()[-1] == "5 new, 0 changed, 0 as they are, 3 left out"
    found = contacts.by_number(store(tmp_path), A)
    assert found is not None and found.tags == ("осінь",)
    command = done.err.splitlines()[-1].partition("smsbox ")[2].split()
    assert command == ["customers", "undo-import", "1"]
    back = run(*command)
    assert (back.code, back.out) == (0, "5 customers are as before\n")
    assert contacts.by_number(store(tmp_path), A) is None
    assert run(*command).code == 69


def test_for_programs(run: Run, table: Path) -> None:
    (counted,) = run("customers", "import", table, "--dry-run", "--json").rows
    assert (counted["rows"], counted["added"], counted["reasons"]["repeated"]) == (8, 5, 1)
    (done,) = run("customers", "import", table, "--yes", "--json").rows
    assert done == {"id": 1, "added": 5, "changed": 0, "same": 0, "bad": 3, "agreed": 0, "stayed": 0}
    assert run("customers", "undo-import", "1", "--json").rows == [{"id": 1, "undone": 5}]


def test_nothing_is_done_that_nobody_agreed_to(run: Run, table: Path, tmp_path: Path) -> None:
    assert run("customers", "import", table).code == 1
    assert contacts.by_number(store(tmp_path), A) is None and not any((tmp_path / "imports").iterdir())


def test_consent_is_stated_or_it_is_none(run: Run, table: Path, tmp_path: Path) -> None:
    assert run("customers", "import", table, "--yes", "--consent-on", "2026-03-01").code == 65
    assert run("customers", "import", table, "--yes", "--consent-on", "торік").code == 2
    said = ("--consent-on", "2026-03-01", "--consent-how", "paper form", "--consent-words", "Так, пишіть")
    done = run("customers", "import", table, "--yes", *said)
    assert done.out.splitlines()[-1] == "5 consents recorded"
    assert consent.standing(store(tmp_path), A).state is consent.State.AGREED


def test_columns_can_be_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("0500000001|Olha|Lviv\n")
    said = ("--delimiter", "|", "--header", "0", "--column", "2=name", "--column", "3=tags")
    assert run("customers", "import", path, "--yes", *said).code == 0
    found = contacts.by_number(store(tmp_path), A)
    assert found is not None and (found.name, found.tags) == ("Olha", ("lviv",))
    refused = run("customers", "import", path, "--yes", "--column", "7=name")
    assert refused.code == 2 and "the columns are" in refused.err


def test_standard_input_is_read_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"0500000001, 0500000002\n"), isatty=bool))
    done = run("customers", "import", "-", "--yes")
    assert done.out.splitlines()[-1].startswith("2 new")


def test_what_is_no_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    assert run("customers", "import", path).code == 65
    path.write_bytes(b"PK\3\4nonsense")
    refused = run("customers", "import", path)
    assert refused.code == 65 and "x.xlsx is no workbook" in refused.err
