"""What it means that somebody may not be written to; why, by the `reason` that the outbox and its errors keep."""

from smsbox.i18n.marks import N_

CONSENT: dict[str, tuple[str, str]] = {
    "consent.no_evidence": (
        N_("That {number} agreed cannot be noted without evidence."),
        N_("Say which words he was told, or where the signed paper or the list comes from."),
    ),
    "outbox.not_permitted": (
        N_("Advertising may not be sent to {number}."),
        N_("Leave the number out, or ask its owner first."),
    ),
}

NOT_PERMITTED: dict[str, tuple[str, str]] = {
    "consent": (
        N_("Nobody knows that he agreed to advertising."),
        N_("Ask him first: he can send the word of the shop, or tell the staff."),
    ),
    "asked": (
        N_("He was asked whether he wants advertising and has not answered."),
        N_("Wait for his answer: he is not asked twice."),
    ),
    "declined": (N_("He was asked and wants no advertising."), N_("Respect it. He can still agree by sending START.")),
    "left": (N_("He has left: he wants no more advertising."), N_("Respect it. He can come back by sending START.")),
    "suppressed": (
        N_("His number is on the list of those never to be written to."),
        N_("Respect it. He can come back by sending START."),
    ),
    "prefers_call": (N_("He wants to be called, not written to."), N_("Call him: he is on the list of calls.")),
    "topic": (
        N_("He has chosen what he wants to hear of, and this is nothing of it."),
        N_("Write to him about what he has chosen."),
    ),
    "frequency": (
        N_("He wants to be written to less often."),
        N_("Write later, or leave him out this time."),
    ),
    "cap": (
        N_("He has got as much advertising lately as the shop allows itself."),
        N_("Write later. How much it is stands in the settings, under Shop."),
    ),
    "hours": (
        N_("The hours at which he wants to be written to are all quiet hours."),
        N_("Ask him for other hours, or change the quiet hours in the settings."),
    ),
}
"""Reason → why, what can be done about it."""

NOT_NOW: dict[str, tuple[str, str]] = {
    "quiet": (N_("It is quiet time where he is."), N_("Nothing to do: it leaves by itself when that is over.")),
    "holiday": (N_("It is a day without advertising where he is."), N_("Nothing to do: it leaves by itself after it.")),
    "hours": (
        N_("He wants to be written to at other hours."),
        N_("Nothing to do: it leaves by itself at his hours."),
    ),
}
"""Reason of a message that waits → why, what can be done about it."""
