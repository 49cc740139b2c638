"""What lines of the ledger of consents say: what was done, and by which way."""

from smsbox.i18n.marks import N_

ACTS = {
    "asked": N_("was asked"),
    "agreed": N_("agreed"),
    "confirmed": N_("answered yes"),
    "declined": N_("declined"),
    "expired": N_("did not answer in time"),
    "left": N_("left"),
    "returned": N_("came back"),
    "choice": N_("chose how"),
    "imported": N_("came with a list, evidence stated"),
    "erased": N_("was erased"),
    "revoked": N_("the shop no longer relies on it"),
}
"""By the words of `consent.Act`."""

HOW = {
    "sms": N_("by SMS"),
    "call": N_("by a call"),
    "staff": N_("to the staff"),
    "form": N_("by the form"),
    "keyword": N_("by a word"),
    "page": N_("on this page"),
    "import": N_("by an import"),
    "cli": N_("by a command"),
    "campaign": N_("by a campaign"),
    "program": N_("by a program"),
}
"""By the words of `consent.standing.HOW`."""
