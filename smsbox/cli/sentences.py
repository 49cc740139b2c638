"""Sentences for the errors that only the command line has."""

from __future__ import annotations

OWN = {
    "cli.nothing_there": "there is no {what}",
    "cli.bad_rows": "bad rows: {count}; nothing was queued\n  → correct them, or leave them out with --skip-bad",
    "cli.destinations_refused": "numbers that may not be written to: {count}; nothing was queued\n"
    "  → [sending] allow in the configuration names the permitted beginnings",
    "cli.no_recipients": "the file has no rows below its header; nothing was queued",
    "cli.sheet_changed": "{path} was changed while it was being read; queued so far: {queued}\n"
    "  → look into the outbox before you send the rest",
    "cli.not_changed": "not changed: {ids}",
    "sheets.refused": "{path}: {detail}",
    "sheets.unknown_field": "the text uses {{{field}}}, but the file has only these columns: {columns}\n"
    "  → correct the name, or give a fallback: {{{field}|…}}",
}
"""Key → sentence and next step; facts fill the braces."""
