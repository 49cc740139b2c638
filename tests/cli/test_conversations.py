"""`smsbox desk`: conversations read, answered, taken and ended from a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.cli.conversations import LISTS
from smsbox.desk import canned, labels, lists
from smsbox.store import Store
from tests.cli.conftest import Run
from tests.desk.test_threads import ANNA, BOHDAN, NOW, comes, threads


@pytest.fixture
def store(config: Path) -> Iterator[Store]:
    made = Store.open(f"sqlite://{config.parent}/smsbox.db")
    yield made
    made.close()


def test_its_lists_are_those_of_the_desk() -> None:
    assert tuple(each for each in lists.LISTS if each != "mine") == LISTS


def test_a_conversation_from_a_terminal(run: Run, store: Store) -> None:
    comes(store, ANNA, "Чи є півонії?", NOW)
    comes(store, BOHDAN, "Дякую", NOW + 1)
    labels.put(store, ANNA, "квіти", by="olena", now=NOW)
    first, second = run("desk", "list", "--json").rows
    assert (first["number"], second["number"], second["last"], second["labels"]) == (
        *(BOHDAN, ANNA, "Чи є півонії?"),
        ["квіти"],
    )
    assert [row["number"] for row in run("desk", "list", "--label", "Квіти", "--json").rows] == [ANNA]
    assert "Чи є півонії?" in run("desk", "list").out
    (shown,) = run("desk", "show", ANNA.replace("+38", ""), "--json").rows
    assert (shown["state"], shown["unread"], [each["text"] for each in shown["messages"]]) == (
        *("open", 1),
        ["Чи є півонії?"],
    )
    late = comes(store, ANNA, "Білі", NOW + 2)
    refused = run("desk", "answer", ANNA, "Так", "--seen", shown["seen"])
    assert refused.code == 75 and f"--seen {late}.0" in refused.err
    assert run("desk", "answer", ANNA, "Так", "--seen", "x").code == 2
    for repeated in (False, True):
        (row,) = run("desk", "answer", ANNA, "Так, білі", "--seen", f"{late}.0", "--once", "a", "--json").rows
        assert row["repeated"] is repeated
    assert [row[0] for row in store.run("SELECT text FROM messages").fetchall()] == ["Так, білі"]
    canned.keep(store, "Готово", "{name}, готово", "", by="olena", now=NOW)
    for text in ("", " ", "{name}, готово"):
        assert run("desk", "answer", ANNA, text).code == 65
    assert store.run("SELECT count(*) FROM messages").fetchone() == (1,)
    run("desk", "note", ANNA, "Приходить у п\u2019ятницю")
    shown_again = run("desk", "show", ANNA)
    assert "Так, білі" in shown_again.out and "pending" in shown_again.out
    (shown,) = run("desk", "show", ANNA, "--json").rows
    assert [each["text"] for each in shown["notes"]] == ["Приходить у п\u2019ятницю"] and shown["messages"][-1]["by"]


def test_it_is_taken_by_one_ended_and_opened_again(run: Run, store: Store) -> None:
    comes(store, BOHDAN, "Дякую", NOW)
    threads.assign(store, BOHDAN, "olena", was=None, by="olena", now=NOW)
    refused = run("desk", "take", BOHDAN)
    assert refused.code == 65 and "olena" in refused.err
    assert run("desk", "take", BOHDAN, "--over").code == 0
    assert threads.get(store, BOHDAN).assigned_to not in (None, "olena")
    for _ in range(2):
        assert run("desk", "leave", BOHDAN).code == run("desk", "done", BOHDAN).code == 0
    assert run("desk", "list", "--json").rows == []
    assert run("desk", "reopen", BOHDAN).code == 0
    (row,) = run("desk", "list", "--json").rows
    assert (row["number"], row["assigned_to"]) == (BOHDAN, None)
    told = [row[0] for row in store.run("SELECT what FROM audit ORDER BY id").fetchall()]
    assert told == ["desk.assigned", "desk.assigned", "desk.done", "desk.reopened"]
    assert run("desk", "show", "nobody").code in (2, 65)
