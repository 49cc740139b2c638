"""Facts that are words of ours, and what follows from typed errors, by the room they come from."""

from __future__ import annotations

from smsbox.i18n.marks import N_

_REGISTRATIONS = {
    "idle": N_("not in a network"),
    "home": N_("in the home network"),
    "searching": N_("searching for a network"),
    "denied": N_("refused by the network"),
    "unknown": N_("unknown"),
    "untold": N_("unknown"),
    "roaming": N_("roaming"),
    "sms_only_home": N_("home network, SMS only"),
    "sms_only_roaming": N_("roaming, SMS only"),
    "emergency": N_("emergency calls only"),
    "csfb_home": N_("in the home network"),
    "csfb_roaming": N_("roaming"),
}

SIGNALS = ("excellent", "good", "fair", "weak", "very_weak")

WORDS: dict[str, dict[str, str]] = {
    "registration": _REGISTRATIONS,
    "verdict": {
        "excellent": N_("excellent"),
        "good": N_("good"),
        "fair": N_("fair"),
        "weak": N_("weak"),
        "very_weak": N_("very weak: move the antenna"),
    },
    "rung": {
        "resync": N_("cleaning the line"),
        "reopen": N_("opening the port again"),
        "radio": N_("radio off and on"),
        "reboot": N_("restarting the modem"),
        "usb": N_("resetting it over USB"),
        "alarm": N_("giving up for a while"),
    },
}
"""Name of a fact → its values → a phrase."""

_DOWN = N_("This modem neither sends nor receives. What waits leaves by other SIMs that may carry it.")

CONSEQUENCES: dict[str, str] = {
    "modem": _DOWN,
    "usb": _DOWN,
    "relay": N_("This modem receives, but sends nothing."),
    "store": N_("Nothing can be queued, sent or received."),
    "config": N_("The daemon does not start."),
    "config.pin_file": N_("The SIM stays locked, and the daemon does not start."),
}
"""Key of an error, or the word before its dot → what follows from it."""
