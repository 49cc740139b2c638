"""Tables fit the terminal: beside, below, or as a list; never wider, and never with a number torn apart."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from smsbox.cli.tables import laid_out

COLUMNS = ("id", "queued", "to", "text")
ROWS = (
    ("128", "2026-11-22 08:10:09", "+380500000001", "Дякую за пропозицію! Сьогодні зайду після шостої 🥐 і ще хтось"),
    ("7", "2026-11-22 08:10:09", "+380500000002", ""),
)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_no_number_is_torn(width: int) -> None:
    lines = list(laid_out(COLUMNS, ROWS, width))
    # An emoji takes two cells and is broken like one.
    assert max(map(cell_len, lines)) <= width + 2
    assert any("+380500000001" in line for line in lines)
    assert " ".join(" ".join(lines).split()).count("шостої") == 1


def test_a_long_text_stands_below_its_row_when_there_is_little_room() -> None:
    lines = list(laid_out(COLUMNS, ROWS, 60))
    assert lines[1].startswith("128  2026-11-22 08:10:09  +380500000001")
    assert lines[2].startswith("    Дякую")
    assert lines[-1].startswith("7    2026")


def test_a_wide_terminal_has_everything_on_one_line() -> None:
    head, first, second = laid_out(COLUMNS, ROWS, 160)
    assert head.split() == list(COLUMNS)
    assert first.endswith("хтось") and second.endswith("02")


def test_a_narrow_one_gets_names_and_values() -> None:
    lines = list(laid_out(COLUMNS, ROWS, 24))
    assert lines[0] == "id      128"
    assert "" in lines


def test_nothing_is_shown_as_nothing() -> None:
    assert list(laid_out(COLUMNS, (), 80)) == ["–"]
