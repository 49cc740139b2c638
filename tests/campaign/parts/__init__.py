"""The parts of the campaign, in the order in which they take turns."""

from tests.campaign.case import Part
from tests.campaign.parts import deaths, faults, link, mixtures

PARTS: dict[str, Part] = {
    "deaths": deaths.cases,
    "faults": faults.cases,
    "link": link.cases,
    "mixtures": mixtures.cases,
}
