"""Permission in a whole box: what left is asked of the simulated network alone, whatever the database says."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from smsbox import consent
from smsbox.outbox import ledger
from smsbox.store import Store
from tests.whole.box import Box, box, until
from tests.whole.test_quiet import Night

ANNA, BOHDAN, VIRA, HANNA = (f"+38050000000{place}" for place in (1, 2, 3, 4))
WARSAW = "+48500000001"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Box]:
    with box(tmp_path) as made:
        yield made


def put_around(made: Box, *numbers: str, text: str = "Buy now!") -> None:
    """Rows of advertising by plain SQL, as from a program that knows nothing of us."""
    with closing(sqlite3.connect(made.directory / "smsbox.db", timeout=30)) as database, database:
        (last,) = database.execute("SELECT coalesce(max(id), 0) FROM messages").fetchone()
        database.executemany(
            "INSERT INTO messages (id, recipient, text, kind, priority, alphabet, total, flash, report, state, "
            "created_at, queue_key, lane) VALUES (?, ?, ?, 2, 0, 0, 1, 0, 1, 0, ?, ?, 0)",
            [
                (place, number, text, time.time_ns() // 1000, ledger.queue_key(2, 0, place))
                for place, number in enumerate(numbers, last + 1)
            ],
        )


def say(made: Box, number: str, act: str) -> None:
    with closing(Store.open(made.url)) as store:
        consent.record(store, consent.Entry(number, time.time_ns() // 1000, act, "sms", evidence_id=1))


def sent_to(made: Box) -> list[str]:
    return [entry["number"] for entry in made.accepted()]


def test_nobody_who_did_not_agree_is_written_to_whoever_put_the_row_there(made: Box) -> None:
    made.permit(ANNA, VIRA, HANNA)
    say(made, VIRA, "left")
    refused = made.run("send", "--to", ANNA, BOHDAN, VIRA, "--text", "sale", "--class", "marketing", check=False)
    assert refused.returncode == 77
    assert f"{BOHDAN}: nothing shows that the customer agreed" in refused.stderr
    assert f"{VIRA}: the customer left and wants no more advertising" in refused.stderr
    assert f"{ANNA}:" not in refused.stderr
    put_around(made, BOHDAN, VIRA, ANNA)
    made.start()
    made.await_modems()
    until(lambda: made.settled())
    put_around(made, BOHDAN, VIRA, HANNA)
    made.send([BOHDAN, VIRA], "your order is ready", "--class", "service")
    until(lambda: len(made.accepted()) == 4 and made.settled())
    assert sorted(sent_to(made)) == [ANNA, BOHDAN, VIRA, HANNA]
    assert {entry["number"] for entry in made.accepted() if entry["text"] == "Buy now!"} == {ANNA, HANNA}
    told = {(row["recipient"], row["reason"]) for row in made.outbox() if row["state"] == "cancelled"}
    assert told == {(BOHDAN, "consent"), (VIRA, "left")}
    assert "nothing shows that the customer agreed" in made.run("outbox", "show", "1").stdout.lower()


def test_once_in_two_weeks_over_all_batches_while_answers_pass(made: Box) -> None:
    made.permit(ANNA, BOHDAN)
    made.start()
    made.await_modems()
    made.send(ANNA, "first", "--class", "marketing")
    until(lambda: sent_to(made) == [ANNA])
    again = made.run("send", "--to", ANNA, BOHDAN, "--text", "second", "--class", "marketing", "--skip-bad")
    assert f"{ANNA}: with this the customer would get more advertising than the shop allows itself" in again.stderr
    put_around(made, ANNA, ANNA, BOHDAN)
    for kind in ("service", "reply"):
        made.send([ANNA, BOHDAN], f"a {kind}", "--class", kind)
    until(lambda: made.settled() and len(made.accepted()) == 6)
    texts = [entry["text"] for entry in made.accepted() if entry["number"] == ANNA]
    assert sorted(texts) == ["a reply", "a service", "first\nVidmova: STOP"]
    assert sum(number == BOHDAN for number in sent_to(made)) == 3, "one advertisement, one service, one reply"


def test_who_leaves_between_queueing_and_sending_gets_nothing(made: Box) -> None:
    made.permit(ANNA, BOHDAN)
    made.start()
    made.await_modems()
    made.run("modems", "pause", "m0")
    made.send([ANNA, BOHDAN], "sale", "--class", "marketing")
    say(made, ANNA, "left")
    made.run("modems", "resume", "m0")
    until(lambda: made.settled() and BOHDAN in sent_to(made))
    assert sent_to(made) == [BOHDAN]


def test_a_crowd_that_may_not_be_written_to_holds_nobody_up(made: Box) -> None:
    made.permit(ANNA)
    made.start()
    made.await_modems()
    made.run("modems", "pause", "m0")
    put_around(made, *(f"+38067{place:07d}" for place in range(3_000)), ANNA)
    began = time.monotonic()
    made.run("modems", "resume", "m0")
    until(lambda: sent_to(made) == [ANNA])
    assert time.monotonic() - began < 30, "far less than a look of the idle relay for every fifty"
    until(made.settled)


def test_whoever_lives_elsewhere_is_written_to_by_his_own_clock(tmp_path: Path) -> None:
    """At half past nine in Kyiv it is half past eight in Warsaw."""
    night = Night(tmp_path / "box", allow=("+380", "+48"))
    night.farm.start()
    try:
        night.permit(ANNA, WARSAW)
        night.set_clock("09:30")
        night.start()
        night.await_modems()
        night.send([WARSAW, ANNA], "sale", "--class", "marketing")
        until(lambda: night.sent_to() == [ANNA])
        night.stays_so()
        (waiting,) = (row for row in night.outbox() if row["state"] == "queued")
        assert (waiting["recipient"], waiting["reason"]) == (WARSAW, "quiet") and waiting["due_at"]
        night.set_clock("10:01")
        until(lambda: night.sent_to() == [ANNA, WARSAW])
    finally:
        night.kill()
        night.farm.stop()
