"""What can go wrong with backups, as typed errors."""

from __future__ import annotations

from smsbox.errors import SmsboxError


class NoBackup(SmsboxError):
    """There is no such file. Facts: `path`."""

    key = "backup.not_there"
    exit_code = 69


class NotOurs(SmsboxError):
    """The file is something else; it stays as it is. Facts: `path`, `problem`."""

    key = "backup.not_ours"
    exit_code = 65


class BackupDamaged(SmsboxError):
    """The file is not what was written. Facts: `path`, `problem`."""

    key = "backup.damaged"
    exit_code = 65


class BackupRunning(SmsboxError):
    """One is being made at this moment. No facts."""

    key = "backup.running"
    retryable = True
    exit_code = 75


class PlaceFailed(SmsboxError):
    """A backup could not be brought to the stick or the server. Facts: `path`, `problem`."""

    key = "backup.place_failed"
    retryable = True


class NoPgDump(SmsboxError):
    """pg_dump or pg_restore is not installed here. No facts."""

    key = "backup.no_pg_dump"


class ServerRestores(SmsboxError):
    """The database is on a server, which puts it back itself. No facts."""

    key = "backup.server_restores"
    exit_code = 78


class Died(SmsboxError):
    """The process that was to make the backup ended without a word. Facts: `problem`."""

    key = "backup.process"
    retryable = True
