"""How memory is kept: thresholds fixed at the start, what was needed once given back, what lasts not searched again.

glibc raises its threshold for separate mappings to the size of the largest one ever freed. One log-in (scrypt, 16 MiB)
would then stay in the daemon's resident memory for good, and every thread would have a heap of its own.
"""

from __future__ import annotations

import ctypes
import gc

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # mallopt(3)
_SEPARATE_FROM = 1 << 20
_ARENAS = 2


def fix_thresholds() -> None:
    """Once, at the start; does nothing on a C library without mallopt."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _SEPARATE_FROM)
        mallopt(_M_ARENA_MAX, _ARENAS)


def keep_what_is_loaded() -> None:
    """Once, when all is set up: modules and classes are no garbage, and Python need not look through them for any."""
    gc.collect()
    gc.freeze()


def give_back_memory() -> None:
    """Free pages go back to the system, also those below others that are in use: 1.5 MB after a day's first pages."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
