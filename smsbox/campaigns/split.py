"""Who gets which variant, and who nothing, to compare with: by a hash of campaign and number, the same each time; pure.

So a restart, a second box or whoever checks the figures comes to the same split, and it does not hang on the order in
which customers are looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

APART = -1
"""The variant of those who get nothing."""

_WHOLE = 1 << 64


def draw(seed: str, number: str, purpose: str) -> float:
    """A number 0..1 (1 left out), even over all numbers of telephones; draws of two purposes tell nothing of each
    other.
    """
    digest = hashlib.sha256(f"{seed}\0{purpose}\0{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / _WHOLE


def variant_of(seed: str, number: str, weights: Sequence[int], holdout: float) -> int:
    """The place of this number's variant, or `APART`."""
    if holdout > 0 and draw(seed, number, "holdout") < holdout:
        return APART
    mark = draw(seed, number, "variant") * sum(weights)
    for place, weight in enumerate(weights):
        mark -= weight
        if mark < 0:
            return place
    return len(weights) - 1
