"""Random mixtures: several faults at once on two modems, traffic in both directions, and now and then a kill -9."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from tests.campaign.case import Case, Outcome
from tests.campaign.parts.deaths import finish
from tests.campaign.parts.faults import DOSES
from tests.campaign.rig import rig

PART = "mixtures"

_ALONE = {"FM-30", "FM-43", "FM-46", "FM-51", "FM-69"}
"""Modes that lie about what was said, or hand over what is stored nowhere: a loss is then theirs, told only alone."""


_LIES = "FM-63 form=ok"
"""A modem that claims to have deleted: after a restart nobody can tell the message from one sent again."""


def mixture(folder: Path, dice: random.Random, *, modems: int = 2, faults: int = 8) -> Outcome:
    """`faults` doses at random moments of a run of sixty segments."""
    outcome = Outcome()
    doses = dice.sample([dose for dose in DOSES if dose.name not in _ALONE and dose.title != _LIES], faults)
    with rig(folder, modems=modems, profile="fast") as box:
        box.queue(30, 10)
        box.start()
        box.wait(box.accepted)
        for dose in doses:
            place = dice.randrange(modems)
            dose.give(box, place)
            box.ask(dice.randint(0, 2), modem=dice.randrange(modems))
            time.sleep(dice.uniform(0.1, 0.8))
            if dice.random() < 0.25:
                box.kill()
                outcome.kills += 1
                box.start()
        time.sleep(1.0)
        for place in range(modems):
            box.do("disarm", place)
        return finish(box, outcome, 60.0)


def cases(dice: random.Random) -> Iterator[Case]:
    """Without end; the seed of each stands in its name, so that `--only mixtures/SEED` repeats it."""
    while True:
        seed = dice.randrange(1_000_000)
        yield Case(PART, str(seed), lambda f, d, seed=seed: mixture(f, random.Random(seed)))
