"""Cause and next step of what goes wrong with scenarios, on pages and on the command line."""

from __future__ import annotations

from smsbox.i18n.marks import N_

SCENARIOS: dict[str, tuple[str, str]] = {
    "dialogs.flow_errors": (
        N_("This scenario cannot be kept so: {first}"),
        N_("Correct it; every line with a mistake is told by smsbox dialog check FILE."),
    ),
    "dialogs.no_flow": (
        N_("There is no scenario called {name}."),
        N_("List them: smsbox dialog list"),
    ),
    "dialogs.bad_script": (
        N_("Line {line} cannot be played: {text}"),
        N_("Write what a customer says, with +380500000002: before it for another one, or @ +3h to let time go by."),
    ),
    "cli.flow_not_open": (
        N_("The scenario {name} is not open."),
        N_("List them: smsbox dialog list"),
    ),
    "dialog.not_by_form": (
        N_("“{name}” is written in a way that the form cannot change."),
        N_("Change it in the file itself: there nothing is out of reach."),
    ),
}
