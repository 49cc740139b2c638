"""`smsbox contest`, `survey` and `form`: from the entries to a published file that anybody can verify."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smsbox.cli.contest import ENTRIES
from smsbox.dialogs.contests import EntryState
from smsbox.store import Store
from tests.cli.conftest import Run
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.player import Player
from tests.dialogs.test_contest import RECEIPTS
from tests.dialogs.test_form import ALL, COURSE
from tests.dialogs.test_survey import OPINION

Playing = Callable[[str], Player]


@pytest.fixture
def playing(config: Path) -> Playing:
    """A scenario of that source, in the database of the command line."""
    return lambda source: Player(Store.open(f"sqlite://{config.parent}/smsbox.db"), source)


def test_the_words_of_states_are_those_of_entries() -> None:
    assert tuple(each.label for each in EntryState) == ENTRIES


def test_a_contest_from_its_entries_to_a_file_that_anybody_verifies(run: Run, playing: Playing, tmp_path: Path) -> None:
    contest = playing(RECEIPTS)
    contest.write("чек 11111, 22222")
    contest.write("чек 33333", BOHDAN)
    contest.write("чек 11111", BOHDAN)
    rows = run("contest", "entries", "cheky", "--json").rows
    assert [(row["code"], row["number"], row["state"]) for row in rows[:2]] == [
        ("11111", BOHDAN, "taken"),
        ("33333", BOHDAN, "in"),
    ]
    assert run("contest", "leave-out", "cheky", "1", "--why", "чужий чек").code == 0
    assert run("contest", "leave-out", "cheky", "1", "--why", "ще раз").code == 69
    assert run("contest", "let-in", "cheky", rows[0]["id"], "--why", "показав").code == 0
    assert run("contest", "close-list", "cheky").code == 65  # not over
    contest.store.run("UPDATE flows SET state = 2")
    assert run("contest", "draw", "cheky").code == 65
    listed = run("contest", "close-list", "cheky").out.strip()
    assert run("contest", "publish", "cheky").out.count(f"list: {listed}") == 1
    drawn = run("contest", "draw", "cheky", "--json").rows
    assert [row["wins"] for row in drawn] == [True, True]
    assert {row["number"] for row in drawn} == {ANNA, BOHDAN}
    file = tmp_path / "draw.txt"
    assert run("contest", "publish", "cheky", file).code == 0
    good = run("contest", "verify", file)
    assert (good.code, good.out.count("✓")) == (0, 4)
    file.write_text(file.read_text().replace("33333-", "33334-", 1))
    assert run("contest", "verify", file).code == 65
    assert run("contest", "verify", __file__).code == 65
    assert sorted(run("contest", "tell", "cheky").out.split()) == ["1", "2"]
    assert run("contest", "tell", "cheky").out == ""
    assert run("contest", "tell", "cheky", "99").code == 2
    log = [row[0] for row in contest.store.run("SELECT what FROM audit ORDER BY id").fetchall()]
    assert [each for each in log if each.startswith("contest.")] == [
        *("contest.left_out", "contest.let_in", "contest.listed", "contest.drawn", "contest.told", "contest.told"),
    ]


def test_answers_and_applications_are_listed(run: Run, playing: Playing) -> None:
    opinion = playing(OPINION)
    opinion.write("оцінка 5")
    opinion.write("нічого, усе гарно")
    assert run("survey", "counts", "ocinka", "--json").rows[0] == {
        "question": "бал",
        "put": 1,
        "answered": 1,
        "answers": {"5": 1},
    }
    assert [row["answer"] for row in run("survey", "answers", "ocinka", "--json").rows] == ["нічого, усе гарно", "5"]
    course = playing(COURSE)
    for said in ("курс", *ALL, "так"):
        course.write(said)
    (row,) = run("form", "list", "kursy", "--json").rows
    assert (row["number"], row["answers"]["people"]) == (ANNA, "2")
    assert "Олена Коваль" in run("form", "list", "kursy").out
    assert run("form", "list", "ocinka").code == 69
