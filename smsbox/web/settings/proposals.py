"""Paces proposed for a SIM: figures of ours, careful on purpose, since an operator bars whom it takes for a robot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smsbox.i18n.marks import N_


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pace with its reasons; `figures` by the keys of [[modem]]."""

    name: str
    title: str
    why: str
    figures: Mapping[str, float]


PROPOSALS = (
    Proposal(
        "starter",
        N_("A starter package of Kyivstar, Vodafone or lifecell"),
        N_(
            "Such a SIM is meant for a person. Hundreds of alike SMS a day get it barred, above all in its first weeks:"
            " so it begins with 20 a day and comes to 150 within two weeks."
        ),
        {"gap": 6.0, "spread": 0.5, "per_hour": 60, "per_day": 150, "warm_up": 14},
    ),
    Proposal(
        "used",
        N_("A SIM that has sent SMS for months"),
        N_("The operator knows it. A shop's day fits in, and a mistake cannot send thousands."),
        {"gap": 3.0, "spread": 0.5, "per_hour": 200, "per_day": 500, "warm_up": 0},
    ),
    Proposal(
        "business",
        N_("A business tariff with an SMS package"),
        N_("Mailings are part of the contract. Give the size of the package below, so that it is never overdrawn."),
        {"gap": 1.0, "spread": 0.5, "per_hour": 600, "per_day": 3000, "warm_up": 0},
    ),
)

OWN, KEEP = "own", "keep"
"""Besides those: figures typed by hand, and leaving everything as it is."""


def proposal(name: str) -> Proposal | None:
    """The proposal called `name`."""
    return next((each for each in PROPOSALS if each.name == name), None)
