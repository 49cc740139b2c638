"""Weights: what the SIMs that share lanes have taken from them, and whose turn it is.

Only unequal weights make anybody wait: the SIM that is ahead of its share, for those behind it. One that does not take
its turn for `PATIENCE` is not waited for, and its debt is kept small: nobody stands still for a whole day's arrears.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

PATIENCE = 30.0
"""Seconds after which a SIM that leaves its turn out is passed by."""

_MOST_ROUNDS = 2.0
"""How many segments per unit of weight a SIM can be behind another."""

Group = frozenset[tuple[int, int]]
"""SIMs with their weights."""


@dataclass(slots=True)
class _Account:
    """What the SIMs of one group have taken, and when each last took something or was told to wait."""

    since: float
    asked_at: float
    taken: dict[int, float] = field(default_factory=dict)
    seen_at: dict[int, float] = field(default_factory=dict)

    def expects(self, peer: int, at: float) -> bool:
        """Whether `peer` will take its turn, as far as one can tell."""
        return at - max(self.since, self.seen_at.get(peer, self.since)) < PATIENCE


class Shares:
    """The accounts of all groups; used by several relays at once. Times are seconds of the boot clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accounts: dict[Group, _Account] = {}

    def may(self, sim_id: int, weights: Mapping[int, int], at: float) -> bool:
        """Whether it is the turn of SIM `sim_id` among `weights` (SIM → weight)."""
        if len(set(weights.values())) < 2:
            return True
        with self._lock:
            account = self._account(weights, at)
            mine = account.taken.get(sim_id, 0.0)
            turn = all(
                mine * weight <= (account.taken.get(peer, 0.0) + 1) * weights[sim_id]
                for peer, weight in weights.items()
                if peer != sim_id and account.expects(peer, at)
            )
            if not turn:
                account.seen_at[sim_id] = at
            return turn

    def took(self, sim_id: int, weights: Mapping[int, int], at: float) -> None:
        """SIM `sim_id` took a segment."""
        if len(set(weights.values())) < 2:
            return
        with self._lock:
            account = self._account(weights, at)
            account.seen_at[sim_id] = at
            account.taken[sim_id] = account.taken.get(sim_id, 0.0) + 1
            due = account.taken[sim_id] / (weights[sim_id] or 1) - _MOST_ROUNDS
            for peer, weight in weights.items():
                account.taken[peer] = max(account.taken.get(peer, 0.0), due * weight)

    def _account(self, weights: Mapping[int, int], at: float) -> _Account:
        account = self._accounts.setdefault(frozenset(weights.items()), _Account(at, at))
        if at - account.asked_at >= PATIENCE:
            account.since = at  # there was nothing to share for a while: nobody left his turn out
        account.asked_at = at
        return account
