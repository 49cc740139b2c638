"""Why a number, a text, a row or a file of people is refused: words for the `reason` of an error or of a bad row."""

from __future__ import annotations

from smsbox.i18n.causes.campaigns import CAMPAIGNS_BY_REASON
from smsbox.i18n.causes.collecting import COLLECTING_BY_REASON
from smsbox.i18n.causes.consent import NOT_PERMITTED, NOT_PERMITTED_BY_REASON
from smsbox.i18n.causes.hooks import HOOKS_BY_REASON
from smsbox.i18n.causes.intake import INTAKE_BY_REASON
from smsbox.i18n.causes.money import MONEY_BY_REASON
from smsbox.i18n.causes.programs import PROGRAMS_BY_REASON
from smsbox.i18n.causes.wording import WORDING_BY_REASON
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

_SAVE_AGAIN = N_("Open it in a spreadsheet program and save it again as .xlsx or CSV (UTF-8).")
_INVISIBLE = N_("Delete the invisible character and try again.")
_RETYPE = N_("Write that place of the text anew.")

BY_REASON: dict[str, tuple[str, str]] = {
    **CAMPAIGNS_BY_REASON,
    **COLLECTING_BY_REASON,
    **INTAKE_BY_REASON,
    **MONEY_BY_REASON,
    **NOT_PERMITTED_BY_REASON,
    **HOOKS_BY_REASON,
    **PROGRAMS_BY_REASON,
    **WORDING_BY_REASON,
    "sms.bad_text.empty": (N_("The text is empty."), N_("Write something.")),
    "sms.bad_text.nul": (N_("The text contains a NUL character, which no SMS can carry."), _INVISIBLE),
    "sms.bad_text.control": (N_("The text contains a control character, which phones may choke on."), _INVISIBLE),
    "sms.bad_text.surrogate": (N_("The text contains half a character."), _RETYPE),
    "sheets.refused.missing": (N_("There is no file {path}."), N_("Check its name and folder.")),
    "sheets.refused.not_a_file": (N_("{path} is no file."), N_("Save the table to a file first.")),
    "sheets.refused.unreadable": (
        N_("The file {path} cannot be read: {detail}."),
        N_("Give the user smsbox runs as the right to read it."),
    ),
    "sheets.refused.empty": (N_("There are no rows in {path}."), N_("Put one recipient into each row.")),
    "sheets.refused.binary": (N_("{path} is neither a table nor a text."), _SAVE_AGAIN),
    "sheets.refused.not_xlsx": (N_("{path} is no workbook, or a damaged one."), _SAVE_AGAIN),
    "sheets.refused.encrypted": (N_("{path} is protected with a password."), N_("Save it without a password.")),
    "sheets.refused.bomb": (N_("The file {path} is dangerous: {detail}."), _SAVE_AGAIN),
    "sheets.refused.rows": (
        N_("The table in {path} is too long or too wide ({detail})."),
        N_("At most a million rows and 200 columns: cut it into several files."),
    ),
    "sheets.refused.columns": (
        N_("The first row of {path} is no header: it is too wide ({detail})."),
        N_("The first row names the columns; at most 200."),
    ),
    "sheets.refused.header": (
        N_("The first row of {path} cannot be read: its quotation marks do not fit together."),
        N_("The first row names the columns, each name in one line. Mend it, or save the table again as .xlsx."),
    ),
    "sheets.refused.repeated": (
        N_("Several columns of {path} are called {detail}."),
        N_("Give each column a name of its own."),
    ),
    "sheets.refused.no_number": (
        N_("No column of {path} holds telephone numbers. The first row says: {detail}."),
        N_("Call the column with the numbers “number”, in the first row."),
    ),
    "sheets.refused.numbers": (
        N_("Several columns of {path} could hold the telephone numbers: {detail}."),
        N_("Call the right one “number”."),
    ),
    "sheets.refused.encoding": (
        N_("No encoding is called {detail}."),
        N_("Leave --encoding out, or write cp1251, utf-8 or utf-16."),
    ),
    "usb.reset_refused.not_listed": (
        N_("The stick {device} ({why}) may not be reset: it is not on the list."),
        N_("Add it to /etc/smsbox/usb-devices, or unplug it by hand."),
    ),
    "usb.reset_refused.too_often": (
        N_("The stick {device} was reset too often lately ({why})."),
        N_("Nothing to do: smsbox tries again later. A stick that needs it so often should be replaced."),
    ),
    "usb.reset_refused.not_installed": (
        N_("The power of stick {device} cannot be switched: {why} is not installed."),
        N_("Install it (apt install uhubctl) if the hub can switch its sockets, or unplug the stick by hand."),
    ),
    "usb.reset_refused.shares_hub": (
        N_("The power of stick {device} is not switched, because {why} hangs on the same hub."),
        N_("Put the modems on a hub of their own."),
    ),
    "relay.needs_recovery.registration": (
        N_("The modem has found no network for a long time although its SIM is fine."),
        N_("smsbox restarts its radio, then the modem. If that does not help, check antenna, place and operator."),
    ),
    "relay.needs_recovery.doubts": (
        N_("The modem took several SMS in a row and did not say what became of them."),
        N_("smsbox restarts it. What is in doubt is shown and not sent twice."),
    ),
    "relay.needs_recovery.refusals": (
        N_("The modem is out of step: it refuses one SMS after the other with errors of its own."),
        N_("smsbox restarts its radio, then the modem."),
    ),
}
"""Key and reason → cause, next step."""

