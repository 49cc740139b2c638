"""The columns of what came of scenarios: names in English, and widths in characters."""

from __future__ import annotations

from smsbox.i18n.marks import N_

NUMBER, NAME = (N_("Number"), 16), (N_("Name"), 24)
VOTES = (
    *(NUMBER, NAME, (N_("Counted for"), 24), (N_("Wrote"), 40), (N_("When"), 19), (N_("Changed"), 10)),
    (N_("Counted by"), 18),
)
QUIZ = (
    *(NUMBER, NAME, (N_("Attempt"), 10), (N_("Points"), 10), (N_("Seconds"), 10), (N_("Started at"), 19)),
    *((N_("Finished at"), 19), (N_("Counts"), 10)),
)
ENTRIES = (
    *((N_("No."), 9), (N_("When"), 19), NUMBER, NAME, (N_("Code"), 20), (N_("State"), 20), (N_("Place"), 8)),
    *((N_("Told"), 19), (N_("Note"), 30)),
)
ORDERS = (
    *((N_("Order"), 12), (N_("Ordered"), 19), NUMBER, NAME, (N_("State"), 16), (N_("In this state since"), 19)),
    *((N_("Code"), 12), (N_("Goods"), 30), (N_("Price"), 12), (N_("Pieces"), 9), (N_("Sum"), 12)),
    *((N_("Delivery"), 12), (N_("Order in all"), 14), (N_("Currency"), 10), (N_("Address"), 40)),
    *((N_("Note"), 30), (N_("Taken by"), 18), (N_("Scenario"), 20)),
)
APPOINTMENTS = (
    *((N_("No."), 9), (N_("Begins at"), 19), (N_("Ends at"), 19), (N_("Service chosen"), 24), (N_("With"), 18)),
    *(NUMBER, NAME),
    *((N_("State"), 16), (N_("Made"), 19), (N_("Reminded"), 19), (N_("Confirmed"), 19), (N_("Note"), 30)),
    *((N_("Written down by"), 18), (N_("Scenario"), 20)),
)
ANSWERS = (NUMBER, NAME, (N_("Question"), 50), (N_("Asked"), 19), (N_("Answered"), 19), (N_("What he answered"), 50))
FORM = ((N_("No."), 9), (N_("Sent in"), 19), NUMBER, NAME)
