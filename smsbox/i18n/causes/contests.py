"""Cause and next step of errors of contests and their draws."""

from __future__ import annotations

from smsbox.i18n.marks import N_

CONTESTS: dict[str, tuple[str, str]] = {
    "dialogs.no_draw_file": (
        N_("This is no file of a draw, or not a whole one."),
        N_("Take the file as it was published, as text, from its first line to its last."),
    ),
    "dialogs.not_over": (
        N_("Entries to “{name}” are still taken."),
        N_("Close the scenario, or wait for its end: then the list can be closed."),
    ),
    "dialogs.not_read": (
        N_("Messages that came before the end are not all read yet."),
        N_("Wait a moment and try again: each of them may hold an entry."),
    ),
    "dialogs.no_entries": (
        N_("Nobody has entered “{name}”: there is nothing to draw from."),
        N_("Open the scenario again, or leave it at that."),
    ),
    "dialogs.not_listed": (
        N_("The list of “{name}” is not closed yet."),
        N_("Close the list first; from then on nobody gets in any more."),
    ),
    "dialogs.listed": (
        N_("The list of “{name}” is closed: nothing of it can be changed."),
        N_("Publish it as it is; a mistake in it is best told openly."),
    ),
    "dialogs.drawn": (
        N_("“{name}” has been drawn already, and a draw is made once."),
        N_("Where a winner does not answer, take the reserves in their order."),
    ),
    "dialogs.value_awaited": (
        N_("The value that was promised is missing: {awaits}"),
        N_("Give it with the draw, exactly as it was made public."),
    ),
    "dialogs.not_drawn": (
        N_("“{name}” has not been drawn yet."),
        N_("Make the draw first."),
    ),
    "cli.of_another_kind": (
        N_("“{name}” is no scenario of this kind: {kind}"),
        N_("List what there is: smsbox dialog list"),
    ),
    "cli.no_entry": (
        N_("The contest has no entry {id}, or it stands so already."),
        N_("List the entries: smsbox contest entries"),
    ),
    "cli.draw_wrong": (
        N_("This draw does not hold together."),
        N_("Ask whoever published it for the whole, unchanged file."),
    ),
}
"""Key → cause, next step."""
