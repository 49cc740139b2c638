"""What can be said of two shares: which text did better, what the offer brought, and when there is too little to tell;
pure.

Two shares are compared by Fisher's exact test, so that few answers are judged as honestly as many; what lies between
them is told by Newcombe's interval (method 10, Statistics in Medicine 17, 1998).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

SURE = 0.05
"""A difference that chance makes in fewer cases than that counts as one."""
_Z, _POWER_Z = 1.959964, 0.841621
"""Where Gauss's curve leaves 2.5 % and 20 % above; the module `statistics` would cost the daemon a megabyte."""
_MANY = 2_000
MOST_NEEDED = 1_000_000
"""Of more nobody is told: there is no difference worth looking for."""


@dataclass(frozen=True, slots=True)
class Group:
    """`hits` of `people` did what is looked at."""

    people: int
    hits: int

    @property
    def share(self) -> float:
        """0..1; 0 of nobody."""
        return self.hits / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """How much larger one share is than another: `by`, surely between `low` and `high` (95 %); `chance`: how often
    chance alone makes a difference like it. `needed`: people each group takes to be sure of such a difference, None
    where there is none, or nobody has so many.
    """

    by: float
    low: float
    high: float
    chance: float
    needed: int | None

    @property
    def sure(self) -> bool:
        """Whether it is no matter of chance."""
        return self.chance < SURE


@dataclass(frozen=True, slots=True)
class Verdict:
    """`best`: the place of the group that beat all others, None when none did. `leading`: the one with the largest
    share, None where nobody did anything; `against` the next one. `sure`: whether `best` may be said.
    """

    best: int | None
    leading: int | None
    against: int | None
    difference: Difference | None


def compare(groups: Sequence[Group]) -> Verdict:
    """Whether one group beat all others; with more than two each pair must differ more clearly (Bonferroni)."""
    some = [place for place, group in enumerate(groups) if group.people]
    if len(some) < 2:
        return Verdict(None, None, None, None)
    ranked = sorted(some, key=lambda place: (-groups[place].share, place))
    leading, against = ranked[0], ranked[1]
    told = difference(groups[leading], groups[against])
    if not groups[leading].hits:
        return Verdict(None, None, None, told)
    pairs = len(list(combinations(some, 2)))
    beaten = all(chance(groups[leading], groups[other]) * pairs < SURE for other in ranked[1:])
    return Verdict(leading if beaten else None, leading, against, told)


def difference(one: Group, other: Group) -> Difference:
    """How much larger the share of `one` is than that of `other`."""
    by = one.share - other.share
    if not one.people or not other.people:
        return Difference(by, -1.0, 1.0, 1.0, None)
    (low_1, high_1), (low_2, high_2) = _wilson(one), _wilson(other)
    low = by - math.hypot(one.share - low_1, high_2 - other.share)
    high = by + math.hypot(high_1 - one.share, other.share - low_2)
    return Difference(by, max(low, -1.0), min(high, 1.0), chance(one, other), _needed(one, other))


def chance(one: Group, other: Group) -> float:
    """How often chance alone makes shares differ at least so much (Fisher's exact test, two-sided)."""
    hits, people = one.hits + other.hits, one.people + other.people
    if not one.people or not other.people or hits in (0, people):
        return 1.0
    if hits > _MANY:
        return _by_the_curve(one, other, hits / people)
    given = _hypergeometric(one.hits, one.people, hits, people)
    low, high = max(0, hits - other.people), min(one.people, hits)
    # as likely as what was seen, or less; the slack is for rounding
    rare = (_hypergeometric(k, one.people, hits, people) for k in range(low, high + 1))
    return min(1.0, math.fsum(math.exp(each) for each in rare if each <= given + 1e-7))


def _by_the_curve(one: Group, other: Group, share: float) -> float:
    """The same for many hits, where Gauss's curve is as good and quicker."""
    spread = math.sqrt(share * (1 - share) * (1 / one.people + 1 / other.people))
    return math.erfc(abs(one.share - other.share) / spread / math.sqrt(2))


def _hypergeometric(k: int, drawn: int, hits: int, people: int) -> float:
    """The logarithm of the probability of `k` hits among `drawn`."""
    return _choose(hits, k) + _choose(people - hits, drawn - k) - _choose(people, drawn)


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _wilson(group: Group) -> tuple[float, float]:
    """Where the true share lies, 95 % (Wilson's score interval)."""
    n, p, z2 = group.people, group.share, _Z * _Z
    middle, width = p + z2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return (middle - width) / (1 + z2 / n), (middle + width) / (1 + z2 / n)


def _needed(one: Group, other: Group) -> int | None:
    """People in each group to find such a difference in four of five cases; of few it is reckoned as if one more had
    done it and one more not (Laplace), for nobody knows that it is really none or all.
    """
    if one.share == other.share:
        return None
    p, q = ((group.hits + 1) / (group.people + 2) for group in (one, other))
    if p == q:
        return None
    needed = math.ceil((_Z + _POWER_Z) ** 2 * (p * (1 - p) + q * (1 - q)) / (p - q) ** 2)
    return max(needed, one.people, other.people) if needed <= MOST_NEEDED else None
