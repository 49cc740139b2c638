"""`smsbox vote` and `smsbox quiz`: how it stands, what was meant, who leads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smsbox.store import Store
from tests.cli.conftest import Run
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.player import Player
from tests.dialogs.test_quiz import PRICES, play
from tests.dialogs.test_vote import DISHES

Playing = Callable[[str], Player]


@pytest.fixture
def playing(config: Path) -> Playing:
    """A scenario of that source, in the database of the command line."""
    return lambda source: Player(Store.open(f"sqlite://{config.parent}/smsbox.db"), source)


def standing(run: Run) -> dict[str, int]:
    return {row["choice"]: row["votes"] for row in run("vote", "counts", "obid", "--json").rows}


def test_a_vote_is_counted_and_put_right(run: Run, playing: Playing) -> None:
    game = playing(DISHES)
    for place, text in enumerate(("голос 1", "голос борщ", "голос юшка", "Голос: ЮШКА!", "голос 3")):
        game.write(text, f"+38050000{place:04d}")
    assert standing(run) == {"Борщ": 2, "Вареники": 0, "Піца": 1, "": 2}
    assert [(row["same"], row["votes"]) for row in run("vote", "unknown", "obid", "--json").rows] == [("юшка", 2)]
    assert run("vote", "settle", "obid", "юшка", "суп").code == 69
    assert run("vote", "settle", "obid", "Юшка", "borsch", "--teach").out == "2\n"
    assert run("vote", "settle", "obid", "юшка", "Борщ").code == 69
    assert standing(run) == {"Борщ": 4, "Вареники": 0, "Піца": 1, "": 0}
    assert run("vote", "change", "obid", "050 000 0004", "2").code == 0
    assert run("vote", "change", "obid", "0500009999", "2").code == 69
    assert [row["number"] for row in run("vote", "list", "obid", "--option", "2", "--json").rows] == ["+380500000004"]
    assert run("vote", "unlearn", "obid", "юшка").code == 0
    assert run("vote", "verify", "obid").code == 0
    game.store.run("UPDATE vote_counts SET votes = 9 WHERE choice = 'Борщ'")
    assert run("vote", "verify", "obid").code == 65
    assert run("quiz", "leaders", "obid").code == 69
    assert "80.0 %" in run("vote", "counts", "obid").out or "9" in run("vote", "counts", "obid").out
    audit = game.store.run("SELECT what FROM audit ORDER BY id").fetchall()
    assert [row[0] for row in audit] == ["vote.settled", "vote.changed", "vote.unlearnt"]


def test_the_best_of_a_quiz(run: Run, playing: Playing) -> None:
    game = playing(PRICES)
    play(game, ANNA, "2 2015 1", 20)
    play(game, BOHDAN, "2 2015 1", 2)
    rows = run("quiz", "leaders", "tsiny", "--json").rows
    assert [(row["place"], row["number"], row["points"], row["seconds"]) for row in rows] == [
        (1, BOHDAN, 5, 9.0),
        (2, ANNA, 5, 63.0),
    ]
    hidden = run("quiz", "leaders", "tsiny", "--hide").out
    assert BOHDAN not in hidden and "5/5" in hidden
    (attempt,) = run("quiz", "attempts", "tsiny", ANNA, "--json").rows
    assert [answer["said"] for answer in attempt["answers"]] == ["2", "2015", "1"]
    assert run("quiz", "attempts", "tsiny", "0500009999").code == 69
