"""Backups: copies of the database made by night, looked through, kept here and elsewhere, and put back."""

from smsbox.backup.files import Backup, find, folders, listed, newest, verify
from smsbox.backup.making import Result, make, under_way
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
    "Backup",
    "BackupDamaged",
    "BackupRunning",
    "Died",
    "NoBackup",
    "NoPgDump",
    "NotOurs",
    "PlaceFailed",
    "Result",
    "ServerRestores",
    "find",
    "folders",
    "listed",
    "make",
    "newest",
    "under_way",
    "verify",
]