BAD_NUMBERS: dict[str, str] = {
    "empty": N_("there is no number"),
    "control": N_("it contains control characters"),
    "digits": N_("it is not written in the digits 0–9"),
    "scientific": N_("a spreadsheet has rounded it: format the column as text"),
    "decimal": N_("a spreadsheet has made it a decimal number: format the column as text"),
    "service_code": N_("it is a service code, not a number"),
    "letters": N_("it contains letters"),
    "characters": N_("it contains characters a number cannot have"),
    "plus": N_("the plus stands in the wrong place"),
    "long": N_("it is too long"),
    "short": N_("it is too short"),
    "short_code": N_("it is a short number, which costs extra or cannot be answered"),
    "emergency": N_("it is an emergency number"),
    "country": N_("there is no such country code"),
    "not_in_plan": N_("there is no such number in its country"),
    "destination": N_("sending to this country or kind of number is not allowed ([sending] allow)"),
    "premium": N_("it is a premium-rate number"),
}
"""Why a number is refused: the `reason` of BadNumber or DestinationRefused."""

BAD_ROWS: dict[str, str] = {
    "cells": N_("there are more cells than columns: a stray delimiter?"),
    "long": N_("a cell has more than 10,000 characters"),
    "nul": N_("it contains a NUL character"),
    "encoding": N_("it contains characters that the encoding of the file does not have"),
    "quote": N_("a quotation mark that is opened here swallows the following lines"),
    "csv": N_("it cannot be read as CSV"),
    "repeated": N_("this number stands further up already: one text for one person"),
    "field": N_("the text needs this field, and here it is empty"),
    "text.nul": N_("the text contains a NUL character"),
    "text.surrogate": N_("the text contains half a character"),
    "text.control": N_("the text contains a control character"),
    "text.empty": N_("the text is empty"),
    "text.long": N_("the text needs this many SMS; at most 255 can be joined"),
}
"""Why a row of a table gives no message (`BadRow.reason`); `number.…` stands in BAD_NUMBERS, `permission.…` in
NOT_PERMITTED."""

_PERMISSION = "permission."


def bad_number(tr: Translator, reason: str) -> str:
    """Why a number is refused, as half a sentence."""
    return tr.gettext(BAD_NUMBERS.get(reason, BAD_NUMBERS["characters"]))


def not_permitted(tr: Translator, reason: str) -> str:
    """Why somebody may not be sent advertising, as half a sentence."""
    told = tr.gettext(NOT_PERMITTED.get(reason, NOT_PERMITTED["consent"])[0])
    return (told[:1].lower() + told[1:]).rstrip(".")


def bad_row(tr: Translator, reason: str) -> str:
    """Why a row gives no message, as half a sentence."""
    said = BAD_ROWS.get(reason)
    if reason.startswith(_PERMISSION):
        return not_permitted(tr, reason.removeprefix(_PERMISSION))
    return bad_number(tr, reason.removeprefix("number.")) if said is None else tr.gettext(said)
