"""Cause and next step of what can go wrong when settings are changed."""

from __future__ import annotations

from smsbox.i18n.marks import N_

SETTINGS: dict[str, tuple[str, str]] = {
    "settings.refused": (N_("This cannot be set: {problem}."), N_("Nothing was changed. Correct it and try again.")),
    "settings.none": (N_("There is no setting “{name}”."), N_("smsbox settings list shows them all.")),
    "settings.trial": (
        N_("The last change of the same thing is still being tried."),
        N_("Wait until it has proved itself or was undone: two minutes at most."),
    ),
    "settings.moved": (
        N_("Somebody else has changed the same meanwhile: {keys}."),
        N_("Look at what stands there now, and decide anew. Nothing was changed."),
    ),
    "settings.no_pin": (N_("A PIN has 4 to 8 digits."), N_("It stands in the papers of the SIM.")),
    "settings.page_not_opened": (
        N_("Nobody has signed in at the new address in time."),
        N_("Check that this address can be reached from your network, then change it again."),
    ),
    "settings.not_ready": (
        N_("The modem was not ready again in time."),
        N_("Check port, speed and PIN; the old values hold again."),
    ),
    "settings.ended_meanwhile": (
        N_("smsbox ended before the change had proved itself."),
        N_("The old values hold again. Make the change once more if it was right."),
    ),
}
