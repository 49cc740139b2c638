"""What the page tells of messages, through the whole daemon, against what the network really took: the story of one
that was in doubt, and the sums of the day.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.campaign.rig import HURRY, LONG, rig
from tests.whole.box import until
from tests.whole.test_page_by_hand import Page

ONE = "+380500000001"
NEVER, UNREACHED = 500, 0x46  # 27.005 3.2.5; 23.040 9.2.3.15


def said_in_order(text: str, *steps: str) -> None:
    for step in steps:
        before, found, text = text.partition(step)
        assert found, (step, before[-300:])


def test_the_story_of_a_message_through_doubt_and_a_decision(tmp_path: Path) -> None:
    """Held and released by hand, refused, silent after the PDU, held, sent again by the button of its problem."""
    with rig(tmp_path / "box", orders={"hurry": HURRY}, sending='uncertain_window = "10s"') as made:
        made.start()
        made.await_modems()
        page = Page(made)
        made.run("modems", "pause", "--all")
        until(lambda: made.rows("modems")[0]["reason"] == "relay.paused")
        (message,) = made.send(ONE, LONG)
        where = f"/outbox/{message}"
        page.open(where)
        page.press(f"{where}/hold")
        page.press(f"{where}/release")
        made.do("fault", name="FM-17", count=1)
        made.run("modems", "resume", "--all")
        until(lambda: made.farm.fired("FM-17") or made.do("fired", name="FM-17")["fired"])
        made.do("fault", name="FM-08", count=1)
        until(lambda: made.states() == {"held": 1}, 90)
        until(lambda: [row["key"] for row in made.rows("problems")] == ["queue.unsure"], 40)
        taken = len(made.accepted())
        assert taken < 3, "the rest of it waited for the doubt"
        page.open("/problems")
        assert "Nobody knows whether 1 message left" in page.text
        page.press("/outbox/sweeps")
        agree = next(each for each in page.raw.split('"') if each.endswith("/agree"))
        assert "1 of them may have arrived already" in page.text
        page.press(agree, twice="yes")
        until(lambda: made.states() == {"delivered": 1}, 60)
        page.open(where)
        told = page.text.partition("What happened")[2]
        said_in_order(
            told,
            *("Queued", "Held", "Done by owner.", "Released", "Done by owner."),
            *("Refused", "SMS 1 of 3", "(CMS 38)", "In doubt", "attempt", "Held", "Nobody knows whether it left"),
            *(
                "To be sent again",
                "Done by owner.",
                "The network took it",
                "reference",
                "Report: delivered",
                "TP-ST 0x00",
            ),
        )
        taken = made.accepted()
        assert len(taken) == 3 and told.count("The network took it") == 3
        for entry in taken:
            assert f"reference {entry['reference']}" in told
        assert told.count("Report: delivered") == 3 and "maybe twice" in page.text


def figures(page: Page) -> tuple[int, ...]:
    """Sent, delivered, failed, received, as the chart of the status page says."""
    caption = page.open("/").partition("<figcaption>")[2].partition("</figcaption>")[0]
    return tuple(int(each) for each in re.findall(r'<b class="num">(\d+)</b>', caption))


def test_the_sums_of_the_day_are_those_of_the_network(tmp_path: Path) -> None:
    with rig(tmp_path / "box", orders={"hurry": HURRY}) as made:
        made.do("outcome", number="21", accepted=False, answer=f"+CMS ERROR: {NEVER}")
        made.do("outcome", number="31", reports=[[0, UNREACHED]])
        made.start()
        made.await_modems()
        page = Page(made)
        made.send([f"+3805000000{number}" for number in (11, 12, 13, 31)], LONG)
        made.send("+380500000021", "refused for good")
        for number in range(5):
            made.do("inbound", sender=f"+38050000007{number}", text=LONG if number else "one")
        until(lambda: made.settled() and len(made.inbox()) == 5, 60)
        until(lambda: sum(made.states()[each] for each in ("delivered", "undelivered", "failed")) == 5, 60)
        logged = {kind: made.do("log", kind=kind)["entries"] for kind in ("accepted", "refused", "report", "inbound")}
        reports = [entry["status"] for entry in logged["report"]]
        wanted = (
            len(logged["accepted"]),
            reports.count(0),
            len({entry["number"] for entry in logged["refused"]}) + len(reports) - reports.count(0),
            len(logged["inbound"]),
        )
        assert wanted == (12, 9, 4, 5)
        until(lambda: figures(page) == wanted, 20, what=lambda: f"{figures(page)} {wanted}")
        table = page.text.partition('id="day-table"')[2].partition("</table>")[0]
        rows = [list(map(int, re.findall(r'num">(\d+)<', row))) for row in table.split("<tr>")[2:]]
        assert tuple(map(sum, zip(*rows, strict=True))) == wanted
