"""A contest through the whole box: receipts by air, a death in the middle, a draw whose file two programs repeat – ours
and that of the docs –; the winner reads it on his telephone.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.whole.box import Box, box, until

SOURCE = """
kind = "contest"
name = "cheky"
title = "Чеки"
words = ["ЧЕК"]
winners = 1
reserves = 1
prizes = ["кавоварка"]
[code]
pattern = "#####"
"""
DOCS = Path(__file__).parents[2] / "docs" / "draw.md"
MONDAY, SATURDAY = "+380500001001", "+380500001002"


def told(made: Box, number: str) -> list[str]:
    return [entry["text"] for entry in made.accepted() if entry["number"] == number]


def test_receipts_by_air_become_winners_that_anybody_can_check(tmp_path: Path) -> None:
    (tmp_path / "cheky.toml").write_text(SOURCE, encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    with box(tmp_path, sending='quiet = "off"') as made:
        flow_id = made.run("dialog", "put", str(tmp_path / "cheky.toml")).stdout.strip()
        made.run("dialog", "open", flow_id)
        made.start()
        made.await_modems()
        tpdus = made.do("inbound", sender=MONDAY, text="чек 1234О від 20.11")["tpdus"]
        until(lambda: told(made, MONDAY), what="the first answer")
        made.kill()
        for tpdu in tpdus:
            made.do("inbound", pdu=tpdu)  # the network sends it once more
        made.do("inbound", sender=SATURDAY, text="ЧЕК 12340, 54321")
        made.start(ready=False)
        until(lambda: len(told(made, SATURDAY)) >= 2, what="the other answers")
        until(made.settled)
        assert told(made, MONDAY)[0] == "Прийнято: 12340. У розіграші ваших: 1. Хай щастить!"
        assert sorted(text.split()[0] for text in told(made, SATURDAY)) == ["12340", "Прийнято:"]
        counted = [row for row in made.rows("contest", "entries", "cheky") if row["state"] == "in"]
        assert [(row["code"], row["number"]) for row in counted] == [("54321", SATURDAY), ("12340", MONDAY)]

        made.run("dialog", "close", flow_id)
        made.run("contest", "close-list", "cheky")
        first, second = made.rows("contest", "draw", "cheky")
        assert {first["number"], second["number"]} == {MONDAY, SATURDAY}
        made.run("contest", "publish", "cheky", str(tmp_path / "draw.txt"))
        ours = [sys.executable, "-m", "smsbox", "contest", "verify", str(tmp_path / "draw.txt")]  # needs no box
        assert subprocess.run(ours, capture_output=True, text=True, check=True).stdout.count("✓") == 4
        (tmp_path / "repeat.py").write_text(program, encoding="utf-8")
        theirs = [sys.executable, "-I", str(tmp_path / "repeat.py"), str(tmp_path / "draw.txt")]
        repeated = subprocess.run(theirs, capture_output=True, text=True, check=True)
        assert repeated.stdout.split()[1:] == [first["mark"], second["mark"]]
        assert made.run("contest", "tell", "cheky").stdout.split() == ["1"]
        until(lambda: any("кавоварка" in text for text in told(made, first["number"])), what="the good news")
        assert not any("кавоварка" in text for text in told(made, second["number"]))
