"""CSV files as people really have them: delimiters, encodings, quotes, and rows that must not pass in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.sheets import BadRow, Row, Sheet, SheetRefused, open_sheet

A, B = "+380500000001", "+380500000002"


def sheet(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Sheet:
    path = folder / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return open_sheet(path)


def rows(folder: Path, content: str | bytes, encoding: str = "utf-8") -> list[Row | BadRow]:
    return list(sheet(folder, content, encoding).rows())


def numbers(folder: Path, content: str | bytes, encoding: str = "utf-8") -> list[str]:
    return [row.values["number"] for row in rows(folder, content, encoding) if isinstance(row, Row)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter(tmp_path: Path, delimiter: str) -> None:
    content = f"name{delimiter}number\r\nОля{delimiter}{A}\r\nПетро{delimiter}{B}\r\n"
    assert rows(tmp_path, content) == [
        Row(2, {"name": "Оля", "number": A}),
        Row(3, {"name": "Петро", "number": B}),
    ]


def test_one_column(tmp_path: Path) -> None:
    assert numbers(tmp_path, f"number\n{A}\n\n{B}") == [A, B]


def test_commas_in_the_values_of_a_semicolon_file(tmp_path: Path) -> None:
    assert rows(tmp_path, f"number;note\n{A};a, b, c\n") == [Row(2, {"number": A, "note": "a, b, c"})]


def test_the_line_excel_writes_for_itself(tmp_path: Path) -> None:
    assert rows(tmp_path, f"sep=;\nnumber;note\n{A};x\n") == [Row(3, {"number": A, "note": "x"})]


@pytest.mark.parametrize(
    "name", ["Number", "NUMBER", " number ", "Телефон", "номер", "Номер телефону", "phone", "Phone number"]
)
def test_names_of_the_number_column(tmp_path: Path, name: str) -> None:
    assert numbers(tmp_path, f"name,{name}\nx,{A}\n") == [A]


def test_number_wins_over_phone(tmp_path: Path) -> None:
    assert numbers(tmp_path, f"phone,number\n{A},{B}\n") == [B]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("name,city\nx,y\n", "no_number"),
        (f"{A}\n{B}\n", "no_number"),
        (f"phone,телефон\n{A},{B}\n", "numbers"),
        (f"number,name,name\n{A},x,y\n", "repeated"),
        ("number" + ",x" * 300, "columns"),
        ("number," + "x" * 20_000, "columns"),
    ],
)
def test_files_refused_as_a_whole(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(SheetRefused) as caught:
        sheet(tmp_path, content)
    assert caught.value.facts["reason"] == reason
    assert caught.value.exit_code == 65


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    content = f"номер;ім’я\n{A};Олександра Гриценко\n{B};Їжак, ґанок і свято\n"
    found = rows(tmp_path, content, encoding)
    assert [row.values["ім'я"] for row in found if isinstance(row, Row)] == [
        "Олександра Гриценко",
        "Їжак, ґанок і свято",
    ]


def test_an_old_encoding_that_shows_late_in_the_file(tmp_path: Path) -> None:
    content = "number;name\n" + "".join(f"+38050{n:07d};x\n" for n in range(9000)) + f"{A};Марічка\n"
    assert rows(tmp_path, content, "cp1251")[-1] == Row(9002, {"number": A, "name": "Марічка"})


def test_the_encoding_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(f"number;name\n{A};Łódź\n".encode("cp1250"))
    (row,) = open_sheet(path, "cp1250").rows()
    assert isinstance(row, Row)
    assert row.values["name"] == "Łódź"
    with pytest.raises(SheetRefused):
        open_sheet(path, "cp12500")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"number,name\n{A},x,y\n{B},z\n", BadRow(2, "cells", "y")),
        (f"number,name\n{A},a\0b\n{B},z\n", BadRow(2, "nul", "a\0b")),
        (f"number,name\n{A},a\ufffdb\n{B},z\n", BadRow(2, "encoding", "a\ufffdb")),
        (f"number,name\n{A},{'x' * 20_000}\n{B},z\n", BadRow(2, "long", "x" * 40)),
        (f"number,name\n{A},{'x' * 200_000}\n{B},z\n", BadRow(2, "long", f"{A},{'x' * 27}"[:40])),
        (f'number,name\n{A},"{"x" * 200_000}"\n{B},z\n', BadRow(2, "long", f'{A},"{"x" * 25}')),
        (f'number,name\n{A},"a"b\n{B},z\n', BadRow(2, "csv", f'{A},"a"b\n')),
    ],
)
def test_one_bad_row_and_the_next_is_read(tmp_path: Path, content: str, expected: BadRow) -> None:
    assert rows(tmp_path, content) == [expected, Row(3, {"number": B, "name": "z"})]


def test_an_open_quote_never_swallows_people_in_silence(tmp_path: Path) -> None:
    lost = rows(tmp_path, f'number,name\n{A},"x\n{B},z\n')
    assert lost == [BadRow(2, "quote", f"{B},z\n")]
    closed_later = rows(tmp_path, f'number,name\n{A},"x\n{B},z"\n+380500000003,y\n')
    assert closed_later == [BadRow(2, "quote", "x"), Row(4, {"number": "+380500000003", "name": "y"})]


def test_a_cell_of_two_lines_is_fine(tmp_path: Path) -> None:
    found = rows(tmp_path, f'number,name\n{A},"two\nlines"\n{B},z\n')
    assert found == [Row(2, {"number": A, "name": "two\nlines"}), Row(4, {"number": B, "name": "z"})]


def test_short_rows_have_empty_cells_and_trailing_delimiters_do_not_matter(tmp_path: Path) -> None:
    assert rows(tmp_path, f"number,name\n{A}\n{B},z,,\n") == [
        Row(2, {"number": A}),
        Row(3, {"number": B, "name": "z"}),
    ]


def test_it_can_be_read_twice(tmp_path: Path) -> None:
    people = sheet(tmp_path, f"number\n{A}\n{B}\n")
    assert list(people.rows()) == list(people.rows()) != []


def test_the_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsbox.sheets.rows.MOST_ROWS", 3)
    people = sheet(tmp_path, "number\n" + f"{A}\n" * 4)
    with pytest.raises(SheetRefused) as caught:
        list(people.rows())
    assert caught.value.facts["reason"] == "rows"


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 500, b"\x00" * 3000])
def test_what_is_no_text(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SheetRefused):
        list(sheet(tmp_path, content).rows())


def test_what_is_no_file(tmp_path: Path) -> None:
    for path, reason in ((tmp_path, "not_a_file"), (tmp_path / "none.csv", "missing")):
        with pytest.raises(SheetRefused) as caught:
            open_sheet(path)
        assert caught.value.facts["reason"] == reason
