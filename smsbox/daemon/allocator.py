"""How the C library keeps memory: thresholds fixed at the start, and what was needed once given back now and then.

glibc raises its threshold for separate mappings to the size of the largest one ever freed. One log-in (scrypt, 16 MiB)
would then stay in the daemon's resident memory for good, and every thread would have a heap of its own.
"""

from __future__ import annotations

import ctypes

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # mallopt(3)
_SEPARATE_FROM = 1 << 20
_ARENAS = 2


def fix_thresholds() -> None:
    """Once, at the start; does nothing on a C library without mallopt."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _SEPARATE_FROM)
        mallopt(_M_ARENA_MAX, _ARENAS)


def give_back_memory() -> None:
    """Free pages go back to the system, also those below others that are in use: 1.5 MB after a day's first pages."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
