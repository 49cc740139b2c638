"""Cause and next step of what cannot be done with a customer's data."""

from __future__ import annotations

from smsbox.i18n.marks import N_

CUSTOMERS: dict[str, tuple[str, str]] = {
    "sheets.no_such_table": (
        N_("There is no table {what} of this."),
        N_("Name a scenario of the kind that has it: smsbox dialog list"),
    ),
    "contacts.number_taken": (
        N_("The number {number} leads to another customer already."),
        N_("Look at that customer; if both are one person, merge them."),
    ),
    "contacts.unknown": (
        N_("There is no customer {contact}."),
        N_("Look for him by name or number: smsbox customers list --text."),
    ),
    "contacts.birthday": (
        N_("“{text}” is no day of the calendar."),
        N_("Write the birthday as 1980-03-14, or as 03-14 when the year is not known."),
    ),
    "contacts.merge": (
        N_("Customer {contact} cannot be merged with himself."),
        N_("Name two customers: the one to keep and the one to merge into him."),
    ),
    "contacts.filter": (
        N_("Whom it is meant for cannot be read: {problem}."),
        N_("Choose the customers again."),
    ),
    "privacy.under_way": (
        N_("A message to or from this customer is under way at this moment; nothing was erased."),
        N_("Try again in a few minutes. A message in doubt has to be decided on first."),
    ),
}
