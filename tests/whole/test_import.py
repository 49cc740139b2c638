"""An import in the daemon: killed in the middle it goes on and doubles nothing, and messages leave meanwhile."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from smsbox import consent, intake
from smsbox.clock import SystemClock
from smsbox.config import Config, load
from smsbox.intake import Evidence, Import, Plan, Stage
from smsbox.store import Store
from tests.whole.box import Box, box, until

ROWS = 900
LIST = "Телефон;ПІБ\r\n" + "".join(f"80500{row:06};Коваленко Оксана\r\n" for row in range(ROWS))
EVIDENCE = Evidence("2026-03-01", "paper form", "Так, пишіть")


@contextmanager
def opened(made: Box) -> Iterator[tuple[Store, Config]]:
    """What the command line of the same box would see."""
    config = load(made.directory / "config.toml")
    with closing(Store.open(config.store.url, create=False, check=False)) as store:
        yield store, config


def agreed(store: Store, config: Config) -> int:
    """A list that is counted and agreed to; the daemon does all of it but the words."""
    now = SystemClock().now()
    found = intake.hand_in(store, config, io.BytesIO(LIST.encode("cp1251")), "list.csv", by="Olha", now=now)
    plan = Plan(found.plan.encoding, ";", "", 1, found.plan.columns, evidence=EVIDENCE)
    intake.look_again(store, config, found.id, plan, now)
    assert intake.count(store, config, found.id, now)
    until(lambda: seen(store, found.id).stage is Stage.ASKED, what="counted by the daemon")
    assert intake.agree(store, config, found.id)
    return found.id


def seen(store: Store, number: int) -> Import:
    found = intake.get(store, number)
    assert found is not None
    return found


def test_killed_in_the_middle_it_goes_on_and_doubles_nothing(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        with opened(made) as (store, config):
            number = agreed(store, config)
            done: list[int] = []
            for _ in range(2):
                until(lambda: seen(store, number).done > (done[-1] if done else 0))
                made.kill()
                done.append(seen(store, number).done)
                made.start()
            until(lambda: seen(store, number).stage is Stage.DONE)
            found = seen(store, number)
            assert 0 < done[0] < ROWS, "it was in the middle"
            assert (found.added, found.bad, found.agreed) == (ROWS, 0, ROWS)
            one = store.run("SELECT count(*), count(DISTINCT number) FROM contacts").fetchone()
            lines = store.run("SELECT count(*), count(DISTINCT number) FROM consents").fetchone()
            assert tuple(one) == tuple(lines) == (ROWS, ROWS)
            assert store.run("SELECT count(*) FROM import_rows").fetchone()[0] == ROWS
            assert consent.standing(store, "+380500000007").state is consent.State.AGREED
            until(lambda: not any((tmp_path / "imports").iterdir()), what="the file gone")


def test_messages_leave_while_an_import_goes_on(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        with opened(made) as (store, config):
            number = agreed(store, config)
            until(lambda: seen(store, number).done)
            made.send("+380500000001", "Ваше замовлення готове")
            until(lambda: made.accepted(), what="on the wire")
            assert seen(store, number).open, "sent in the middle of it"
            assert intake.stop(store, config, number, SystemClock().now())
            assert intake.undo(store, number, SystemClock().now())
            until(lambda: seen(store, number).stage is Stage.UNDONE)
            left = [row[0] for row in store.run("SELECT number FROM contacts").fetchall()]
            assert left == ["+380500000001"], "he was written to meanwhile"
