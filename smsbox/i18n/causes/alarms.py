"""Cause and next step of errors of alarms: why nobody could be told."""

from __future__ import annotations

from smsbox.i18n.marks import N_

ALARMS = {
    "alarms.unreachable": (
        N_("{server} cannot be reached: {problem}."),
        N_("Look whether this box has Internet and whether the name and port in the settings of alarms are right."),
    ),
    "alarms.hangs": (
        N_("{server} took the call and did not answer for {seconds} seconds."),
        N_("It is tried again by itself. If it stays, port and encryption may not fit: 587 starttls, 465 tls."),
    ),
    "alarms.certificate": (
        N_("Nobody this box trusts vouches for the certificate of {server}: {problem}."),
        N_("Look whether its name is right. If the certificate is your own, give its file in [alarms] authority."),
    ),
    "alarms.no_encryption": (
        N_("{server} offers no encryption by STARTTLS, and nothing was sent to it."),
        N_('Set [alarms] smtp_security to "tls" with port 465; "none" only for a server in the same building.'),
    ),
    "alarms.password": (
        N_("{server} does not take the name {user} with its password: {said}."),
        N_("Write the right password into its file. Many mail services want a password of its own for each program."),
    ),
    "alarms.refused": (
        N_("{server} does not take the letter: {said}."),
        N_("Look at the addresses in the settings of alarms: many servers want the account itself as the sender."),
    ),
    "alarms.webhook_status": (
        N_("{server} answered with status {status}."),
        N_("Look at the address of the webhook, and into the log of the program that answers there."),
    ),
    "alarms.not_set": (
        N_("This way of telling people is not set up."),
        N_("Give its settings (Settings, Alarms), and send a test."),
    ),
    "alarms.no_phone": (
        N_("No telephone of an owner or technician has proved itself."),
        N_("Register one on the page of the account, and confirm it with the code that it gets."),
    ),
    "alarms.no_sim": (
        N_("There is no SIM that could carry an SMS now and is not in trouble itself."),
        N_("Nothing to do: it is sent as soon as there is one. A second modem with a SIM of another operator helps."),
    ),
    "alarms.sms_spent": (
        N_("Every telephone got {most} alarms within 24 hours, and more are not allowed."),
        N_("Mend what is wrong, or allow more in [alarms] sms_per_day."),
    ),
    "alarms.sms_failed": (
        N_("The SMS did not leave: {reason}."),
        N_("Look at it among the messages that were sent, and at its modem."),
    ),
    "alarms.process": (
        N_("The program that brings alarms ended without a word."),
        N_("It is tried again by itself. If it stays, look into the log: sudo journalctl -u smsbox"),
    ),
}
"""Key → cause, next step."""
