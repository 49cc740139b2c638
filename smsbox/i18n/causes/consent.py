"""What it means that somebody may not be written to; why, by the `reason` that the outbox and its errors keep."""

from smsbox.i18n.marks import N_

_RESPECT = N_("Respect it. START, sent by the customer, ends it.")
_BY_ITSELF = N_("Nothing to do: it leaves by itself then.")

CONSENT: dict[str, tuple[str, str]] = {
    "consent.has_left": (
        N_("{number} has left: a program cannot bring anybody back."),
        N_("Who wants to come back writes START, or tells the staff."),
    ),
    "consent.no_evidence": (
        N_("Without evidence it cannot be noted that {number} agreed."),
        N_("Say which words the customer was told, or where the signed paper or the list comes from."),
    ),
    "outbox.not_permitted": (
        N_("Advertising may not be sent to {number}."),
        N_("Leave the number out, or ask the customer first."),
    ),
}

NOT_PERMITTED: dict[str, tuple[str, str]] = {
    "consent": (
        N_("Nothing shows that the customer agreed to advertising."),
        N_("Ask first: the customer can send the word of a source, or tell the staff."),
    ),
    "asked": (
        N_("The customer was asked about advertising and has not answered."),
        N_("Wait for the answer: nobody is asked twice."),
    ),
    "declined": (N_("The customer was asked and wants no advertising."), _RESPECT),
    "left": (N_("The customer left and wants no more advertising."), _RESPECT),
    "suppressed": (N_("The number is on the list of those never to be sent advertising."), _RESPECT),
    "prefers_call": (
        N_("The customer wants to be called, not written to."),
        N_("Call: the number is on the list of calls."),
    ),
    "topic": (
        N_("The customer chose other topics."),
        N_("Write about what the customer chose, or leave the number out."),
    ),
    "frequency": (N_("The customer wants to be written to less often."), N_("Leave the number out this time.")),
    "cap": (
        N_("With this the customer would get more advertising than the shop allows itself."),
        N_("Leave the number out this time. How much it is stands in the settings, under Shop."),
    ),
    "no_hours": (
        N_("All hours at which the customer wants to be written to are quiet hours."),
        N_("Ask the customer for other hours, or change the quiet hours in the settings."),
    ),
}
"""Reason of a refusal → why, what can be done."""

NOT_PERMITTED_BY_REASON = {f"outbox.not_permitted.{reason}": told for reason, told in NOT_PERMITTED.items()}

NOT_NOW: dict[str, tuple[str, str]] = {
    "quiet": (N_("These are quiet hours where the customer is."), _BY_ITSELF),
    "holiday": (N_("This is a day without advertising where the customer is."), _BY_ITSELF),
    "hours": (N_("The customer wants to be written to at other hours."), _BY_ITSELF),
}
"""Reason of a message that waits → why, what can be done."""
