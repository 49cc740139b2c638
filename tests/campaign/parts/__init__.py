"""The parts of the campaign, in the order in which they take turns."""

from tests.campaign.case import Part
from tests.campaign.parts import deaths, disk, faults, ground, hangs, link, mixtures, modes, powercut, recovery

PARTS: dict[str, Part] = {
    "recovery": recovery.cases,
    "modes": modes.cases,
    "hangs": hangs.cases,
    "deaths": deaths.cases,
    "faults": faults.cases,
    "link": link.cases,
    "powercut": powercut.cases,
    "mixtures": mixtures.cases,
    "ground": ground.cases,
    "disk": disk.cases,
}
