"""What votes and surveys brought in a stretch of time costs what that time brought, however much came before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smsbox.dialogs import asked, ballots, scores
from smsbox.store import Store

LATER = 1_000_000
ASKED = (
    "INSERT INTO survey_answers (id, flow_id, number, question, at, answered_at, answer, free) "
    "VALUES (?, 1, ?, 'drink', ?, ?, ?, 0)"
)
VOTED = "INSERT INTO votes (flow_id, number, choice, said, same, at, changed) VALUES (1, ?, ?, '', '', ?, 0)"

PLAYED = (
    "INSERT INTO quiz_results (flow_id, number, attempt, begun_at, ended_at, score, took, counts, answers) "
    "VALUES (1, ?, 1, 0, ?, ?, 9, ?, '[]')"
)


def _store(folder: Path, before: int) -> Store:
    """So many who said tea or coffee early and played to the end, and two who did later, and did not."""
    store = Store.open(f"sqlite://{folder}/{before}.db")
    with store.write(durable=False):
        for place in range(before + 2):
            at = place if place < before else LATER + place
            number, said = f"+38050{place:07d}", ("tea", "coffee")[place % 2]
            store.run(ASKED, place + 1, number, at, at, said)
            store.run(VOTED, number, said, at)
            ended = place < before
            store.run(PLAYED, number, at if ended else None, place % 2, int(ended))
    return store


def _steps(store: Store, ask: Callable[[], object]) -> int:
    """Tens of steps of SQLite's machine."""
    counted = [0]

    def step() -> int:
        counted[0] += 1
        return 0

    connection = store.database.connection()
    connection.set_progress_handler(step, 10)
    ask()
    connection.set_progress_handler(None, 0)
    return counted[0]


@pytest.mark.parametrize("what", ["survey", "vote"])
def test_only_what_came_then_is_read(tmp_path: Path, what: str) -> None:
    steps = []
    for before in (20, 2_000):
        store = _store(tmp_path, before)
        if what == "survey":
            found = sorted(asked.answered(store, 1, LATER, 2 * LATER))
            assert found == [("drink", "coffee", 1), ("drink", "tea", 1)]
            steps.append(_steps(store, lambda at=store: asked.answered(at, 1, LATER, 2 * LATER)))  # type: ignore[misc]
        else:
            assert ballots.counts_between(store, 1, LATER, 2 * LATER) == {"coffee": 1, "tea": 1}
            steps.append(_steps(store, lambda at=store: ballots.counts_between(at, 1, LATER, 2 * LATER)))  # type: ignore[misc]
        store.close()
    assert steps[1] <= steps[0] + 2


def test_who_is_under_way_is_asked_without_those_who_are_finished(tmp_path: Path) -> None:
    steps = []
    for before in (20, 2_000):
        store = _store(tmp_path, before)
        assert scores.under_way(store, 1) == 2 and scores.under_way(store, 2) == 0
        assert scores.spread(store, 1) == {1: before // 2, 0: before // 2}
        steps.append(_steps(store, lambda at=store: scores.under_way(at, 1)))  # type: ignore[misc]
        store.close()
    assert steps[1] <= steps[0] + 2
