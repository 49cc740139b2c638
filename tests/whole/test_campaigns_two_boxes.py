"""Two whole boxes that feed one campaign out of one PostgreSQL, one of them killed in the midst of it."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from smsbox import contacts
from smsbox.clock import SystemClock
from smsbox.contacts import New
from smsbox.store import Store
from tests.contracts.postgres import binaries, server
from tests.permitted import permit
from tests.whole.box import Box, box, until

TEXT = "Zerno: {name|friend}, coffee -20% until Sunday. Answer 1 or call 0500000001"
PEOPLE = [f"+38050000{place:04}" for place in range(160)]
PACE = "gap = 0.03\n"


def taken(*boxes: Box) -> Counter[str]:
    """How often the networks of these boxes took the offer, by number."""
    return Counter(entry["number"] for each in boxes for entry in each.accepted() if "coffee" in entry["text"])


def test_two_boxes_feed_one_campaign_and_one_of_them_dies(tmp_path: Path) -> None:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    folders = [tmp_path / "left", tmp_path / "right"]
    for each in folders:
        each.mkdir()
    with (
        server() as url,
        box(folders[0], url=url, profile="fast", imsi="255010000000101", prefix="left-", modem_lines=PACE) as left,
        box(folders[1], url=url, profile="fast", imsi="255010000000202", prefix="right-", modem_lines=PACE) as right,
    ):
        with closing(Store.open(url)) as store:
            contacts.add_many(store, [New(number=each) for each in PEOPLE], now=SystemClock().now())
            permit(store, *PEOPLE)
        left.start()
        right.start()
        left.await_modems()
        right.await_modems()
        (row,) = left.rows("campaign", "new", "Spring", "--text", TEXT, "--everyone", "--holdout", "10")
        left.rows("campaign", "launch", str(row["id"]), "--yes", "--because", "a test")
        until(lambda: min(len(each.accepted()) for each in (left, right)) >= 12, 60, pause=0.05)
        left.kill()
        died = len(taken(left, right))
        until(lambda: len(taken(left, right)) >= died + 25, 120, what="the other box goes on", pause=0.2)
        left.start()
        until(lambda: right.rows("campaign", "show", str(row["id"]))[0]["state"] == "finished", 120, pause=0.5)
        (end,) = right.rows("campaign", "show", str(row["id"]))
        sent = taken(left, right)
        assert set(sent.values()) == {1}, "nobody twice"
        doubtful = {row["recipient"] for row in right.outbox() if row["state"] in ("uncertain", "held")}
        assert len(doubtful) <= 1, "only what it died over is in doubt"
        with closing(Store.open(url)) as store:
            apart = {row[0] for row in store.run("SELECT number FROM recipients WHERE state = 2").fetchall()}
        assert set(sent) | doubtful | apart == set(PEOPLE) and not apart & set(sent), "nobody forgotten"
        assert (end["written_to"], end["kept_apart"]) == (len(PEOPLE) - len(apart), len(apart))
        assert taken(left) and taken(right)
