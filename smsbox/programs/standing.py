"""What programs spent of today's limits, side by side: all of them together, beginnings of numbers, each token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.people import tokens
from smsbox.programs import spending
from smsbox.store import Store


@dataclass(frozen=True, slots=True)
class Spent:
    """SMS of today. `kind`: `all`, `prefix` or `token`; `name`: the beginning, or what the token is called; `most`
    None: no limit of its own.
    """

    kind: str
    name: str
    count: int
    most: int | None

    @property
    def share(self) -> float:
        """How much of the limit is used up, 0..1."""
        return min(self.count / self.most, 1.0) if self.most else 0.0

    @property
    def used_up(self) -> bool:
        """Whether not one SMS is left."""
        return self.most is not None and self.count >= self.most


def spent_today(store: Store, config: Config, now: Micros) -> Iterator[Spent]:
    """All limits, and tokens that live or sent something today."""
    count, most = spending.spent(store, config, now), spending.limits_of_all(config)
    yield Spent("all", "", count.get("all", 0), most.pop("all", None))
    for scope, limit in most.items():
        yield Spent("prefix", scope.removeprefix("prefix:"), count.get(scope, 0), limit)
    for token in tokens.listed(store):
        own = count.get(f"token:{token.id}", 0)
        if own or token.lives(now):
            yield Spent("token", token.name, own, token.per_day)
