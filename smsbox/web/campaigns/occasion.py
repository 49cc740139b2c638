"""What a campaign is for when it is begun: an offer now, or one that comes again by itself."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.campaigns.plan import AFTER, BIRTHDAY, EVERY, NOW, WIN_BACK, Plan, Start
from smsbox.i18n.marks import N_


@dataclass(frozen=True, slots=True)
class Occasion:
    """One choice: its word in the form, title and hint, English, and when such a campaign runs unless changed."""

    name: str
    title: str
    hint: str
    start: Start


OCCASIONS = (
    Occasion("offer", N_("An offer or news"), N_("Once, now or at a moment you choose."), Start(NOW)),
    Occasion("birthday", N_("Birthdays"), N_("By itself, each day to those whose birthday it is."), Start(BIRTHDAY)),
    Occasion(
        "win_back",
        N_("To win back"),
        N_("By itself, to those who have not bought for long."),
        Start(WIN_BACK, days=90),
    ),
    Occasion(
        "after",
        N_("After something"),
        N_("So many days after a purchase, after consent, or after a date you keep of each."),
        Start(AFTER, days=7),
    ),
    Occasion(
        "every", N_("Again and again"), N_("Each week or month, to those who fit then."), Start(EVERY, weekdays=(4,))
    ),
)


def plan_for(name: str) -> Plan | None:
    """The plan a campaign for that occasion begins with; None for no occasion of ours."""
    found = next((each for each in OCCASIONS if each.name == name), None)
    return None if found is None else Plan(start=found.start)
