"""What every typed error means to a person: its cause and the next step, by its `key`; facts fill the `{names}`.

Each entry is a phrase of the catalogues. A new error gets its entry here, or the tests fail. Errors with a fact
`reason` may have an entry for each in `reasons`.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from smsbox.i18n.marks import N_
from smsbox.i18n.reasons import BY_REASON, bad_number
from smsbox.i18n.translator import Translator

EXPLANATIONS: dict[str, tuple[str, str]] = {
    "error.unexpected": (
        N_("smsbox met a fault of its own."),
        N_("Try again. If it stays, look into the log: journalctl -u smsbox"),
    ),
    # ── time
    "clock.bad_moment": (
        N_("“{text}” is no time that can be read."),
        N_("Write 18:30, 2026-03-05 18:30, or a span like 90s, 15m, 24h."),
    ),
    # ── configuration
    "config.errors": (
        N_("The configuration file {path} has mistakes ({count})."),
        N_("Mend the lines that are named, then start smsbox again."),
    ),
    "config.missing": (
        N_("The configuration file {path} cannot be read: {problem}."),
        N_("Copy config.example.toml to that place, or give the right one with --config."),
    ),
    "config.pin_file": (
        N_("The PIN file {path} cannot be used: {problem}."),
        N_("It must hold the PIN and nothing else, and belong to smsbox alone: chmod 600."),
    ),
    # ── the daemon and the page
    "daemon.already_running": (
        N_("Another smsbox already works in {directory} (process {pid})."),
        N_("Stop that one first, or give this one another directory."),
    ),
    "daemon.directory_unusable": (
        N_("The directory {directory} cannot be written: {problem}."),
        N_("Make it, and give it to the user smsbox runs as."),
    ),
    "web.cannot_listen": (
        N_("The page cannot listen on {listen}: {problem}."),
        N_("Another program uses that port, or the address is not one of this box. Change [web] listen."),
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
    "sms.bad_template": (
        N_("The braces in the text do not fit together (character {position})."),
        N_("A field is written {{name}} or {{name|fallback}}; a real brace is written twice."),
    ),
    "sms.missing_field": (
        N_("The text uses the field “{field}”, which is empty for this person."),
        N_("Fill it in, or give a fallback: {{{field}|customer}}."),
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
        N_("Nothing was sent. Please report it with the log: journalctl -u smsbox"),
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
    "cli.no_recipients": (N_("The file has no rows below its header."), N_("Put one recipient into each row.")),
    "cli.sheet_changed": (
        N_("The file {path} was changed while it was being read; queued so far: {queued}."),
        N_("Look into the outbox before you send the rest."),
    ),
    "cli.output_failed": (
        N_("The output cannot be written: {problem}."),
        N_("Write it to another disk. What was done before, the outbox knows: smsbox outbox list"),
    ),
    "cli.not_changed": (N_("Not changed: {ids}."), N_("Their state does not allow it: smsbox outbox show ID")),
    # ── why a modem holds
    "relay.not_registered": (
        N_("The modem has no network: {registration}."),
        N_("Check antenna and place. Sending goes on by itself when there is a network."),
    ),
    "relay.sim_rests": (
        N_("Several numbers in a row were refused ({why}), so this SIM rests for a while."),
        N_("Check balance and SMS package of this SIM, or ask the operator. It goes on by itself."),
    ),
    "relay.limit_reached": (
        N_("The limit is reached: {limit}."),
        N_("Nothing to do: the rest leaves when the limit allows it again."),
    ),
    "relay.wrong_modem": (
        N_("Another modem than the configured one answers at {port} (IMEI {imei}, expected {expected})."),
        N_("Plug the right modem in, or correct imei in the configuration."),
    ),
    # ── the store
    "store.unusable": (
        N_("The database cannot be used: {problem}."),
        N_("Nothing in it was changed. Mend the cause and start again."),
    ),
    "store.bad_url": (
        N_("The address of the database cannot be read: {url}."),
        N_("Write sqlite:///full/path/smsbox.db or postgresql://… in [store] url."),
    ),
    "store.missing": (N_("There is no database at {store} yet."), N_("Start smsbox once: smsbox run --config FILE")),
    "store.foreign": (
        N_("{store} is not a database of smsbox: {problem}."),
        N_("It was left as it is. Give another place in [store] url, or move that file away."),
    ),
    "store.newer": (
        N_("A newer smsbox has written this database (schema {found}, this one knows {known})."),
        N_("Install the newer version again. Nothing was changed."),
    ),
    "store.corrupt": (
        N_("The database file {store} is damaged: {problem}."),
        N_("Keep the file, check the SD card, and restore the last backup."),
    ),
    "store.driver_missing": (
        N_("PostgreSQL is asked for, but its driver is not installed."),
        N_("Install it: pip install 'smsbox[postgres]'"),
    ),
    "store.trouble": (N_("The database refused: {problem}."), N_("Try again. If it stays, look into the log.")),
    "store.full": (
        N_("The disk is full: {problem}."),
        N_("Make room on the disk. Sending has stopped and goes on by itself when there is room."),
    ),
    "store.io_error": (
        N_("The disk or SD card reports errors: {problem}."),
        N_("Make a backup now and change the card."),
    ),
    "store.busy": (N_("Another program keeps the database busy."), N_("Wait a moment and try again.")),
    "store.unreachable": (
        N_("The database server does not answer: {problem}."),
        N_("Check that PostgreSQL runs and can be reached."),
    ),
    "accounts.owner_exists": (N_("This box has an owner already."), N_("Log in instead.")),
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
        N_("Write it into a file and name that as pin_file of this modem, or switch the PIN off in a phone."),
    ),
    "modem.pin_wrong": (
        N_("The PIN of the SIM is wrong. Tries left: {tries_left}."),
        N_("smsbox will not try again with this PIN. Correct the PIN file; with one try left, enter it in a phone."),
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
"""Key → cause, next step."""

_OF_NUMBERS = ("sms.bad_number", "outbox.destination_refused")
"""Their fact `reason` is a word of BAD_NUMBERS."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A cause and a next step, in the reader's language."""

    cause: str
    step: str


def explain(tr: Translator, key: str, facts: Mapping[str, object] | None = None) -> Explained:
    """The explanation of `key`; of an unexpected fault when there is none. A fact that is missing reads `?`."""
    facts = dict(facts or {})
    reason = str(facts.get("reason"))
    if key in _OF_NUMBERS:
        facts["reason"] = bad_number(tr, reason)
    cause, step = BY_REASON.get(f"{key}.{reason}") or EXPLANATIONS.get(key) or EXPLANATIONS["error.unexpected"]
    return Explained(_fill(tr.gettext(cause), facts), _fill(tr.gettext(step), facts))


def knows(key: str) -> bool:
    """Whether `key` has an explanation of its own."""
    return key in EXPLANATIONS


class _Facts(string.Formatter):
    """Only plain names: a phrase of ours never reaches into an object."""

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        value = kwargs.get(field_name)
        return "?" if value is None else str(value), field_name


def _fill(phrase: str, facts: Mapping[str, object]) -> str:
    return _Facts().vformat(phrase, (), facts)
