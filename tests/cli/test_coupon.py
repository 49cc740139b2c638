"""`smsbox coupon`: series, paper, the till of a script; exit code 0 means that it counts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def code(run: Run) -> str:
    """A code of a series of ours, on paper."""
    assert run("coupon", "make", "Autumn", "--offer", "-20 %").out == "1\n"
    return run("coupon", "print", "1", "1").out.strip()


def test_a_series_is_made_listed_and_printed(run: Run) -> None:
    made = run("coupon", "make", "Autumn", "--prefix", "zerno", "--length", "6", "--until", "2030-12-31", "--json")
    (row,) = made.rows
    assert (row["id"], row["kind"], row["given"], row["in_stock"]) == (1, "made", 0, None)
    assert row["until"].startswith("2031-01-01T00:00:00")
    printed = run("coupon", "print", "1", "25").out.split()
    assert len(set(printed)) == 25
    assert all(each.startswith("ZERNO") and len(each) == 11 for each in printed)
    assert run("coupon", "list", "--json").rows[0]["given"] == 25
    assert "until 31 December 2030" in run("coupon", "list").out


def test_a_pool_comes_from_a_file(run: Run, tmp_path: Path) -> None:
    pool = tmp_path / "codes.txt"
    pool.write_text("\ufeffAB-1001\n\nAB-1002\r\n")
    assert run("coupon", "make", "Till", "--pool", pool, "--json").rows[0]["in_stock"] == 2
    assert run("coupon", "print", "1", "1").out == "AB-1001\n"
    again = run("coupon", "make", "Till", "--pool", pool)
    assert again.code == 65
    assert "AB-1001" in again.err
    assert run("coupon", "print", "1", "2").code == 65
    assert run("coupon", "list", "--json").rows[0]["in_stock"] == 1


def test_a_customer_is_given_one_by_hand_and_keeps_it(run: Run) -> None:
    run("coupon", "make", "Sorry")
    code = run("coupon", "give", "1", "050 000 00 01").out
    assert run("coupon", "give", "1", "+380500000001").out == code
    assert run("coupon", "give", "1", "0500000002").out != code
    assert run("coupon", "redeem", code.strip(), "--json").rows[0]["number"] == "+380500000001"
    assert run("coupon", "give", "1", "12").code == 65
    assert run("coupon", "give", "2", "0500000001").code == 69


def test_a_code_counts_once(run: Run, code: str) -> None:
    assert run("coupon", "check", code).out == f"{code}  -20 %\n"
    done = run("coupon", "redeem", code.lower(), "--paid", "99,5", "--json")
    assert done.code == 0
    (row,) = done.rows
    assert (row["counts"], row["state"], row["paid"], row["redeemed_how"]) == (True, "redeemed", "99.50", "cli")
    again = run("coupon", "redeem", code)
    assert again.code == 65
    assert f"The coupon {code} does not count. Used already: " in again.err
    told = run("coupon", "redeem", code, "--json")
    assert told.code == 65
    assert (told.rows[0]["counts"], told.rows[0]["reason"]) == (False, "used")


def test_the_same_try_again_is_the_same_try(run: Run, code: str) -> None:
    for _ in range(2):
        assert run("coupon", "redeem", code, "--once", "receipt-17").code == 0
    assert run("coupon", "redeem", code, "--once", "receipt-18").code == 65
    assert run("coupon", "list", "--json").rows[0]["redeemed"] == 1


def test_what_does_not_count_says_why(run: Run, code: str) -> None:
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for typed, reason in ((wrong, "check"), ("nothing", "unknown"), ("TEST1234", "test")):
        told = run("coupon", "check", typed, "--json")
        assert (told.code, json.loads(told.out)["reason"]) == (65, reason)
    assert run("coupon", "void", code).code == 0
    assert "It was made void." in run("coupon", "void", code).err
    assert run("coupon", "redeem", code).code == 65
    assert run("coupon", "redeem", code, "--paid", "much").code == 2


def test_a_closed_series_prints_no_more(run: Run, code: str) -> None:
    assert run("coupon", "close", "1").code == 0
    assert "closed" in run("coupon", "print", "1", "1").err
    assert run("coupon", "redeem", code).code == 0
    assert run("coupon", "close", "9").code == 69
    assert run("coupon", "print", "9", "1").code == 69


def test_the_codes_leave_as_a_file(run: Run, code: str, tmp_path: Path) -> None:
    run("coupon", "redeem", code)
    file = tmp_path / "codes.csv"
    assert "1 coupons written" in run("coupon", "export", "1", file).err
    (row,) = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    assert (row["Code"], row["State"]) == (code, "redeemed")
    sheet = tmp_path / "codes.xlsx"
    assert run("coupon", "export", "1", sheet).code == 0
    assert sheet.read_bytes().startswith(b"PK")


def test_where_there_is_no_database_there_are_no_coupons(run: Run) -> None:
    assert run("coupon", "list").code == 0
    assert "There is no series 1" in run("coupon", "export", "1", "-").err


def test_a_pool_is_filled_listed_and_ended(run: Run, tmp_path: Path) -> None:
    pool = tmp_path / "codes.txt"
    pool.write_text("AB-1001\nAB-1002\n")
    run("coupon", "make", "Till", "--pool", pool)
    pool.write_text("AB-1003\n")
    assert run("coupon", "fill", "1", pool).out == "1\n"
    assert run("coupon", "fill", "1", pool).code == 65
    given = run("coupon", "give", "1", "0500000001").out.strip()
    assert run("coupon", "change", "1", "--offer", "-5 %", "--until", "2030-12-31").code == 0
    (row,) = run("coupon", "list", "--json").rows
    assert (row["name"], row["offer"], row["in_stock"], row["given"]) == ("Till", "-5 %", 2, 1)
    states = {each["code"]: each["state"] for each in run("coupon", "codes", "1", "--json").rows}
    assert states == {"AB-1001": "given", "AB-1002": "free", "AB-1003": "free"}
    (his,) = run("coupon", "codes", "1", "--state", "given", "--json").rows
    assert (his["code"], his["number"]) == (given, "+380500000001")
    assert given in run("coupon", "codes", "1").out
    assert run("coupon", "close", "1", "--void").code == 0
    assert run("coupon", "redeem", given).code == 65
    assert run("coupon", "codes", "9").code == 69
