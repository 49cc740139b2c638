"""SQLite's write-ahead log as files held open: how much of it waits, and flushes that several commits share.

SQLite itself flushes each commit before anybody else may write (`synchronous = 2`). A commit may instead be written as
one that is flushed later (`synchronous = 1`), and whoever made it waits here until the log was flushed as far: the same
call on the same file, a moment later, and one for all who wait. In between others may see it. None of them can act upon
it before it is on the disk: a claim is flushed before the first octet goes to a modem, and a log is a sequence – what
was written before is flushed by that as well.
"""

from __future__ import annotations

import os
import struct
import threading

from smsbox.store.troubles import StoreIoError


class Log:
    """The log of the database at `path`. The caller's connection keeps its files in being."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._files: dict[str, int] = {}
        self._turn = threading.Lock()
        self._commits = self._flushed = 0
        self._lost: list[range] = []
        self._problem = ""

    def commit(self) -> int:
        """Number a commit that was made, in the turn of who made it."""
        self._commits += 1
        return self._commits

    def flush(self, number: int) -> None:
        """Return when commit `number` is on the disk. Raises StoreIoError: then it may be kept or not.

        Linux tells a failed flush once and takes what it could not write for written: who waited for the same flush
        would hear from the next one that all is well.
        """
        with self._turn:
            if any(number in each for each in self._lost):
                raise StoreIoError(problem=self._problem, store=self._path)
            if self._flushed >= number:
                return
            upto = self._commits
            try:
                os.fdatasync(self._open("-wal", os.O_RDWR))
            except OSError as error:
                self._lose(range(self._flushed + 1, upto + 1))
                self._problem = f"fdatasync: {error.strerror}"
                raise StoreIoError(problem=self._problem, store=self._path) from error
            self._flushed = upto

    def _lose(self, commits: range) -> None:
        if self._lost and self._lost[-1].start == commits.start:
            self._lost.pop()  # none was flushed between the two
        self._lost.append(commits)

    def waiting(self, *, whole: bool = False) -> int:
        """Bytes that wait for a checkpoint, or of the `whole` log.

        Read from the index of the log (sqlite.org/walformat.html 2.1: page size at octet 14, mxFrame at 16, nBackfill
        at 96), since the log's file never shrinks while it is used.
        """
        try:
            header = os.pread(self._open("-shm", os.O_RDONLY), 100, 0)
        except FileNotFoundError:
            return 0
        if len(header) < 100:
            return 0
        page, frames, moved = struct.unpack_from("=HI", header, 14) + struct.unpack_from("=I", header, 96)
        return (frames if whole else max(frames - moved, 0)) * (24 + (65536 if page == 1 else page))

    def close(self) -> None:
        """Let go of its files; after the connections."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def _open(self, suffix: str, how: int) -> int:
        """A descriptor of one of its files, opened once and kept as long as the connections are.

        Closing any descriptor of the index drops the locks this whole process holds on it (POSIX); the next process to
        look into the database would then take the log for abandoned and cut it short under our feet.
        """
        known = self._files.get(suffix)
        if known is not None and os.fstat(known).st_nlink:
            return known
        if known is not None:  # every connection was closed meanwhile, and the log made anew
            os.close(self._files.pop(suffix))
        self._files[suffix] = os.open(self._path + suffix, how | os.O_CLOEXEC)
        return self._files[suffix]
