"""Status reports in a burst: gathered, read by one listing, deleted together, and all of them counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.whole.box import box, until

MANY = [f"+38050000{number:04d}" for number in range(60)]


def test_reports_of_a_burst_are_all_counted_and_gone_from_the_modem(tmp_path: Path) -> None:
    with box(tmp_path, profile="fast", modem_lines="") as made:
        made.send(MANY, "burst")
        made.start()
        until(lambda: made.states() == {"delivered": len(MANY)})
        until(lambda: sum(used for used, _ in made.do("status")["memories"].values()) == 0)
        reports = len(made.do("log", kind="report")["entries"])
        commands = made.do("counts")["counts"]["commands"]
        assert reports == len(MANY)
        # +CMGS and its share of the rest; one by one each report alone would cost two more.
        assert commands < 2.2 * len(MANY) + 60


@pytest.mark.parametrize("capacity", [4, 100])
def test_people_are_heard_at_once_while_reports_gather(tmp_path: Path, capacity: int) -> None:
    with box(tmp_path, profile="fast", capacities={"SM": 2, "ME": capacity}) as made:
        made.send(MANY, "burst")
        made.start()
        until(lambda: len(made.accepted()) > 5)
        made.do("inbound", sender=MANY[0], text="Так")
        until(lambda: len(made.inbox()) == 1)
        until(lambda: made.states() == {"delivered": len(MANY)})
        assert [row["text"] for row in made.inbox()] == ["Так"]


def test_reports_whose_doorbells_are_lost_never_fill_a_small_sim(tmp_path: Path) -> None:
    with box(tmp_path, profile="fast", capacities={"SM": 12, "ME": 4}) as made:
        made.start()
        made.await_modems()
        made.farm.modems[0].settings.cnmi[0] = 0  # stored as before, but told no more
        made.send(MANY, "burst")
        most = 0

        def all_delivered() -> bool:
            nonlocal most
            used, _ = made.do("status")["memories"]["SM"]
            most = max(most, used)
            return made.states() == {"delivered": len(MANY)}

        until(all_delivered, 60)
        assert most < 12  # full, it would refuse the next report
        until(lambda: made.do("status")["memories"]["SM"][0] == 0)
