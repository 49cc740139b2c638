"""The same as `asking`, for counting: customers of whom the same is known are one kind, and a kind is judged once.

A kind is all that the judge looks at, so he says of one what he says of each; whoever got advertising lately, or waits
for some, is judged by himself. No customer is read whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from smsbox import consent
from smsbox.campaigns import occasions
from smsbox.campaigns.asking import DESTINATION, Asked, place_of
from smsbox.campaigns.plan import Plan
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.consent import Rules, Standing, Verdict, judge
from smsbox.outbox.destinations import may_reach
from smsbox.outbox.permission import written
from smsbox.store import Store

_PEOPLE = (
    "SELECT c.id, c.number, c.state, c.zone, c.language, p.state, p.every_days, p.hours, p.topics, p.language, "
    "p.prefers_call FROM contacts c LEFT JOIN permissions p ON p.number = c.number WHERE c.id IN ({}) ORDER BY c.id"
)
_COUNTRY = 4
"""By so many characters of a number it is known where it is."""


class Person(NamedTuple):
    """A customer as far as he is counted: his id, his state in `contacts`, and what is said of him."""

    id: int
    state: int
    said: Asked


class Kinds:
    """What was judged so far of the customers that `plan` might be for."""

    def __init__(self, store: Store, config: Config, plan: Plan, now: Micros) -> None:
        self._store, self._config, self._plan, self._now = store, config, plan, now
        self._rules, self._allow = Rules.of(config), config.allow_any
        self._known: dict[tuple[Any, ...], tuple[Standing, Asked]] = {}

    def ask(self, ids: Sequence[int]) -> list[Person]:
        """What is said of each of these customers, who are known by id, oldest first."""
        rows = self._store.run(_PEOPLE.format(",".join("?" * len(ids))), *ids).fetchall() if ids else []
        marks = consent.marked(self._store, (row[1] for row in rows))
        found = [(row, *self._kind(row, marks.get(row[1], ""))) for row in rows]
        agreed = {row[1]: standing for row, standing, _ in found if standing.state is consent.State.AGREED}
        got = written(self._store, agreed, now=self._now, rules=self._rules)
        return [
            Person(row[0], row[2], self._judged(row, standing, got[row[1]]) if row[1] in got else said)
            for row, standing, said in found
        ]

    def _kind(self, row: Sequence[Any], mark: str) -> tuple[Standing, Asked]:
        number = row[1]
        kind = (may_reach(number, self._allow), number[:_COUNTRY], mark, *row[3:])
        known = self._known.get(kind)
        if known is None:
            standing = _standing(row, mark)
            known = self._known[kind] = (standing, self._judged(row, standing, ()))
        return known

    def _judged(self, row: Sequence[Any], standing: Standing, got: Sequence[Micros]) -> Asked:
        plan, zone = self._plan, place_of(row[3], row[1], self._config)
        after = None if plan.local_minute is None else occasions.next_local(plan.local_minute, self._now, zone)
        language = standing.language or row[4] or self._config.shop.language
        if not may_reach(row[1], self._allow):
            return Asked(Verdict(DESTINATION), after, language)
        at = after or self._now
        return Asked(judge(standing, got, topic=plan.topic, now=at, rules=self._rules, zone=zone), after, language)


def _standing(row: Sequence[Any], mark: str) -> Standing:
    """As far as it is judged by; the rest of it is nobody's."""
    if row[5] is None:
        return Standing(row[1], marked=mark)
    return consent.read((row[1], row[5], 0, 0, None, None, None, *row[6:]), mark)
