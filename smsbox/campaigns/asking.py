"""May these be written to by this campaign, now? Asked for hundreds at a time, of the one function that says so."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox import consent
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.consent import Rules, Verdict
from smsbox.contacts import Contact
from smsbox.outbox.destinations import may_reach
from smsbox.store import Store

DESTINATION = "destination"
"""No modem may send to the number: the one reason that is no matter of the customer's will."""


def verdicts(
    store: Store, config: Config, people: Sequence[Contact], *, topic: str | None, now: Micros
) -> dict[int, Verdict]:
    """What is said of each, by his id."""
    rules, allow = Rules.of(config), config.allow_any
    standings = consent.standings(store, [each.number for each in people])
    return {
        each.id: consent.judge(standings[each.number], (), topic=topic, now=now, rules=rules)
        if may_reach(each.number, allow)
        else Verdict(DESTINATION)
        for each in people
    }
