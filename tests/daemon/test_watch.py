"""The watch over problems: a real database, a clock and modems of our own, ten seconds at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smsbox import outbox, problems
from smsbox.clock import HOUR, MINUTE, SECOND, iso
from smsbox.config import Config, ModemConfig, Problem, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.daemon.watch import Watch
from smsbox.store import Store, StoreFull
from smsbox.store.kept import Kept

NOW = 1_790_000_000 * SECOND
READY: dict[str, Any] = {"name": "main", "state": "ready", "sim_id": 1}


class Moved:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> int:
        return self.at

    def boottime(self) -> float:
        return self.at / SECOND

    def sleep(self, seconds: float) -> None:
        self.at += int(seconds * SECOND)


class Scene:
    """A watch with everything it looks at."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite://{folder}/smsbox.db"
        self.store, self.clock, self.trusted = Store.open(url), Moved(), True
        self.modems: list[dict[str, Any]] = [READY]
        self.config = Config(
            *(StoreConfig(url, folder), WebConfig("127.0.0.1", 8080), RegionConfig(), SendingConfig()),
            (ModemConfig("main", "/dev/ttyUSB0"),),
        )
        kept = Kept(self.store, folder)
        self.watch = Watch(kept, self.clock, lambda: self.modems, None, lambda: self.trusted)

    def look(self, after: int = 0) -> list[str]:
        """One look, some microseconds later; the keys of what is open then."""
        self.clock.at += after
        self.watch.look(self.config, self.clock.at)
        return [each.problem.key for each in problems.open_now(self.store, "")]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.store.close()


def queue(scene: Scene, **more: Any) -> None:
    draft = outbox.Draft(recipient="+380500000001", text="x", **more)
    outbox.submit(scene.store, [draft], now=scene.clock.at, allow=("+380",))


def test_the_queue_is_stuck_when_nothing_leaves_for_a_quarter_of_an_hour_although_it_may(scene: Scene) -> None:
    queue(scene)
    assert [scene.look(after=MINUTE) for _ in range(15)] == [[]] * 15
    assert scene.look(after=MINUTE) == ["queue.stuck"]
    scene.modems[0] = READY | {"last_sent_at": iso(scene.clock.at, scene.config.region.zone)}
    assert scene.look(after=10 * SECOND) == [], "something left"
    scene.modems[0] = READY | {"state": "holding", "reason": "relay.paused"}
    assert scene.look(after=HOUR) == ["modem.paused"], "who is paused is not stuck"


def test_what_is_to_leave_later_or_by_a_clock_nobody_believes_is_not_stuck(scene: Scene) -> None:
    queue(scene, send_after=NOW + 12 * HOUR)
    scene.look()
    assert scene.look(after=HOUR) == []
    queue(scene)
    scene.trusted = False
    scene.look()
    assert scene.look(after=HOUR) == ["clock.untrusted"]
    scene.trusted = True
    assert scene.look(after=10 * SECOND) == []
    assert scene.look(after=15 * MINUTE) == ["queue.stuck"]


def test_a_database_that_refuses_is_told_at_once_and_written_down_when_it_can_be(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreFull(problem="disk full")

    with monkeypatch.context() as broken:
        broken.setattr(problems, "review", refuse)
        for _ in range(3):
            with pytest.raises(StoreFull):
                scene.look(after=10 * SECOND)
        (met,) = scene.watch.unwritten()
        assert (met.problem.key, met.opened_at) == ("store.trouble", NOW + 10 * SECOND)
    assert scene.look() == ["store.trouble"] and scene.watch.unwritten() == []
    assert scene.look(after=10 * SECOND) == []
    assert [each.problem.key for each in problems.closed_since(scene.store, "", NOW, 5)] == ["store.trouble"]


def test_settings_that_are_not_in_force_are_named(scene: Scene) -> None:
    scene.config = replace(scene.config, ignored=(Problem("sending.gap", 0, "too long"),))
    assert scene.look() == ["settings.ignored"]
    (case,) = problems.open_now(scene.store, "")
    assert case.problem.facts == {"keys": ["sending.gap"]}


def test_silence_is_told_where_messages_used_to_come(scene: Scene) -> None:
    with scene.store.write():
        for place in range(12):
            scene.store.run(
                "INSERT INTO received (id, sim_id, sender, sender_kind, text, received_at, wide, total, state, "
                "missing, flash, damaged) VALUES (?, 1, '+380500000001', 0, 'x', ?, 0, 1, 1, 0, 0, 0)",
                *(place + 1, NOW + place * HOUR),
            )
    assert scene.look(after=24 * HOUR) == []
    assert scene.look(after=4 * 24 * HOUR) == ["sim.silent"]


def test_a_quiet_box_is_not_written_to(scene: Scene) -> None:
    scene.modems[0] = READY | {"dbm": -105}
    scene.look()
    before = scene.store.run("SELECT total_changes()").fetchone()[0]
    for _ in range(20):
        scene.look(after=10 * SECOND)
    assert scene.store.run("SELECT total_changes()").fetchone()[0] == before
