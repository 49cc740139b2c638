"""The words of the audit log: areas, what was done, and the fields that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator

AREAS = {
    "account": N_("Own account"),
    "user": N_("People"),
    "token": N_("Tokens"),
    "message": N_("Messages"),
    "call": N_("Calls"),
    "modem": N_("Modems"),
    "route": N_("Operators and routes"),
    "setting": N_("Settings"),
    "log": N_("Event log"),
    "audit": N_("Audit log"),
    "problem": N_("Problems"),
    "bundle": N_("Doctor"),
    "source": N_("Sources of customers"),
}
"""By the first word of `what`; every room that writes into the log has its area here."""

_WHAT = {
    "account.log_in": N_("Logged in"),
    "account.tries_used_up": N_("Too many wrong passwords in this name, from this address"),
    "account.wrong_code": N_("Gave the right password and a wrong code"),
    "account.recovery_code_used": N_("Logged in with a recovery code"),
    "account.password": N_("Changed the own password"),
    "account.session_ended": N_("Ended a session"),
    "account.sessions_ended": N_("Ended all other sessions"),
    "account.code_on": N_("Switched codes from the phone on"),
    "account.code_off": N_("Switched codes from the phone off"),
    "account.recovery_codes": N_("Made new recovery codes"),
    "user.owner_made": N_("Made this box their own with the code of the first start"),
    "user.added": N_("Invited somebody"),
    "user.joined": N_("Used a one-time code to set a password"),
    "user.role": N_("Changed a role"),
    "user.disabled": N_("Disabled an account"),
    "user.enabled": N_("Enabled an account"),
    "user.password_reset": N_("Made a one-time code for a new password"),
    "user.code_reset": N_("Switched off somebody's codes from the phone"),
    "user.sessions_ended": N_("Ended somebody's sessions"),
    "token.made": N_("Made a token"),
    "token.revoked": N_("Revoked a token"),
    "message.queued": N_("Queued messages"),
    "message.cancel": N_("Cancelled a message"),
    "message.hold": N_("Held a message"),
    "message.release": N_("Released a message"),
    "message.resend": N_("Had a message sent again"),
    "message.confirm": N_("Noted that a message arrived"),
    "message.move": N_("Moved messages to another SIM"),
    "message.broken_off": N_("Broke off a change of many messages"),
    "message.exported": N_("Took messages as a file"),
    "call.settled": N_("Settled a call"),
    "modem.paused": N_("Paused a modem"),
    "modem.resumed": N_("Resumed a modem"),
    "modem.sim_accepted": N_("Agreed to another SIM"),
    "audit.pruned": N_("Removed old lines of this log, up to this number"),
    "bundle.taken": N_("Took the bundle for support"),
    "log.exported": N_("Took the event log as a file"),
    "modem.console": N_("Gave an AT command"),
    "modem.ussd": N_("Asked the network by USSD"),
    "modem.ussd_answered": N_("Answered a USSD menu"),
    "modem.balance": N_("Asked the operator for the balance"),
    "setting.changed": N_("Changed settings"),
    "setting.undone": N_("A change undid itself"),
    "problem.snoozed": N_("Put a problem off for a day"),
    "problem.woken": N_("Asked to be reminded of a problem again"),
    "source.made": N_("Made a source of customers"),
    "source.closed": N_("Closed a source of customers"),
    "customer.written_down": N_("Wrote a customer down at the counter"),
    "route.set": N_("Said whose numbers begin like this"),
    "route.dropped": N_("Removed what was said about numbers"),
}

_FIELDS = {
    "role": N_("role"),
    "rights": N_("rights"),
    "allow": N_("numbers"),
    "per day": N_("per day"),
    "sessions": N_("sessions"),
    "other sessions": N_("other sessions"),
    "code asked": N_("code asked"),
    "operator": N_("operator"),
    "command": N_("command"),
    "messages": N_("messages"),
    "lines": N_("lines"),
    "note": N_("note"),
    "why": N_("reason"),
    "SIM": N_("SIM"),
    "kind": N_("kind"),
    "word": N_("word"),
    "consent": N_("consent"),
}


def what_words(tr: Translator, what: str) -> str:
    """What was done, in words; its key where there are none yet."""
    return tr.gettext(_WHAT[what]) if what in _WHAT else what


def field_words(tr: Translator, name: str) -> str:
    """The name of a field that changed."""
    return tr.gettext(_FIELDS[name]) if name in _FIELDS else name
