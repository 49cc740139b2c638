"""The results of a campaign against the air: what the simulated network took and reported, not what our tables say."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from tests.whole.box import Box, box, until
from tests.whole.test_campaigns import launch, number, numbers, over, people
from tests.whole.test_page_by_hand import Page

SHOP = '\n[shop]\nname = "Zerno"\nphone = "0500000001"\nmost_failing = 1.0\nmost_leaving = 1.0\n'
TEXT = (
    "Zerno: {name|friend}, coffee -20% until Sunday, come and taste the new kinds from three valleys, with friends. "
    "Answer 1 or call 0500000001. Everything is fresh and new"
)
SILENT, ANSWERING, LEAVING = numbers(1, 20), numbers(8001, 8), numbers(8201, 4)
EXPIRED, UNHEARD, REFUSED, SWITCHED_OFF = number(9646), number(9700), number(9021), number(9645)


def told(made: Box, campaign: int) -> dict[str, dict[str, Any]]:
    """By whom they are about: all, customers, leads; texts as `text 0`."""
    found = made.rows("campaign", "results", str(campaign))
    return {row["who"] if row["variant"] is None else f"text {row['variant']}": row for row in found}


def test_the_results_equal_the_wire_log(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines=SHOP) as made:
        made.start()
        made.await_modems()
        bad = [EXPIRED, UNHEARD, REFUSED, SWITCHED_OFF]
        people(made, [*SILENT[:10], *ANSWERING[:4], *bad], state=1)
        people(made, [*SILENT[10:], *ANSWERING[4:], *LEAVING])
        people(made, numbers(7001, 3), agreed=False)
        spring = launch(made, text=TEXT)
        until(lambda: over(made, spring) and told(made, spring)["all"]["left"] == len(LEAVING), 40)
        until(lambda: told(made, spring)["all"]["answered"] >= len(ANSWERING), 20)
        until(lambda: set(told(made, spring)["all"]["messages"]) <= {"sent", "delivered", "undelivered", "failed"}, 20)

        air = [entry for entry in made.accepted() if "friend, coffee" in entry["text"] or "and new" in entry["text"]]
        taken = Counter(entry["number"] for entry in air)
        whole = told(made, spring)
        everybody = {*SILENT, *ANSWERING, *LEAVING, *bad}
        assert set(taken) == everybody - {REFUSED}
        assert whole["all"]["sms"] == len(air) and whole["all"]["sms_maybe_twice"] == 0
        assert whole["all"]["written_to"] == len(everybody)
        assert whole["all"]["left_out"] == {"consent": 3}
        assert whole["all"]["messages"] == {
            "delivered": len({*SILENT, *ANSWERING, *LEAVING}),
            "undelivered": 2,
            "sent": 1,
            "failed": 1,
        }
        assert sum(whole["all"]["failed_because"].values()) == 3
        assert set(whole["all"]["failed_because"]) == {"TP-ST 70", "TP-ST 69", "CMS 21"}
        customers = {*SILENT[:10], *ANSWERING[:4], *bad}
        assert whole["customers"]["written_to"] == len(customers)
        assert whole["customers"]["sms"] == sum(taken[each] for each in customers)
        assert whole["leads"]["sms"] == sum(taken[each] for each in everybody - customers)
        assert whole["customers"]["answered"] == 4 and whole["leads"]["left"] == len(LEAVING)
        files(made, spring, everybody, len(air))


def files(made: Box, spring: int, everybody: set[str], sms: int) -> None:
    """The files say the same as the air: by command, and from the page through a process of its own."""
    sums, each = made.directory / "sums.csv", made.directory / "each.xlsx"
    made.run("campaign", "export", str(spring), str(sums))
    rows = list(csv.reader(io.StringIO(sums.read_text("utf-8-sig"))))
    assert dict(zip(rows[0], rows[1], strict=True))["SMS taken by the network"] == str(sms)
    made.run("campaign", "export", "--recipients", str(spring), str(each))
    with zipfile.ZipFile(each) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert set(re.findall(r">(\+380\d{9})<", sheet)) >= everybody
    made.run("campaign", "over-time", str(made.directory / "months.csv"))
    months = list(csv.DictReader(io.StringIO((made.directory / "months.csv").read_text("utf-8-sig"))))
    assert [row["SMS taken by the network"] for row in months[-1:]] == [str(sms)]


def test_the_page_says_the_same(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines=SHOP) as made:
        made.start()
        made.await_modems()
        people(made, SILENT[:6])
        spring = launch(made, text=TEXT)
        until(lambda: over(made, spring))
        until(lambda: set(told(made, spring)["all"]["messages"]) == {"delivered"})
        page = Page(made)
        shown = re.sub(r"<[^>]+>|\s", "", page.open(f"/campaigns/{spring}/results"))
        sms = len(made.accepted())
        assert sms == 12 and f"SMStakenbythenetwork{sms}" in shown and "Confirmedbythephone6100%" in shown
