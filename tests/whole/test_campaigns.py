"""Campaigns through the whole box: who is written to is asked of the simulated network alone."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from smsbox import consent, contacts
from smsbox.clock import DAY, SystemClock
from smsbox.contacts import New
from smsbox.daemon.service import LOOK_SECONDS
from smsbox.store import Store
from tests.campaign.rig import Rig
from tests.permitted import permit
from tests.whole.box import Box, box, until

TEXT = "Zerno: {name|friend}, coffee -20% until Sunday. Answer 1 or call 0500000001"
SHOP = '\n[shop]\nname = "Zerno"\nphone = "0500000001"\n'
SLOW = "gap = 0.05\n"


def number(place: int) -> str:
    return f"+38050000{place:04}"


def numbers(first: int, count: int) -> list[str]:
    return [number(first + place) for place in range(count)]


def people(made: Box, known: Sequence[str], *, agreed: bool = True, **more: Any) -> list[str]:
    """Customers of the shop, by its own functions, before or while the daemon runs."""
    with closing(Store.open(f"sqlite://{made.directory}/smsbox.db")) as store:
        contacts.add_many(store, [New(number=each, **more) for each in known], now=SystemClock().now())
        if agreed:
            permit(store, *known)
    return list(known)


def launch(made: Box, *options: str, text: str = TEXT, name: str = "Spring") -> int:
    """A campaign made and launched as a script would; its id."""
    who = () if {"--tag", "--everyone", "--plan", "--filter"} & set(options) else ("--everyone",)
    (row,) = made.rows("campaign", "new", name, "--text", text, *who, *options)
    made.rows("campaign", "launch", str(row["id"]), "--yes", "--because", "a test")
    return int(row["id"])


def shown(made: Box, campaign: int) -> dict[str, Any]:
    (row,) = made.rows("campaign", "show", str(campaign))
    return row


def over(made: Box, campaign: int) -> bool:
    return bool(shown(made, campaign)["state"] == "finished")


def written_to(made: Box) -> Counter[str]:
    """How many advertising texts the network took for each number."""
    return Counter(entry["number"] for entry in made.accepted() if "coffee" in entry["text"])


def test_exactly_those_who_may_get_it_get_exactly_one(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        allowed = people(made, numbers(1, 36))
        had = people(made, numbers(101, 6), tags=("regulars",))
        people(made, numbers(201, 6), agreed=False)
        left, called = people(made, numbers(301, 6)), people(made, numbers(401, 6))
        with closing(Store.open(f"sqlite://{tmp_path}/smsbox.db")) as store:
            now = SystemClock().now()
            for each in left:
                consent.record(store, consent.Entry(each, now, "left", "staff", operator="Olha"))
            for each in called:
                consent.choose(store, each, at=now, prefers_call=True, how="staff", evidence="by telephone")
        before = launch(made, "--tag", "regulars", text="Zerno: tea for {name|friend}, answer 1 or 0500000001")
        until(lambda: over(made, before))
        spring = launch(made)
        until(lambda: over(made, spring))
        assert written_to(made) == Counter(allowed)
        assert shown(made, spring)["reasons"] == {"cap": 6, "consent": 6, "left": 6, "prefers_call": 6}
        assert {entry["number"] for entry in made.accepted()} == {*allowed, *had}
        assert all("STOP" in entry["text"].upper() for entry in made.accepted())


def test_killed_in_mid_campaign_nobody_twice_and_nobody_forgotten(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        known = people(made, numbers(1, 300))
        spring = launch(made)
        for mark in (20, 260):
            until(lambda mark=mark: len(made.accepted()) >= mark, 60, pause=0.01)
            made.kill()
            made.start()
        until(lambda: over(made, spring), 60)
        assert set(written_to(made).values()) == {1}
        # What the daemon died over is either on the air or told to be in doubt: there may be one for each death.
        doubtful = {row["recipient"] for row in made.outbox() if row["state"] in ("uncertain", "held")}
        assert set(written_to(made)) | doubtful == set(known) and len(doubtful) <= 2


def test_paused_resumed_and_cancelled_while_it_runs(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines=SLOW) as made:
        made.start()
        made.await_modems()
        people(made, numbers(1, 300))
        spring = launch(made)
        until(lambda: len(made.accepted()) >= 10)
        made.rows("campaign", "pause", str(spring))
        until(lambda: set(made.states()) <= {"sent", "delivered", "held"})
        stood = len(made.accepted())
        made.rows("campaign", "resume", str(spring))
        until(lambda: len(made.accepted()) >= stood + 10)
        made.rows("campaign", "cancel", str(spring))
        until(lambda: set(made.states()) <= {"sent", "delivered", "cancelled"})
        assert set(written_to(made).values()) == {1} and len(made.accepted()) < 200
        assert shown(made, spring)["state"] == "cancelled"


def test_who_leaves_while_it_runs_gets_nothing_of_it(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines=SLOW + SHOP) as made:
        made.start()
        made.await_modems()
        known = people(made, numbers(1, 60))
        spring = launch(made)
        until(lambda: len(made.accepted()) >= 5)
        made.do("inbound", sender=known[-1], text="Стоп!")
        until(lambda: over(made, spring), 40)
        assert written_to(made) == Counter(known[:-1])
        answers = [entry["text"] for entry in made.accepted() if entry["number"] == known[-1]]
        assert len(answers) == 1  # one confirmation, and nothing else


def test_a_pilot_stops_on_failures_and_says_why(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        pilot = people(made, [*numbers(1, 7), *numbers(9601 + 45, 3)])  # 9646: reported as expired
        people(made, numbers(1001, 50))
        spring = launch(made, "--pilot", "10", "--pilot-wait", "1h")
        until(lambda: shown(made, spring)["state"] == "paused", 30)
        row = shown(made, spring)
        assert row["paused_why"]["why"] == "pilot_failing" and row["pilot"]["verdict"] == "stop"
        assert set(written_to(made)) <= set(pilot)
        made.rows("campaign", "resume", str(spring))  # a person has seen it
        until(lambda: over(made, spring), 30)
        assert len(written_to(made)) == 60 and set(written_to(made).values()) == {1}


def test_a_pilot_that_goes_well_goes_on_by_itself(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        known = people(made, numbers(1, 40))
        spring = launch(made, "--pilot", "5", "--pilot-wait", "2s")
        until(lambda: len(made.accepted()) >= 5)
        assert len(made.accepted()) == 5
        until(lambda: over(made, spring), 30)
        assert written_to(made) == Counter(known)
        assert shown(made, spring)["pilot"]["verdict"] == "go"


def test_many_who_leave_pause_it_by_themselves(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines=SLOW + SHOP) as made:
        made.start()
        made.await_modems()
        people(made, numbers(8201, 8))  # they answer STOP
        known = people(made, numbers(1, 400))
        spring = launch(made)
        until(lambda: shown(made, spring)["state"] == "paused", 60)
        assert shown(made, spring)["paused_why"]["why"] == "leaving"
        assert len(written_to(made)) < len(known)


def test_a_box_that_does_not_know_the_time_holds_it(tmp_path: Path) -> None:
    folder = tmp_path / "box"
    folder.mkdir()
    offset = folder / "offset"
    made = Rig(folder, orders={"hurry": 0.05, "offset_file": str(offset)})
    made.farm.start()
    try:
        people(made, numbers(1, 5))
        offset.write_text(str(-20 * 366 * DAY))
        made.start()
        made.await_modems()
        launch(made)
        made.send(number(900), "your order is ready")
        until(lambda: len(made.accepted()) == 1)  # service goes
        time.sleep(LOOK_SECONDS + 0.5)  # the daemon has looked at its clock, the shop at its campaigns
        assert "cannot be right" in made.log()
        assert [entry["number"] for entry in made.accepted()] == [number(900)]
        offset.write_text("0")
        until(lambda: sum(written_to(made).values()) == 5, 40)
    finally:
        made.kill()
        made.farm.stop()


def test_what_is_in_the_queue_and_who_had_his_turn_agree(tmp_path: Path) -> None:
    """The sums a campaign keeps are those of its rows, also when it was killed."""
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        people(made, numbers(1, 250))
        people(made, numbers(2001, 50), agreed=False)
        spring = launch(made, "--holdout", "20")
        until(lambda: shown(made, spring)["written_to"] > 30, 30, pause=0.001)
        made.kill()
        made.start()
        until(lambda: over(made, spring), 60)
        row = shown(made, spring)
        with closing(sqlite3.connect(tmp_path / "smsbox.db", timeout=30)) as database:
            counted = dict(database.execute("SELECT state, count(*) FROM recipients GROUP BY state").fetchall())
        assert counted == {0: row["written_to"], 1: row["left_out"], 2: row["kept_apart"]}
        assert sum(counted.values()) == 300 and 25 < counted[2] < 80
        assert counted[0] - 1 <= sum(written_to(made).values()) <= counted[0]  # the one it died over may be in doubt


def test_a_moment_is_kept_over_a_restart(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        known = people(made, numbers(1, 3))
        spring = launch(made, "--at", "+5s")
        assert shown(made, spring)["state"] == "scheduled"
        made.kill()
        made.start()
        until(lambda: over(made, spring), 40)
        assert written_to(made) == Counter(known)
        launched = datetime.fromisoformat(shown(made, spring)["launched_at"])
        assert launched >= datetime.fromisoformat(shown(made, spring)["start_at"])


def test_a_plan_from_a_file_is_the_plan_of_the_campaign(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        plan = {"audience": {"any_tags": ["tea"]}, "variants": [{"text": TEXT, "weight": 2}], "holdout": 0.1}
        (tmp_path / "plan.json").write_text(json.dumps(plan))
        made.start()
        (row,) = made.rows("campaign", "new", "Tea", "--plan", str(tmp_path / "plan.json"), "--pilot", "7")
        assert row["plan"] == {**plan, "pilot": 7}


@pytest.mark.parametrize("missing", ["--everyone", "--text"])
def test_nobody_is_meant_by_default_and_no_text_is_none(tmp_path: Path, missing: str) -> None:
    with box(tmp_path) as made:
        given = {"--everyone": ["--everyone"], "--text": ["--text", TEXT]}
        options = [word for name, words in given.items() if name != missing for word in words]
        (row,) = made.rows("campaign", "new", "Spring", *options)
        refused = made.run("campaign", "approve", str(row["id"]), check=False)
        assert refused.returncode == 65
        assert shown(made, row["id"])["state"] == "draft"
