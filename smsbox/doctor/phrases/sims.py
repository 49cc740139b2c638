"""Words for what is found at the SIMs: PIN, network, signal, service centre, memory, money, and silence."""

from __future__ import annotations

from smsbox.doctor.phrases.phrase import Phrase
from smsbox.i18n.marks import N_

_ANTENNA = N_("Use a USB extension lead to move the modem to a window, or an outside antenna.")
_TOP_UP = N_("Top the SIM up before that.")

SIMS: dict[str, Phrase] = {
    "doctor.pin_waits": Phrase(N_("Modem {name} waits for its PIN; the daemon enters the one in its file.")),
    "doctor.pin_tries": Phrase(N_("Modem {name}: the SIM is open, {left} tries of its PIN are left.")),
    "doctor.pin_few": Phrase(
        N_("Modem {name}: somebody has entered a wrong PIN; {left} tries are left."),
        N_("After the last one the SIM is locked, and only its PUK opens it."),
        N_("Enter the right PIN once in a phone: that gives all tries back. Then check the PIN file."),
    ),
    "doctor.paused": Phrase(
        N_("Modem {name} was paused by {by} at {at}."),
        N_("It receives, but sends nothing."),
        N_("Resume it when the reason is gone: smsbox modems resume {name}"),
        "smsbox modems resume {name}",
    ),
    "doctor.swapped": Phrase(
        N_("There is another SIM in modem {name} than the one it may send from."),
        N_("It receives, but sends nothing."),
        N_("If it is meant to be there: smsbox modems accept {name}"),
        "smsbox modems accept {name}",
    ),
    # ── network
    "doctor.not_registered": Phrase(
        N_("Modem {name} is in no network ({registration})."),
        N_("It neither sends nor receives; messages to you wait at the operator."),
        N_("Check the antenna and whether the SIM is active; wait two minutes after plugging it in."),
    ),
    "doctor.registered": Phrase(N_("Modem {name} is {registration}.")),
    "doctor.signal_ok": Phrase(N_("Modem {name}: the signal is {dbm} dBm: {verdict}.")),
    "doctor.signal_weak": Phrase(
        N_("Modem {name}: the signal is weak ({dbm} dBm)."),
        N_("Sending takes long and often fails; received messages come late."),
        _ANTENNA,
    ),
    "doctor.signal_poor_day": Phrase(
        N_("Modem {name} was without a network for {share} % of the last day (signal {low} to {high} dBm)."),
        N_("Then nothing is sent or received."),
        _ANTENNA,
        "smsbox modems history {name}",
    ),
    "doctor.smsc": Phrase(N_("Modem {name} hands its SMS in at the SMS centre {smsc}.")),
    "doctor.no_smsc": Phrase(
        N_("Modem {name}: the SIM has no number of an SMS centre, so nothing can be sent."),
        N_("The network takes no SMS from this SIM."),
        N_("Ask the operator for the number of its SMS centre and set it as smsc for this modem."),
    ),
    # ── memory
    "doctor.storage_ok": Phrase(N_("Modem {name}: {used} of {capacity} places of the message memory are taken.")),
    "doctor.storage_filling": Phrase(
        N_("Modem {name}: the message memory is filling up ({used} of {capacity})."),
        N_("When it is full, the network delivers nothing more to this SIM."),
        N_("The daemon empties it; if it stays full, look into its log."),
    ),
    "doctor.storage_full": Phrase(
        N_("Modem {name}: the message memory is full ({used} of {capacity})."),
        N_("The network delivers nothing more to this SIM, neither messages nor reports."),
        N_("The daemon empties it; if it stays full, look into its log."),
        "sudo journalctl -u smsbox -n 100",
    ),
    # ── money
    "doctor.money": Phrase(N_("Modem {name}: the balance is {money} {currency}.")),
    "doctor.package": Phrase(N_("Modem {name}: {left} SMS of the package are left.")),
    "doctor.package_of": Phrase(N_("Modem {name}: {left} of {of} SMS of the package are left.")),
    "doctor.runs_out": Phrase(
        N_("Modem {name}: at the pace of the last week the package or the balance runs out on {on}."),
        N_("Then advertising waits first, and in the end everything; nothing fails."),
        _TOP_UP,
        "smsbox balance",
    ),
    "doctor.money_unread": Phrase(
        N_("Modem {name}: the operator's last answer about the balance was not understood, or none came."),
        N_("smsbox does not see it coming when money or package run out."),
        N_("Look at the answer and write a pattern for it ([[modem]] balance_patterns)."),
        "smsbox balance",
    ),
    "doctor.money_stop": Phrase(
        N_("Modem {name}: {reason}"), N_("What may not go waits; nothing fails."), "{step}", "smsbox balance"
    ),
    # ── silence
    "doctor.last_traffic": Phrase(N_("Modem {name} last sent at {sent} and last received at {received}.")),
    "doctor.nothing_received": Phrase(
        N_("Modem {name} has received nothing for {days} days."),
        N_("Perhaps nobody wrote; perhaps what people write does not arrive, and stop words go unheard."),
        N_("Write a message to its number from your own phone and see whether it comes in."),
        page="/inbox",
    ),
    "doctor.nothing_sent": Phrase(
        N_("{waiting} messages wait, and for {hours} hours none has left."),
        N_("Customers wait for them."),
        N_("Look at the modems: each says why it does not send."),
        page="/",
    ),
    "doctor.held": Phrase(
        N_("{held} messages are held until somebody decides."),
        N_("They do not leave by themselves."),
        N_("Look at each: send it again or cancel it."),
        "smsbox outbox list --state held",
        "/outbox?state=held",
    ),
}
