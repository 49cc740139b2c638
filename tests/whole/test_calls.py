"""Calls: refused, and treated as the modem's rule says; a flood costs neither messages nor money."""

from __future__ import annotations

import time
from pathlib import Path

from tests.whole.box import box, until

ANNA, BOHDAN = "+380500000001", "+380500000002"


def test_a_call_becomes_a_task_that_somebody_settles(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines='calls = "callback"') as made:
        made.start()
        made.await_modems()
        made.do("call", number="0500000001", rings=3)
        (call,) = until(lambda: made.rows("calls", "list", "--open"))
        assert (call["number"], call["state"], call["modem"]) == (ANNA, "open", "m0")
        made.run("calls", "done", str(call["id"]), "--note", "table for two")
        assert made.rows("calls", "list", "--open") == []
        assert made.rows("calls", "list")[0]["note"] == "table for two"
        assert made.run("calls", "done", str(call["id"]), check=False).returncode == 69


def test_a_caller_gets_one_sms_however_often_he_rings(tmp_path: Path) -> None:
    with box(tmp_path, modems=2, modem_lines='calls = "prompt"\ncall_prompt = "Напишіть нам SMS."') as made:
        made.start()
        made.await_modems()
        for _ in range(3):
            made.do("call", 1, number=ANNA, rings=1)
            time.sleep(0.3)
        until(lambda: made.states() == {"delivered": 1})
        rung = made.do("status", 1)["imsi"]
        assert [(entry["number"], entry["imsi"]) for entry in made.accepted()] == [(ANNA, rung)], "from the SIM he rang"
        for kept, number in ((2, "+12025550100"), (3, "105")):
            time.sleep(0.5)
            made.do("call", 1, number=number, rings=2)
            until(lambda kept=kept: len(made.rows("calls", "list")) == kept)
        time.sleep(0.5)
        assert len(made.accepted()) == 1, "foreign numbers and short codes are never written to"


def test_who_hides_his_number_is_written_down_and_is_nobodys_task(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines='calls = "callback"') as made:
        made.start()
        made.await_modems()
        made.do("call", number="", rings=20)
        (call,) = until(lambda: made.rows("calls", "list"))
        assert (call["number"], call["state"], call["rule"]) == ("", "logged", "log")
        assert "hidden number" in made.run("calls", "list").stdout
        assert made.do("log", kind="call")["entries"][0]["end"] == "refused"


def test_a_flood_of_forged_callers_costs_twenty_answers_an_hour(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines='calls = "prompt"\ncall_prompt = "Напишіть нам SMS."') as made:
        made.start()
        made.await_modems()
        made.send([BOHDAN], "meanwhile")
        for turn in range(30):
            made.do("call", number=f"+3805000001{turn:02d}", rings=1)
            until(lambda turn=turn: len(made.do("log", kind="call")["entries"]) > turn)  # until then the line is busy
        until(lambda: len(made.rows("calls", "list", "--limit", "0")) == 30)
        until(lambda: made.settled())
        answered = [entry for entry in made.accepted() if entry["number"] != BOHDAN]
        assert len(answered) == 20
        assert len(made.accepted()) == 21
