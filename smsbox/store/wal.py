"""Reads a write-ahead log that nobody finished, before SQLite does: what would it drop in silence?

SQLite takes a log up to the first frame whose checksum is wrong (sqlite.org/fileformat2.html 4.3), since after a power
cut that is where begins what was never flushed. When a card damages a frame that had been flushed, all behind it is
forgotten just the same: messages that left would be queued again.
"""

from __future__ import annotations

import fcntl
import os
import struct
from collections import Counter
from pathlib import Path

UNFLUSHED_AT_MOST = 8
"""Commits in a row that a store may leave without a flush of their own, so that a power cut loses no more."""

PLAUSIBLE = UNFLUSHED_AT_MOST + 2
"""Commits that a power cut may have left broken: those without a flush and the one whose flush had not ended."""

OPEN_HERE: Counter[str] = Counter()
"""How often this process has each SQLite file open; its log must not be judged then."""

_HEADER, _FRAME = 32, 24
_SECTOR = 512
"""Octets that a disk writes as one; of what was never flushed any choice of them may be there after a power cut."""

_MAGIC = (0x377F0682, 0x377F0683)
_GENERATIONS = 1 << 16
_LOCK = "hhqqi"
_DEAD_MANS_SWITCH = 128


def abandoned(path: Path) -> bool:
    """Whether nobody has the database at `path` open (the lock of sqlite.org/walformat.html 2.3.1).

    Only asked while this process has not opened it either: to close the index here would drop our own locks (POSIX).
    """
    if OPEN_HERE[str(path)]:
        return False
    try:
        index = os.open(f"{path}-shm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        asked = struct.pack(_LOCK, fcntl.F_WRLCK, os.SEEK_SET, _DEAD_MANS_SWITCH, 1, 0)
        return bool(struct.unpack_from("h", fcntl.fcntl(index, fcntl.F_GETLK, asked))[0] == fcntl.F_UNLCK)
    finally:
        os.close(index)


def lost_commits(path: Path) -> int:
    """How many commits SQLite will forget of the abandoned log of `path`; 0 for a sound one or none. Raises OSError."""
    try:
        log = Path(f"{path}-wal").read_bytes() if abandoned(path) else b""
    except FileNotFoundError:
        return 0
    return broken_off(log) if log and abandoned(path) else 0


def broken_off(log: bytes) -> int:
    """Commits of the log's own generation that stand behind its first bad frame; at least 1 where there is damage."""
    if len(log) <= _HEADER + _FRAME:
        return 0
    magic, _, page, _, salt, other_salt, *sums = struct.unpack_from(">8I", log)
    order = ">" if magic & 1 else "<"
    sound = magic in _MAGIC and _summed(log[:24], order, 0, 0) == tuple(sums)
    if not sound:
        # Nobody knows which generation was the last one: the frames at the beginning are of it.
        page = _page_size(log)
        salt, other_salt = struct.unpack_from(">2I", log, _HEADER + 8)
    size = _FRAME + page
    places = range(_HEADER, len(log) - size + 1, size)
    end = _sound_until(log, places, size, order, (salt, other_salt, *sums)) if sound else 0
    left = [(place, struct.unpack_from(">4I", log, place)) for place in places[end:]]
    ours = sum(commit > 0 for _, (_, commit, *salts) in left if salts == [salt, other_salt])
    # Nothing but zeros stands, after a power cut, where the file was made longer and its content did not follow.
    zeros = sum(not any(frame) for _, frame in left)
    others = [
        place for place, each in left if any(each) and each[2:] != (salt, other_salt) and not _older(each[2], salt)
    ]
    torn = sum(place // _SECTOR != (place + _FRAME - 1) // _SECTOR for place in others)
    # One commit may leave many of these, so that they prove a loss, but not how large it is.
    return max(ours + len(others) - torn, min(zeros + torn, UNFLUSHED_AT_MOST))


def _older(salt: int, current: int) -> bool:
    """Whether a frame with this salt was left by an earlier generation: each has a salt one larger than the last."""
    return 0 < (current - salt) % (1 << 32) < _GENERATIONS


def _page_size(log: bytes) -> int:
    """Of a log whose header is damaged: the size at which the second frame bears the salts of the first."""
    salts = log[_HEADER + 8 : _HEADER + 16]
    sizes = (1 << power for power in range(9, 17))
    return next((size for size in sizes if log[_HEADER + _FRAME + size + 8 :][:8] == salts), 1024)


def _sound_until(log: bytes, places: range, size: int, order: str, start: tuple[int, ...]) -> int:
    """How many frames SQLite will take, in whole commits or not."""
    salt, other_salt, *sums = start
    for number, place in enumerate(places):
        _, _, one, other, *stated = struct.unpack_from(">6I", log, place)
        frame = log[place : place + 8] + log[place + _FRAME : place + size]
        sums = list(_summed(frame, order, *sums))
        if (one, other) != (salt, other_salt) or sums != stated:
            return number
    return len(places)


def _summed(data: bytes, order: str, one: int, two: int) -> tuple[int, int]:
    """The log's running checksum (fileformat2 4.2)."""
    for first, second in struct.iter_unpack(f"{order}2I", data):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
