"""Cause and next step of every error of the ground: the program itself, time, configuration, daemon, page, store."""

from __future__ import annotations

from smsbox.i18n.marks import N_

GROUND: dict[str, tuple[str, str]] = {
    "error.unexpected": (
        N_("smsbox met a fault of its own."),
        N_("Try again. If it stays, look into the log: sudo journalctl -u smsbox"),
    ),
    # ── time
    "clock.bad_moment": (
        N_("“{text}” is no time that can be read."),
        N_("Write 18:30, 2026-03-05 18:30, or a span like 90s, 15m, 24h."),
    ),
    # ── configuration
    "config.errors": (
        N_("The configuration file {path} has mistakes ({count})."),
        N_("Correct the lines that are named, then start smsbox again."),
    ),
    "config.missing": (
        N_("The configuration file {path} cannot be read: {problem}."),
        N_("Copy config.example.toml to that place, or give the right one with --config."),
    ),
    "config.pin_file": (
        N_("The PIN file {path} cannot be used: {problem}."),
        N_("It must hold the PIN and nothing else, and belong to smsbox alone: chmod 600."),
    ),
    "config.secret_file": (
        N_("The secret {name} cannot be read from {path}: {problem}."),
        N_(
            "Put it into /etc/smsbox/credentials, one line in a file that root alone can read (chmod 600), and restart"
            " smsbox."
        ),
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
    "web.certificate": (
        N_("The certificate of the page cannot be used: {path}: {problem}."),
        N_("Give the full path of a certificate in PEM and of its key, both readable for smsbox, or take tls = own."),
    ),
    "web.cannot_listen": (
        N_("The page cannot listen on {listen}: {problem}."),
        N_("Another program uses that port, or the address is not one of this box. Change [web] listen."),
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
        N_(
            "Nothing was changed. Install the newer version again. Or go on with the older copy "
            "{store}.before-{known}, if it is there: put it in the place of {store}; what waited in it is then held."
        ),
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
}
