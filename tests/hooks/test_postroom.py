"""The post room: who is sent out with what, and who is left in peace meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from smsbox.config import Config
from smsbox.hooks import book, calls, filling, postroom
from smsbox.hooks.book import Hook
from smsbox.hooks.calls import Call
from smsbox.hooks.postroom import REST, Postroom
from smsbox.people.audit import Actor
from smsbox.store import Store
from tests.contracts import counter
from tests.contracts.shop import START

BY = Actor("Olena", "owner")


class Clock:
    """Moved by hand."""

    boot = 0.0

    def now(self) -> int:
        return START + int(self.boot * 1_000_000)

    def boottime(self) -> float:
        return self.boot

    def sleep(self, seconds: float) -> None:
        """Nobody waits."""


class Postman:
    """Says what the test has him say."""

    out: list[Postman] = []

    def __init__(self, order: Mapping[str, Any], given: Sequence[Call], until: float) -> None:
        self.given = {each.id: each for each in given}
        self.over, self._says = False, list[dict[str, Any]]()
        Postman.out.append(self)

    @property
    def hooks(self) -> set[int]:
        return {each.hook_id for each in self.given.values()}

    def ends(self, **says: Any) -> None:
        """The same of each of his calls."""
        self._says, self.over = [{"id": each, **says} for each in self.given], True

    def said(self, boottime: float) -> list[dict[str, Any]]:
        says, self._says = self._says, []
        return says

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(Postman, "out", [])
    monkeypatch.setattr(postroom, "_Postman", Postman)
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def config() -> Config:
    return counter.config()


def hooked(store: Store, place: str) -> Hook:
    url = f"http://127.0.0.1:9/{place}"
    return book.make(store, url=url, kinds=("sms:sent",), by=BY, now=START, networks=("127.0.0.0/8",))


def sent_out(room: Postroom, config: Config) -> set[int]:
    """The webhooks that somebody was sent to by one look."""
    before = len(Postman.out)
    room.look(config)
    return {hook_id for each in Postman.out[before:] for hook_id in each.hooks}


def test_one_webhook_is_with_one_postman_alone(store: Store, config: Config) -> None:
    room = Postroom(store, Clock(), "box")
    one, other = hooked(store, "one"), hooked(store, "other")
    filling.tried(store, one, "box", "now", START)
    assert sent_out(room, config) == {one.id}
    for hook in (one, other):
        filling.tried(store, hook, "box", "now", START)
    assert sent_out(room, config) == {other.id}
    Postman.out[0].ends(status=200)
    assert sent_out(room, config) == {one.id}


def test_where_nobody_answered_nobody_knocks_for_a_while(store: Store, config: Config) -> None:
    clock = Clock()
    room, hook = Postroom(store, clock, "box"), hooked(store, "one")
    hangs = {"key": "hooks.hangs", "facts": {"server": "x", "seconds": 10}}
    filling.tried(store, hook, "box", "now", START)
    assert sent_out(room, config) == {hook.id}
    Postman.out[0].ends(status=None, error=hangs)
    filling.tried(store, hook, "box", "now", START)
    assert sent_out(room, config) == set()
    clock.boot = REST - 0.1
    assert sent_out(room, config) == set()
    clock.boot = REST
    assert sent_out(room, config) == {hook.id}
    Postman.out[1].ends(status=500, error={"key": "hooks.refused", "facts": {"server": "x", "status": 500}})
    filling.tried(store, hook, "box", "now", START)
    assert sent_out(room, config) == {hook.id}, "it answers"


def test_a_postman_who_ends_without_a_word_counts_as_a_try(store: Store, config: Config) -> None:
    room, hook = Postroom(store, Clock(), "box"), hooked(store, "one")
    filling.tried(store, hook, "box", "now", START)
    room.look(config)
    Postman.out[0].over = True
    room.look(config)
    (call,) = calls.listed(store, hook.id, 9)
    assert call.tries == 1 and call.error is not None and call.error["key"] == "hooks.lost"


def test_what_there_was_no_time_for_is_due_as_before(store: Store, config: Config) -> None:
    room, hook = Postroom(store, Clock(), "box"), hooked(store, "one")
    filling.tried(store, hook, "box", "now", START)
    room.look(config)
    Postman.out[0].ends(status=0, later=True)
    assert sent_out(room, config) == {hook.id}
    assert calls.listed(store, hook.id, 9)[0].tries == 0


def test_a_program_that_lost_its_token_is_called_no_more(store: Store, config: Config) -> None:
    room = Postroom(store, Clock(), "box")
    with store.write():
        new = calls.New(calls.CALLBACKS, "dlr:1", "m", None, '{"url": "http://127.0.0.1:9/dlr", "token": 7}')
        calls.add(store, [new], START)
    assert sent_out(room, config) == set()
    (call,) = calls.listed(store, calls.CALLBACKS, 9)
    assert call.state is calls.State.DEAD and call.error is not None
    assert call.error["key"] == "hooks.callback_not_listed"
