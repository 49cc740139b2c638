"""How states and kinds are said on the page: for each its picture, its tone (a CSS class) and its English word."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.i18n.marks import N_, NN_


@dataclass(frozen=True, slots=True)
class Word:
    """`icon` is a symbol of icons.svg, `tone` one of good, warn, bad, busy, idle; `hint` is a sentence about it."""

    icon: str
    tone: str
    text: str
    hint: str = ""


STATES = {
    "queued": Word("waiting", "idle", N_("Waiting"), N_("In the queue; it leaves when its turn comes.")),
    "sending": Word("sending", "busy", N_("Sending"), N_("The modem is handing it to the network now.")),
    "uncertain": Word(
        "doubt",
        "warn",
        N_("In doubt"),
        N_("The modem fell silent at the wrong moment: it may have left. smsbox waits for a sign."),
    ),
    "held": Word("held", "warn", N_("Held"), N_("Stopped until somebody decides: send it, or cancel it.")),
    "sent": Word("sent", "busy", N_("Sent"), N_("The network took it; no delivery report yet.")),
    "delivered": Word("delivered", "good", N_("Delivered"), N_("The phone confirmed that it arrived.")),
    "undelivered": Word("failed", "bad", N_("Not delivered"), N_("The network gave up: it did not reach the phone.")),
    "unreported": Word("sent", "idle", N_("Sent, no report"), N_("The network took it; no report came in time.")),
    "failed": Word("failed", "bad", N_("Failed"), N_("The network refused it for good.")),
    "cancelled": Word("cancelled", "idle", N_("Cancelled"), N_("Withdrawn before it left.")),
    "refused": Word("waiting", "warn", N_("Refused, will retry"), N_("Refused for now; it is tried again later.")),
}
"""Message and segment states."""

MODEM_STATES = {
    "ready": Word("ok", "good", N_("Ready")),
    "starting": Word("sending", "busy", N_("Starting")),
    "holding": Word("held", "warn", N_("Holding")),
    "down": Word("failed", "bad", N_("Not working")),
}

KINDS = {
    "reply": Word("reply", "idle", N_("Reply"), N_("An answer to a customer. Goes first.")),
    "service": Word("info", "idle", N_("Service"), N_("An order, a reminder, a code. Goes after replies.")),
    "marketing": Word(
        "send", "idle", N_("Marketing"), N_("An offer or news. Goes last; only to people who agreed to it.")
    ),
}
"""Classes of messages."""

REGISTRATIONS = {
    "idle": N_("not in a network"),
    "home": N_("in the home network"),
    "roaming": N_("roaming"),
    "searching": N_("searching for a network"),
    "denied": N_("refused by the network"),
    "emergency": N_("emergency calls only"),
    "sms_only_home": N_("home network, SMS only"),
    "sms_only_roaming": N_("roaming, SMS only"),
    "csfb_home": N_("in the home network"),
    "csfb_roaming": N_("roaming"),
    "unknown": N_("unknown"),
}

NOTICES: dict[str, str | tuple[str, str]] = {
    "queued": NN_("%(num)s message is in the queue.", "%(num)s messages are in the queue."),
    "already": N_("This form was sent before: nothing was sent twice."),
    "cancel": N_("Cancelled."),
    "hold": N_("Held. It stays until you release it."),
    "release": N_("Released. It is in the queue again."),
    "resend": N_("It will be sent again."),
    "confirm": N_("Noted: it counts as sent."),
    "unchanged": N_("Nothing changed: the message had moved on before you pressed."),
    "welcome": N_("smsbox is yours now. Write the first message, or look at the modem below."),
}
"""What a page says after a redirect; the address carries only the key and a count."""


def state(label: str) -> Word:
    """The word for a message or segment state."""
    return STATES.get(label) or Word("info", "idle", label)


def modem_state(label: str) -> Word:
    """The word for a modem state."""
    return MODEM_STATES.get(label) or Word("info", "idle", label)


def kind(label: str) -> Word:
    """The word for a class of messages."""
    return KINDS.get(label) or Word("info", "idle", label)


def registration(label: str | None) -> str:
    """A registration in words (27.007 +CREG)."""
    if not label:
        return REGISTRATIONS["unknown"]
    return REGISTRATIONS.get(label.lower().replace(" ", "_"), label)


@dataclass(frozen=True, slots=True)
class SignalWord:
    """Signal strength as `bars` (0–4), a tone and a verdict."""

    bars: int
    tone: str
    text: str


def signal(dbm: int | None) -> SignalWord:
    """A verdict on a received power in dBm (27.007 +CSQ: −113 … −51)."""
    if dbm is None:
        return SignalWord(0, "none", N_("No reading"))
    if dbm >= -75:
        return SignalWord(4, "good", N_("Excellent"))
    if dbm >= -87:
        return SignalWord(3, "good", N_("Good"))
    if dbm >= -97:
        return SignalWord(2, "fair", N_("Fair"))
    if dbm >= -105:
        return SignalWord(1, "poor", N_("Weak"))
    return SignalWord(1, "poor", N_("Very weak: move the antenna"))
