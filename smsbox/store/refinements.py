"""What the tables lacked once a shop of any size had used them."""

from __future__ import annotations

# Damaged messages and those with gaps are few, and somebody looks for them.
_SELDOM_RECEIVED = """
CREATE INDEX received_damaged ON received (id) WHERE damaged = 1;
CREATE INDEX received_gaps ON received (id) WHERE missing > 0;
"""

REFINEMENTS = _SELDOM_RECEIVED
