"""Cause and next step of errors of backups: making, looking through and putting back."""

from __future__ import annotations

from smsbox.i18n.marks import N_

BACKUP = {
    "store.copy_failed": (
        N_("The copy of the database could not be written to {path}: {problem}."),
        N_("Look at the disk or stick it goes to, and try again. The database itself is untouched."),
    ),
    "store.copy_no_room": (
        N_(
            "There is no room for a copy of the database at {path}: it takes {needed_mb} MB, and {free_mb} MB are free."
        ),
        N_("Make room there, keep fewer backups, or give another folder in [backup] folder."),
    ),
    "store.copy_differs": (
        N_("The copy at {path} is not what was written there: {problem}."),
        N_("The card or stick is going bad. Take another one and make a backup at once."),
    ),
    "backup.running": (
        N_("A backup is being made at this moment."),
        N_("Wait until it is done, and try again."),
    ),
    "backup.not_there": (
        N_("There is no backup {path}."),
        N_("Look which there are: smsbox backup list"),
    ),
    "backup.not_ours": (
        N_("{path} is no backup of smsbox: {problem}."),
        N_("It was left as it is. Look which backups there are: smsbox backup list"),
    ),
    "backup.damaged": (
        N_("The backup {path} is damaged: {problem}."),
        N_("Take an older one: smsbox backup list"),
    ),
    "backup.place_failed": (
        N_("The backup could not be brought to {path}: {problem}."),
        N_("Look whether the stick is in and has room, or whether the server answers, and make one again."),
    ),
    "backup.no_pg_dump": (
        N_("The database is on a PostgreSQL server, and pg_dump is not installed here."),
        N_("Install it (sudo apt install postgresql-client), or have the server backed up in its own way."),
    ),
    "backup.server_restores": (
        N_("The database is on a PostgreSQL server: it is put back there, not here."),
        N_("Stop every box, then restore on the server with pg_restore; see docs/backup.md."),
    ),
    "cli.restore_not_agreed": (
        N_("Nothing was put back: nobody agreed to it."),
        N_("Add --yes to do it without being asked."),
    ),
    "backup.process": (
        N_("The backup ended without a word: {problem}."),
        N_("Try again. If it stays, look into the log: sudo journalctl -u smsbox"),
    ),
}
"""Key → cause, next step."""
