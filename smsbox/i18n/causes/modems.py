"""Cause and next step of every error of modems, SIMs and the radio."""

from __future__ import annotations

from smsbox.i18n.marks import N_

MODEMS: dict[str, tuple[str, str]] = {
    # ── why a modem holds
    "relay.not_registered": (
        N_("The modem has no network: {registration}."),
        N_("Check antenna and place. Sending goes on by itself when there is a network."),
    ),
    "relay.sim_rests": (
        N_("Several numbers in a row were refused, so this SIM rests for a while. {why:sentence}"),
        N_("Check balance and SMS package of this SIM, or ask the operator. It goes on by itself."),
    ),
    "relay.wrong_modem": (
        N_("Another modem than the configured one answers at {port} (IMEI {imei}, expected {expected})."),
        N_("Plug the right modem in, or correct imei in the configuration."),
    ),
    "relay.paused": (
        N_("Somebody paused modem {name} ({by}). It receives, but sends nothing."),
        N_("Resume it on the page, or: smsbox modems resume {name}"),
    ),
    "relay.sim_swapped": (
        N_("There is another SIM in modem {name} than before. Nothing is sent from it until somebody agrees."),
        N_("If it is meant to be there: smsbox modems accept {name}, or the button on the page."),
    ),
    "relay.roaming": (
        N_("The SIM is in a foreign network ({operator}), where SMS cost more. Nothing is sent."),
        N_('It resumes at home by itself. To send all the same, set roaming = "send" for this modem.'),
    ),
    "relay.smsc_unknown": (
        N_("The SIM has no SMS centre or a wrong one, so the network takes no SMS."),
        N_("Ask the operator for the number of its SMS centre and set it as smsc for this modem."),
    ),
    "fleet.nothing_to_accept": (
        N_("Modem {name} has shown no SIM yet, so there is none to accept."),
        N_("Start the daemon with the modem plugged in, then try again."),
    ),
    "cli.not_silent": (
        N_("{number} is answered as any other number."),
        N_("Nothing to do. Numbers that are not: smsbox automatons list"),
    ),
    "cli.no_open_call": (
        N_("No call number {id} waits to be called back."),
        N_("smsbox calls list --open shows those that do."),
    ),
    "cli.no_sim": (
        N_("No SIM has been seen in modem {name} yet."),
        N_("Start the daemon with this modem; smsbox modems shows when its SIM is there."),
    ),
    "cli.no_modem": (
        N_("There is no modem {name} in the configuration."),
        N_("The configured ones are: {known}."),
    ),
    # ── the modem
    "modem.line": (
        N_("The modem at {port} does not work."),
        N_("smsbox tries again by itself. Check cable and power."),
    ),
    "modem.port_missing": (
        N_("There is no device {port}."),
        N_("Plug the modem in, or correct the port in the configuration. The command smsbox doctor lists them."),
    ),
    "modem.port_busy": (
        N_("Another program holds {port}."),
        N_("Stop it: often ModemManager (systemctl disable --now ModemManager), gammu or minicom."),
    ),
    "modem.port_refused": (
        N_("The system refuses {port}: {why}."),
        N_("The user smsbox runs as must be in the group dialout, and the port must be a modem's."),
    ),
    "modem.link_lost": (
        N_("The connection to the modem broke: {why}."),
        N_(
            "It was unplugged or has restarted; smsbox takes it back by itself. If it happens often, use a powered hub."
        ),
    ),
    "modem.not_answering": (
        N_("The modem at {port} is silent."),
        N_("smsbox tries again by itself. If it stays, unplug it for ten seconds; check that this is its AT port."),
    ),
    "modem.command_timeout": (
        N_("The modem did not answer {command} within {seconds} seconds."),
        N_("smsbox tries again by itself."),
    ),
    "modem.restarted": (
        N_("The modem restarted ({marker})."),
        N_("smsbox sets it up again by itself. If it happens often, its power supply is too weak."),
    ),
    "modem.given_up": (N_("Waiting for {command} was broken off because smsbox is stopping."), N_("Nothing to do.")),
    "modem.pin_needed": (
        N_("The SIM wants its PIN."),
        N_("Enter it in the settings of the modem, or in its PIN file; or switch the PIN off in a phone."),
    ),
    "modem.pin_wrong": (
        N_("The PIN of the SIM is wrong. Tries left: {tries_left}."),
        N_(
            "smsbox will not try this PIN again. Give the right one in the settings of the modem, or in its PIN file; "
            "with one try left, enter it in a phone."
        ),
    ),
    "modem.puk_needed": (
        N_("The SIM is locked and wants its PUK."),
        N_("Put the SIM into a phone and enter the PUK from its card. smsbox never guesses it."),
    ),
    "modem.sim_missing": (
        N_("There is no SIM in the modem, or it makes no contact."),
        N_("Put the SIM in, chip to the contacts, and plug the modem in again."),
    ),
    "modem.sim_failure": (
        N_("The SIM does not work in this modem ({answer})."),
        N_("Try it in a phone. The modem may be locked to another operator."),
    ),
}
