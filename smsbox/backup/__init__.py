"""Backups: copies of the database made by night, looked through, kept here and elsewhere, and put back."""

from smsbox.backup.files import Backup, find, folders, listed, newest, verify
from smsbox.backup.forgetting import erase_in
from smsbox.backup.making import Result, make, under_way
from smsbox.backup.restoring import RESTORED, Restored, restore
from smsbox.backup.troubles import (
    BackupDamaged,
    BackupRunning,
    Died,
    NoBackup,
    NoPgDump,
    NotOurs,
    PlaceFailed,
    ServerRestores,
)

__all__ = [
    "RESTORED",
    "Backup",
    "BackupDamaged",
    "BackupRunning",
    "Died",
    "NoBackup",
    "NoPgDump",
    "NotOurs",
    "PlaceFailed",
    "Restored",
    "Result",
    "ServerRestores",
    "erase_in",
    "find",
    "folders",
    "listed",
    "make",
    "newest",
    "restore",
    "under_way",
    "verify",
]
