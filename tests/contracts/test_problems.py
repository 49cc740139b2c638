"""Problems as rows, on both databases: since when, over when, one row for a flutter, put off and counted apart."""

from __future__ import annotations

from typing import Any

from smsbox import problems
from smsbox.clock import DAY, MINUTE, SECOND
from smsbox.problems import PROBLEM, WARNING, Observed, Problem, Tally, review
from smsbox.problems.records import KEPT
from smsbox.store import Store

NOW = 1_790_000_000 * SECOND
DOWN: dict[str, Any] = {"name": "main", "state": "down", "reason": "modem.port_missing"}
READY: dict[str, Any] = {"name": "main", "state": "ready"}


def look(store: Store, now: int, *modems: dict[str, Any], box: str = "", **more: Any) -> problems.Changes:
    return review(store, Observed(modems=modems, **more), now, box=box)


def rows(store: Store) -> list[tuple[Any, ...]]:
    return list(store.run("SELECT key, opened_at, closed_at FROM problems ORDER BY id").fetchall())


def test_it_opens_stays_since_then_and_closes(store: Store) -> None:
    assert [each.key for each in look(store, NOW, DOWN).opened] == ["modem.down"]
    assert look(store, NOW + 10 * SECOND, DOWN | {"reason": "modem.link_lost"}) == problems.Changes()
    (case,) = problems.open_now(store, "")
    assert case.opened_at == NOW and case.problem.facts["because"] == "modem.link_lost"
    assert problems.tally(problems.open_now(store, ""), NOW) == Tally(1, PROBLEM, 0)
    over = look(store, NOW + MINUTE, READY).closed
    assert [each.problem.key for each in over] == ["modem.down"]
    assert problems.open_now(store, "") == [] and problems.tally(problems.open_now(store, ""), NOW) == Tally()
    (closed,) = problems.closed_since(store, "", NOW, 10)
    assert (closed.opened_at, closed.closed_at) == (NOW, NOW + MINUTE)


def test_a_flutter_keeps_its_one_row_and_what_comes_back_later_has_a_new_one(store: Store) -> None:
    for place in range(6):
        changes = look(store, NOW + place * 20 * SECOND, READY if place % 2 else DOWN)
        assert bool(changes.opened) is (place == 0)
    assert rows(store) == [("modem.down", NOW, NOW + 100 * SECOND)]
    later = NOW + 100 * SECOND + 2 * MINUTE
    assert look(store, later, DOWN).opened
    assert rows(store)[1:] == [("modem.down", later, None)]


def test_a_modem_that_starts_tells_nothing_yet(store: Store) -> None:
    look(store, NOW, DOWN)
    assert look(store, NOW + MINUTE, DOWN | {"state": "starting"}) == problems.Changes()
    assert len(problems.open_now(store, "")) == 1
    assert look(store, NOW + 2 * MINUTE).closed, "a modem that was taken away has no problems"


def test_nothing_is_written_while_nothing_changes(store: Store) -> None:
    weak = READY | {"dbm": -105}
    look(store, NOW, weak)
    look(store, NOW + 10 * SECOND, weak | {"dbm": -106})
    assert problems.open_now(store, "")[0].seen_at == NOW
    look(store, NOW + 10 * MINUTE, weak)
    assert problems.open_now(store, "")[0].seen_at == NOW + 10 * MINUTE


def test_each_modem_has_its_own_and_each_box_too(store: Store) -> None:
    look(store, NOW, DOWN, DOWN | {"name": "two"}, box="a")
    assert look(store, NOW, READY, box="b") == problems.Changes()
    assert {each.problem.subject for each in problems.open_now(store, "a")} == {"main", "two"}
    assert problems.open_now(store, "b") == []
    case = problems.open_now(store, "a")[0]
    assert problems.case(store, "b", case.id) is None and not problems.snooze(store, "b", case.id, NOW + DAY)


def test_put_off_it_counts_apart_for_a_day_and_again_when_it_becomes_worse(store: Store) -> None:
    low = Problem("doctor.disk_low", "", WARNING, {"free": 90})
    look(store, NOW, others=(low,))
    (case,) = problems.open_now(store, "")
    assert problems.snooze(store, "", case.id, NOW + DAY)
    assert problems.tally(problems.open_now(store, ""), NOW) == Tally(0, None, 1)
    assert problems.tally(problems.open_now(store, ""), NOW + DAY) == Tally(1, WARNING, 0)
    look(store, NOW + MINUTE, others=(low,))
    assert problems.open_now(store, "")[0].snoozed(NOW)
    look(store, NOW + MINUTE, others=(Problem("doctor.disk_low", "", PROBLEM, {"free": 1}),))
    assert problems.tally(problems.open_now(store, ""), NOW) == Tally(1, PROBLEM, 0)
    assert problems.snooze(store, "", case.id, NOW + DAY) and problems.wake(store, "", case.id)
    assert problems.tally(problems.open_now(store, ""), NOW) == Tally(1, PROBLEM, 0)
    look(store, NOW + 2 * MINUTE)
    assert not problems.snooze(store, "", case.id, NOW + DAY), "what is over is put off no more"


def test_what_ended_long_ago_is_forgotten_and_what_is_open_never(store: Store) -> None:
    look(store, NOW, DOWN, held=1)
    look(store, NOW + MINUTE, DOWN)
    assert problems.prune(store, NOW + MINUTE + KEPT) == 0
    assert problems.prune(store, NOW + MINUTE + KEPT + 1) == 1
    assert [key for key, _, _ in rows(store)] == ["modem.down"]
