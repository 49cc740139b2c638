"""Cause and next step of every error of messages: numbers, texts, files, the queue, the command line."""

from __future__ import annotations

from smsbox.i18n.marks import N_

MESSAGES: dict[str, tuple[str, str]] = {
    "desk.nothing_said": (N_("There is nothing to send."), N_("Write the answer.")),
    "desk.field_left": (
        N_("“{field}” is still to be filled in."),
        N_("Write there what belongs there: the customer would read it as it stands."),
    ),
    "desk.taken": (
        N_("{who} has the conversation with {number}."),
        N_("Let him answer, or take it over with --over."),
    ),
    "desk.went_on": (
        N_("The conversation with {number} went on: nothing was sent."),
        N_("Read it (smsbox desk show), and answer with --seen {seen}."),
    ),
    # ── texts and numbers
    "sms.bad_number": (
        N_("No SMS can be sent to “{text}”: {reason}."),
        N_("Write it like 067 123 45 67 or +380 67 123 45 67."),
    ),
    "sms.bad_text": (
        N_("The text contains a character that no SMS can carry."),
        N_("Delete the invisible character and try again."),
    ),
    "sms.too_long": (
        N_("The text needs {segments} SMS; a message can have {most}."),
        N_("Shorten it, or send it as several messages."),
    ),
    "sms.bad_tpdu": (
        N_("The network delivered something that cannot be read: {reason}."),
        N_("Nothing to do: smsbox keeps the raw bytes."),
    ),
    # ── messages
    "outbox.destination_refused": (
        N_("No SMS may be sent to {recipient}: {reason}."),
        N_("[sending] allow in the configuration names the beginnings of permitted numbers."),
    ),
    "outbox.illegal_move": (
        N_("A message cannot go from {old} to {new}: a mistake in smsbox."),
        N_("Nothing was sent. Please report it with the log: sudo journalctl -u smsbox"),
    ),
    "sheets.refused": (N_("The file {path} cannot be used."), N_("Save it again as .xlsx or CSV (UTF-8).")),
    "sheets.unknown_field": (
        N_("The text uses {{{field}}}, but the file has only these columns: {columns}."),
        N_("Correct the name, or give a fallback: {{{field}|…}}."),
    ),
    # ── the command line
    "cli.no_message": (N_("There is no message {id}."), N_("List what there is: smsbox outbox list")),
    "cli.no_received": (N_("There is no received message {id}."), N_("List what there is: smsbox inbox list")),
    "cli.bad_rows": (
        N_("Recipients that cannot be written to: {count}. Nothing was queued."),
        N_("Correct them, or leave them out with --skip-bad."),
    ),
    "cli.destinations_refused": (
        N_("Numbers that may not be written to: {count}. Nothing was queued."),
        N_("[sending] allow in the configuration names the beginnings of permitted numbers."),
    ),
    "cli.not_permitted": (
        N_("People who may not be sent advertising: {count}. Nothing was queued."),
        N_("Respect it, and leave them out with --skip-bad."),
    ),
    "cli.no_recipients": (N_("The file has no rows below its header."), N_("Put one recipient into each row.")),
    "cli.sheet_changed": (
        N_("The file {path} was changed while it was being read; queued so far: {queued}."),
        N_("Look into the outbox before you send the rest."),
    ),
    "cli.forbidden": (
        N_("This account may not use {path}."),
        N_("Use the account of the daemon: sudo -u {owner} smsbox …"),
    ),
    "cli.system_refuses": (
        N_("{path}: {problem}."),
        N_("Give another place, or mend this one; then try again."),
    ),
    "cli.output_failed": (
        N_("The output cannot be written: {problem}."),
        N_("Write it to another disk. What was done before, the outbox knows: smsbox outbox list"),
    ),
    "cli.not_changed": (N_("Not changed: {ids}."), N_("Their state does not allow it: smsbox outbox show ID")),
    "cli.no_such_sim": (
        N_("No SIM with the IMSI {imsi} was ever seen."),
        N_("smsbox modems shows the SIMs; the page of a message shows the one that sent it."),
    ),
    "cli.not_agreed": (
        N_("Nothing was changed: nobody agreed to change {count} messages."),
        N_("Add --yes to do it without being asked."),
    ),
}
