"""The numbers of lanes: in `messages.lane` each message carries whom it may, or should best, be sent by.

A lane says nothing of how SIMs are: that is looked at when one of them asks for work (`smsbox.routing.roster`), so a
SIM may fail and come back without a single row being written.

- *bound*, twice the SIM plus `timed`: this SIM and no other (moved by a person, or begun there);
- *open*, `timed` alone: any SIM. Both are as version 1 of the database knew them.
- *routed*: bit 62, then 29 bits of the SIM its customer knows (0: none), 32 bits of his operator (0: unknown), `timed`.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache

_ROUTED = 1 << 62
_SIM_SHIFT = 33
_MOST_SIMS = 1 << 29
_OPERATOR_BITS = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane taken apart. `bound`: the only SIM; `knows`: the SIM its customer knows; 0: none.

    `operator` is the customer's, as `operator_number` gives it. `timed`: rows with times of their own, which a box
    without a trusted clock leaves alone.
    """

    bound: int = 0
    knows: int = 0
    operator: int = 0
    timed: bool = False


def bound(sim_id: int | None, *, timed: bool) -> int:
    """The lane of one SIM alone, or (None) of all."""
    return (sim_id or 0) * 2 + timed


def routed(knows: int | None, operator: str | None, *, timed: bool) -> int:
    """The lane of customers of `operator` who know SIM `knows`; with neither that of all."""
    sim = knows if knows is not None and knows < _MOST_SIMS else 0
    number = operator_number(operator)
    return (_ROUTED | sim << _SIM_SHIFT | number << 1 if sim or number else 0) + timed


def freed(lane: int | None, *, timed: bool) -> int:
    """Where a message waits that stood in `lane` and is bound to no SIM (any more)."""
    return (lane & ~1 if lane is not None and lane & _ROUTED else 0) + timed


@lru_cache(maxsize=4096)
def read(lane: int) -> Lane:
    """What the number of a lane says."""
    timed = bool(lane & 1)
    if not lane & _ROUTED:
        return Lane(bound=lane >> 1, timed=timed)
    rest = lane & ~_ROUTED
    return Lane(knows=rest >> _SIM_SHIFT, operator=rest >> 1 & _OPERATOR_BITS, timed=timed)


@lru_cache(maxsize=256)
def operator_number(operator: str | None) -> int:
    """An operator in 32 bits, the same in every version of the program and on every box; 0: unknown."""
    return zlib.crc32(operator.encode()) or 1 if operator else 0
