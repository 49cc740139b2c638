"""`smsbox customers`: the whole life of a customer by commands, as a script sees it."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

from smsbox import consent, contacts
from smsbox.cli import customer_rows
from smsbox.clock import SystemClock
from smsbox.store import Store
from tests.cli.conftest import Run

ANNA, BOHDAN = "+380500000001", "+380500000002"
NAME = "Ганна Непийпиво"


def url(config: Path) -> str:
    return f"sqlite://{config.parent}/smsbox.db"


def held(folder: Path, *needles: str) -> list[str]:
    files = [each for each in folder.iterdir() if each.is_file() and ".db" in each.name]
    return sorted(each.name for each in files if any(needle.encode() in each.read_bytes() for needle in needles))


def add(run: Run, number: str = "050 000 00 01", *more: str) -> str:
    ran = run("customers", "add", number, "--name", NAME, *more)
    assert ran.code == 0, ran.err
    return ran.out.strip()


def test_words_of_the_options_are_those_of_the_house() -> None:
    assert tuple(each.name.lower() for each in contacts.State) == customer_rows.STATES
    assert tuple(each.label for each in consent.State) == customer_rows.CONSENTS


def test_added_changed_shown_listed_and_merged(run: Run) -> None:
    one = add(run, "050 000 00 01", "--tag", "VIP", "--field", "напій=кава", "--birthday", "03-14")
    two = add(run, BOHDAN, "--field", "розмір=M")
    assert run("customers", "change", "0500000001", "--state", "customer", "--field", "напій=чай").code == 0
    (shown,) = run("customers", "show", one, "--json").rows
    assert (shown["number"], shown["state"], shown["fields"], shown["tags"]) == (
        ANNA,
        "customer",
        {"напій": "чай"},
        ["vip"],
    )
    assert shown["details"][0]["origin"].startswith("staff:") and shown["permission"] == "unknown"
    assert "кава" not in run("customers", "show", one).out and "vip" in run("customers", "show", one).out
    assert [row["id"] for row in run("customers", "list", "--json").rows] == [int(one), int(two)]
    for asked in (("--tag", "vip"), ("--field", "напій=чай"), ("--state", "customer"), ("--text", "0001")):
        assert [row["id"] for row in run("customers", "list", "--json", *asked).rows] == [int(one)], asked
    assert run("customers", "tag", "нові", "--without", "vip").out == "1\n"
    assert run("customers", "note", two, "просила дзвонити").code == 0
    ran = run("customers", "merge", one, BOHDAN)
    assert ran.code == 0 and BOHDAN in ran.err
    (left,) = run("customers", "list", "--json").rows
    assert left["other_numbers"] == [BOHDAN] and left["tags"] == ["vip", "нові"]
    assert run("customers", "show", two).code == 69
    assert run("customers", "change", one, "--field", "розмір=").code == 0
    assert run("customers", "show", one, "--json").rows[0]["fields"] == {"напій": "чай"}


def test_what_is_wrong_is_said_and_nothing_changes(run: Run) -> None:
    one = add(run)
    assert run("customers", "add", ANNA).code == 65
    assert run("customers", "add", "12").code == 65
    assert run("customers", "change", one, "--birthday", "31.02").code == 65
    assert run("customers", "change", one, "--field", "напій").code == 2
    assert run("customers", "merge", one, one).code == 65
    assert run("customers", "show", "0509999999").code == 69
    assert run("customers", "list", "--filter", "{").code == 65
    assert run("customers", "list", "--filter", "{}", "--tag", "x").code == 2
    assert len(run("customers", "list", "--json").rows) == 1


def test_consent_comes_with_words_and_goes_at_once(run: Run, config: Path) -> None:
    one = add(run)
    assert run("customers", "agree", one).code == 2, "no consent without words"
    assert run("customers", "agree", one, "--words", "Можна надсилати акції?", "--evidence", "аркуш 7").code == 0
    assert run("customers", "list", "--consent", "agreed", "--json").rows[0]["permission"] == "agreed"
    assert run("send", "--class", "marketing", "--to", ANNA, "--text", "Знижка. Тел. 0500000009").code == 0
    assert run("customers", "leave", ANNA).code == 0
    assert [row["state"] for row in run("outbox", "list", "--json").rows] == ["cancelled"]
    assert "had left before" in run("customers", "leave", ANNA).err
    assert run("customers", "show", one, "--json").rows[0]["permission"] == "left"
    assert run("customers", "agree", one, "--words", "Можна?").code == 65, "who has left comes back by evidence alone"
    assert run("customers", "show", one, "--json").rows[0]["permission"] == "left"
    assert run("customers", "agree", one, "--words", "Можна?", "--evidence", "аркуш 8").code == 0
    assert run("customers", "show", one, "--json").rows[0]["permission"] == "agreed"


def test_a_merge_is_taken_back(run: Run) -> None:
    keep, gone = add(run), add(run, BOHDAN)
    assert run("customers", "merge", keep, gone).code == 0
    assert run("customers", "part", keep, "--json").rows == [{"kept": int(keep), "parted": int(gone)}]
    assert [row["number"] for row in run("customers", "list", "--json").rows] == [ANNA, BOHDAN]
    assert run("customers", "part", keep).code == 69


def test_as_a_table_and_as_a_copy_for_himself(run: Run, tmp_path: Path) -> None:
    one = add(run, ANNA, "--field", "напій=кава")
    add(run, BOHDAN, "--tag", "інші")
    sheet = tmp_path / "customers.csv"
    assert "1 customers" in run("customers", "export", "--field", "напій=кава", sheet).err
    assert ANNA in sheet.read_text("utf-8-sig") and BOHDAN not in sheet.read_text("utf-8-sig")
    assert run("customers", "export", tmp_path / "all.xlsx").code == 0
    assert run("customers", "copy", one, tmp_path / "one.zip").code == 0
    packed = zipfile.ZipFile(io.BytesIO((tmp_path / "one.zip").read_bytes()))
    assert json.loads(packed.read("data.json"))["details"][0]["value"] == "кава"
    assert run("customers", "copy", one, tmp_path / "one.pdf").code == 2
    assert run("customers", "copy", "050 000 00 09", tmp_path / "stranger.json").code == 0
    assert json.loads((tmp_path / "stranger.json").read_text())["person"] == []


def test_erased_here_and_in_a_backup(run: Run, config: Path) -> None:
    add(run, ANNA, "--field", "адреса=Зелена 5")
    run("customers", "note", ANNA, f"{NAME} дзвонила")
    run("send", "--to", ANNA, "--text", f"{NAME}, готово")
    run("customers", "leave", ANNA)
    store = Store.open(url(config))
    backup = config.parent / "monday.db"
    store.run("VACUUM INTO ?", str(backup))
    store.close()
    assert held(config.parent, ANNA[1:], NAME) == ["monday.db", "smsbox.db"]
    assert run("customers", "erase", ANNA).code == 2, "nobody sits there who says yes"
    ran = run("customers", "erase", ANNA, "--yes", "--in", backup)
    assert ran.code == 0 and "monday.db" in ran.err, ran.err
    assert held(config.parent, ANNA[1:], NAME, "Зелена 5", "непийпиво") == []
    assert run("customers", "list", "--json").rows == []
    assert run("send", "--class", "marketing", "--to", ANNA, "--text", "Знижка. Тел. 0500000009").code == 77
    assert sqlite3.connect(backup).execute("SELECT count(*) FROM messages").fetchone() == (1,), "what it cost stays"


def test_somebody_who_is_no_customer_is_erased_by_his_number(run: Run, config: Path) -> None:
    add(run, BOHDAN)
    run("send", "--to", ANNA, "--text", "Готово")
    assert run("customers", "erase", "050 000 00 01", "--yes").code == 0
    assert held(config.parent, ANNA[1:]) == []
    assert run("customers", "erase", "99", "--yes").code == 69


def test_who_would_rather_be_called_is_listed_until_he_was(run: Run, config: Path) -> None:
    one = add(run)
    store = Store.open(url(config))
    with store.write():
        store.run(
            "INSERT INTO campaigns (id, name, state, plan, version, seed, made_at, by_whom, changed_at, place, high, "
            "fed, skipped, apart) VALUES (4, 'Травень', 3, '{}', 1, 's', 1, 'olha', 1, 0, 0, 0, 1, 0)"
        )
        store.run(
            "INSERT INTO recipients (campaign_id, number, contact_id, customer, variant, state, reason, at) "
            "VALUES (4, ?, ?, 0, 0, 1, 'prefers_call', ?)",
            *(ANNA, int(one), SystemClock().now()),
        )
    store.close()
    (row,) = run("customers", "calls", "--json").rows
    assert (row["number"], row["campaign"], row["about"]) == (ANNA, 4, "Травень")
    assert "Травень" in run("customers", "calls").out
    assert run("customers", "called", one, "4", "--note", "зайде").code == 0
    assert run("customers", "calls", "--json").rows == []
    assert run("customers", "called", one, "4").code == 69
    assert run("customers", "show", one, "--json").rows[0]["notes"][0]["text"] == "зайде"


def test_lists_of_all_of_them(run: Run) -> None:
    one, two = add(run, ANNA, "--tag", "VIP", "--field", "напій=кава"), add(run, BOHDAN)
    found = {(row["kind"], row["name"]) for row in run("customers", "tags", "--json").rows}
    assert found == {("tag", "vip"), ("field", "напій")}
    (group,) = run("customers", "doubles", "--json").rows
    assert [each["id"] for each in group["customers"]] == [int(one), int(two)] and group["alike"] is True
    assert BOHDAN in run("customers", "doubles").out
    assert run("customers", "imports", "--json").out == ""
    copied = json.loads(run("customers", "copy", one, "-").out)
    assert ANNA in json.dumps(copied)
