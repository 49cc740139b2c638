"""Cause and next step of what goes wrong where customers are taken out of files."""

from __future__ import annotations

from smsbox.i18n.marks import N_

INTAKE: dict[str, tuple[str, str]] = {
    "intake.bad_plan": (
        N_("The file cannot be imported so."),
        N_("Say which column holds the numbers, and by what consent can be proved."),
    ),
    "intake.too_large": (N_("The file {name} has more than {most} MB."), N_("Cut it into several.")),
    "cli.no_import": (
        N_("There is no import {id} that could be undone."),
        N_("An import can be undone once, for 30 days: the page Import customers shows which."),
    ),
    "cli.not_merged": (
        N_("There is no merge into customer {id} that could be taken back."),
        N_("A merge can be taken back for 30 days, as long as the number that came with it is still there."),
    ),
    "cli.import_failed": (
        N_("The import {id} stopped at row {done} of {total}."),
        N_("What was done stays done. Look at it on the page Import customers, or give the file once more."),
    ),
    "cli.nothing_imported": (
        N_("Nothing was imported: nobody agreed to it."),
        N_("Add --yes to do it without being asked."),
    ),
    "intake.elsewhere": (
        N_("Nothing was done: the import has moved on, or it is gone."),
        N_("Look at it once more."),
    ),
}

INTAKE_BY_REASON: dict[str, tuple[str, str]] = {
    "intake.bad_plan.number": (
        N_("No column is said to hold the telephone numbers."),
        N_("Say which one does."),
    ),
    "intake.bad_plan.numbers": (
        N_("Several columns are said to hold the telephone numbers."),
        N_("One is the number; call the others “another number”."),
    ),
    "intake.bad_plan.evidence": (
        N_("That is no consent: nobody could prove it."),
        N_("Say how they agreed, and to which words."),
    ),
    "intake.bad_plan.day": (
        N_("That is no consent: it has no day, or one in the future."),
        N_("Say on which day they agreed, or which column says it."),
    ),
    "sheets.refused.html": (
        N_("{path} is a web page with the name of a table."),
        N_("Open it in a spreadsheet program and save it again as .xlsx or CSV (UTF-8)."),
    ),
    "sheets.refused.slow": (
        N_("{path} could not be read in a minute and a half."),
        N_("Save it as CSV (UTF-8), or cut it into several files."),
    ),
    "sheets.refused.gone": (
        N_("What was read out of {path} is not there any more."),
        N_("Hand the file in once more: what was imported is recognised."),
    ),
}
