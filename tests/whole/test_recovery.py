"""A dead modem is brought back through the whole daemon: each rung in order, told, counted, and in no loop."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from smsbox.recovery import ladder
from tests.patience import overdue
from tests.whole.box import until
from tests.whole.sticks import HUAWEI, Sticks, powered, sticks

ONE = "+380500000001"
HURRY = 0.05


def by_path(directory: Path, tty: str = "ttyUSB0") -> str:
    return f'port = "{directory}/machine/dev/{tty}"'


def deaf(made: Sticks, place: int = 0, **cure: str) -> None:
    """The modem falls deaf while there is work to do."""
    made.do("fault", place, name="FM-41", **cure)
    made.send(f"+38050000000{5 + place}", "while deaf")


def delivered(made: Sticks, many: int) -> None:
    until(lambda: made.states() == {"delivered": many}, what=f"delivered {many}")
    assert len(made.accepted()) == many, "neither lost nor twice"


@pytest.mark.parametrize("rung", ["radio", "reboot"])
def test_a_deaf_modem_that_still_obeys(tmp_path: Path, rung: str) -> None:
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_path(tmp_path)}, hurry=HURRY) as made:
        made.start()
        made.await_modems()
        made.send(ONE, "before")
        delivered(made, 1)
        deaf(made, cure=rung)
        until(lambda: made.status().get("recovery"), what="a measure is shown")
        delivered(made, 2)
        until(lambda: made.measures()[-1].get("helped"), what="told as a help")
        assert made.tallies()[rung][1] == 1
        measures = made.measures()
        taken = [row["rung"] for row in measures if "reason" in row]
        assert taken == ["radio", "reboot"][: ["radio", "reboot"].index(rung) + 1]
        assert all(row["reason"] == "modem.not_answering" for row in measures if "reason" in row)
        assert measures[-1]["helped"] and measures[-1]["rung"] == rung
        assert made.tallies()[rung] == (1, 1)
        assert made.tallies()["reopen"][0] >= 1
        if rung == "reboot":  # five minutes of work (hurried) end the incident
            until(lambda: made.status()["recovery"] is None, ladder.STEADY * HURRY + 20, what="incident over")


def test_a_modem_that_only_its_power_brings_back(tmp_path: Path) -> None:
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_path(tmp_path)}, hurry=HURRY) as made:
        made.machine.plug("1-1.2", HUAWEI, {2: ("ttyUSB0",)})
        with powered(made, f"{HUAWEI}\n", {"1-1.2": 0}):
            made.start()
            made.await_modems()
            deaf(made)
            delivered(made, 1)
            until(lambda: made.tallies().get("usb") == (1, 1), what="USB helped")
            assert [row["rung"] for row in made.measures() if "reason" in row] == ["radio", "reboot", "usb"]
        assert "'authorize 1-1.2': ok" in (tmp_path / "helper.log").read_text()


def test_a_stick_that_is_not_on_the_list_is_not_reset(tmp_path: Path) -> None:
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_path(tmp_path)}, hurry=HURRY) as made:
        made.machine.plug("1-1.2", HUAWEI, {2: ("ttyUSB0",)})
        with powered(made, "2c7c:0125\n", {"1-1.2": 0}):
            made.start()
            made.await_modems()
            deaf(made)
            until(lambda: [row for row in made.measures() if row["rung"] == "alarm"], 60, what="alarm")
            assert made.do("status")["armed"], "still deaf"
            assert "not_listed" in (tmp_path / "helper.log").read_text()
            shown = made.status()
            assert (shown["state"], shown["reason"]) == ("down", "modem.not_answering")
            assert shown["recovery"]["rung"] == "alarm" and shown["recovery"]["next_at"] > "20"
            # by hand
            made.do("power_cycle")
            delivered(made, 1)


def test_the_reset_of_one_modem_spares_another_on_the_same_stick(tmp_path: Path) -> None:
    modems = {"m": by_path(tmp_path), "twin": by_path(tmp_path, "ttyUSB1")}
    with sticks(tmp_path, ["ttyUSB0", "ttyUSB1"], modems, hurry=HURRY) as made:
        made.machine.plug("1-1.2", "0403:6011", {0: ("ttyUSB0",), 1: ("ttyUSB1",)}, driver="ftdi_sio")
        with powered(made, "0403:6011\n", {"1-1.2": 0}):
            made.start()
            made.await_modems()
            deaf(made)
            until(lambda: [row for row in made.measures() if row["rung"] == "alarm"], 60, what="alarm")
            assert made.machine.folder("1-1.2").joinpath("authorized").read_text() == "1\n"
            assert made.status("twin")["state"] == "ready"
            assert made.measures("twin") == []


@pytest.mark.parametrize(("how_far", "expected"), [("gentle", {"radio", "alarm"}), ("off", {"alarm"})])
def test_no_further_than_the_configuration_allows(tmp_path: Path, how_far: str, expected: set[str]) -> None:
    with sticks(tmp_path, ["ttyUSB0"], {"m": f'{by_path(tmp_path)}\nrecovery = "{how_far}"'}, hurry=HURRY) as made:
        made.machine.plug("1-1.2", HUAWEI, {2: ("ttyUSB0",)})
        with powered(made, f"{HUAWEI}\n", {"1-1.2": 0}):
            made.start()
            made.await_modems()
            deaf(made, cure="reboot")
            until(lambda: [row for row in made.measures() if row["rung"] == "alarm"], 60, what="alarm")
            assert {row["rung"] for row in made.measures()} == expected


def test_a_modem_beyond_help_is_reset_ever_more_seldom_and_taken_back_at_once(tmp_path: Path) -> None:
    hurry = 0.006
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_path(tmp_path)}, hurry=hurry) as made:
        made.start()
        made.await_modems()
        deaf(made)
        until(lambda: len([row for row in made.measures() if row["rung"] == "alarm"]) >= 3, 110, what="three alarms")
        alarms = [row["at"] for row in made.measures() if row["rung"] == "alarm"]
        rests = [later - earlier for earlier, later in pairwise(alarms)]
        for rest, least in zip(rests, ladder.REST, strict=False):
            assert rest >= least * hurry
        assert [row["tries"] for row in made.measures() if row["rung"] == "alarm"] == [1, 2, 3]
        resets = [row["at"] for row in made.measures() if row["rung"] != "alarm"]
        hour = ladder.HOUR * hurry
        assert len(resets) >= 6
        assert max(sum(0 <= at - first < hour for at in resets) for first in resets) <= ladder.MOST_AN_HOUR
        # A restart of the daemon is no way round the rest.
        before = len(made.measures())
        made.stop()
        made.start()
        until(lambda: made.status().get("state") == "down")
        assert made.status()["recovery"]["rung"] == "alarm"
        assert len(made.measures()) == before
        made.do("power_cycle")
        delivered(made, 1)


def test_a_modem_that_restarts_for_ever(tmp_path: Path) -> None:
    hurry = 0.02
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_path(tmp_path)}, hurry=hurry) as made:
        made.start()
        made.await_modems()
        until_moment = time.monotonic() + 20
        while time.monotonic() < until_moment:
            until(lambda: made.status().get("state") == "ready", 30)
            made.do("reboot", seconds=0.2)
            time.sleep(0.3)
        resets = [row["at"] for row in made.measures() if row["rung"] in ("radio", "reboot", "usb")]
        assert len(resets) <= ladder.MOST_AN_HOUR
        made.send(ONE, "after all")
        delivered(made, 1)


def test_results_missing_in_a_row_restart_the_modem(tmp_path: Path) -> None:
    """It answers everything but what became of segments; nothing is sent twice for that."""
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_path(tmp_path)}, hurry=0.05) as made:
        made.start()
        made.await_modems()
        made.do("fault", name="FM-08", count=3)
        made.send([f"+3805000000{place:02d}" for place in range(10, 16)], "result missing")
        until(lambda: [row for row in made.measures() if "reason" in row], 60, what="a measure")
        first = made.measures()[0]
        assert (first["rung"], first["reason"]) == ("radio", "relay.needs_recovery")
        until(lambda: made.states()["delivered"] == 3, 60)
        assert len(made.accepted()) == 3
        until(lambda: made.tallies()["radio"] == (1, 1), what="it helped: segments were accepted")


def test_no_network_for_long_switches_the_radio(tmp_path: Path) -> None:
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_path(tmp_path)}, hurry=0.02) as made:
        made.start()
        made.await_modems()
        made.do("registration", stat=0)  # stuck: an idle radio that +CFUN alone wakes
        made.send(ONE, "when there is a network")
        until(lambda: made.status().get("reason") == "relay.not_registered")
        until(lambda: made.measures(), 60, what="a measure")
        assert (made.measures()[0]["rung"], made.measures()[0]["reason"]) == ("radio", "relay.needs_recovery")
        delivered(made, 1)
        until(lambda: made.tallies()["radio"] == (1, 1))


@pytest.mark.parametrize(
    ("op", "fields", "reason"),
    [
        ("sim", {"absent": True}, "modem.sim_missing"),
        ("registration", {"stat": 2}, "relay.not_registered"),
        ("sim", {"pin": "4321"}, "modem.pin_needed"),
        ("unplug", {}, "modem.port_missing"),
    ],
)
def test_what_is_no_fault_of_the_modem_never_resets_it(
    tmp_path: Path, op: str, fields: dict[str, Any], reason: str
) -> None:
    """Six minutes, hurried. (No network for ten minutes is another thing.)"""
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_path(tmp_path)}, hurry=0.04) as made:
        made.machine.plug("1-1.2", HUAWEI, {2: ("ttyUSB0",)})
        with powered(made, f"{HUAWEI}\n", {"1-1.2": 0}):
            made.do(op, **fields)
            made.start()
            until(lambda: made.status().get("reason") == reason)
            time.sleep(360 * 0.04)
            assert made.measures() == []
            assert made.do("log", kind="reboot")["entries"] == []
            assert made.status()["reason"] == reason


def test_a_pin_is_entered_again_after_a_restart_and_costs_no_try(tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text("1234")
    pin.chmod(0o600)
    more = f'{by_path(tmp_path)}\npin_file = "{pin}"'
    with sticks(tmp_path, ["ttyUSB0"], {"m": more}, hurry=HURRY, pin="1234") as made:
        made.start()
        made.await_modems()
        deaf(made, cure="reboot")
        delivered(made, 1)
        assert made.do("status")["pin_left"] == 3


def test_a_mended_pin_is_tried_when_somebody_rings_not_half_a_minute_later(tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text("9999")
    pin.chmod(0o600)
    more = f'{by_path(tmp_path)}\npin_file = "{pin}"'
    with sticks(tmp_path, ["ttyUSB0"], {"m": more}, pin="1234") as made:
        made.start()
        until(lambda: made.status().get("reason") == "modem.pin_wrong")
        pin.write_text("1234")
        since = time.monotonic()
        made.send(ONE, "the PIN is right now")
        while not made.accepted():
            assert not overdue(since, 20.0), made.status()
            time.sleep(0.1)
        assert made.do("status")["pin_left"] == 3
