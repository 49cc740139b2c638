"""The one owner: a lifelong lock beside the database; a second daemon ends with a sentence instead of sending twice."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from smsbox.errors import SmsboxError


class AlreadyRunning(SmsboxError):
    """Another daemon owns this directory. Facts: `directory`, `pid` (None when it cannot be read)."""

    key = "daemon.already_running"
    exit_code = 75


class DirectoryUnusable(SmsboxError):
    """The directory of the run-time files cannot be made or written. Facts: `directory`, `problem`."""

    key = "daemon.directory_unusable"
    exit_code = 78


class OwnerLock:
    """An flock on `<directory>/smsbox.lock`, held for life; the kernel gives it back after any death."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "smsbox.lock"
        self._fd: int | None = None

    def acquire(self) -> None:
        """Take the lock or raise AlreadyRunning, DirectoryUnusable."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        except OSError as error:
            raise DirectoryUnusable(directory=str(self.path.parent), problem=error.strerror or str(error)) from error
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.pread(fd, 32, 0).decode("ascii", "replace").strip() or None
            os.close(fd)
            raise AlreadyRunning(directory=str(self.path.parent), pid=owner) from error
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
        self._fd = fd

    def release(self) -> None:
        """Give the lock back; the file stays, since deleting it would let two owners lock two different files."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
