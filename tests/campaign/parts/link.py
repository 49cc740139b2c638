"""The port that vanishes in the middle of a PDU: the daemon stands still at a point while the plug is pulled."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from tests.campaign.case import Case, Outcome
from tests.campaign.parts.deaths import finish
from tests.campaign.rig import rig

PART = "link"

MOMENTS = (
    "cmgs.before",
    "cmgs.half",
    "cmgs.after",
    "pdu.before",
    "pdu.half",
    "pdu.after",
    "commit.before",
    "cmgd.half",
)


def pulled(folder: Path, dice: random.Random, moment: str, *, reboot: bool, nth: int = 3) -> Outcome:
    """Unplug (or restart through a new pty) while the daemon stands at the `nth` `moment`; back after a while."""
    outcome = Outcome()
    points = folder / "points"
    with rig(folder) as box:
        box.queue(4, 1)
        box.start(points=str(points), at={"label": moment, "nth": nth, "deed": "pause"})
        box.wait(box.accepted)
        box.ask(3)
        if not box.wait(lambda: points.exists() and f" {moment} {nth}\n" in points.read_text(), 15.0):
            outcome.judgement.trouble.append(f"{moment} {nth} was never reached")
        time.sleep(0.05)
        if reboot:
            box.do("reboot", new_pty=True, seconds=0.5)
        else:
            box.do("unplug", seconds=0.5)
        return finish(box, outcome)


def cases(dice: random.Random) -> Iterator[Case]:
    """Every moment, unplugged and restarted."""
    for moment in MOMENTS:
        for reboot in (False, True):
            name = f"{'restart' if reboot else 'unplug'} at {moment}"
            yield Case(PART, name, lambda f, d, m=moment, r=reboot: pulled(f, d, m, reboot=r))
