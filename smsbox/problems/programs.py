"""What is wrong with other programs: that they are stopped, and limits of theirs that are used up."""

from __future__ import annotations

from collections.abc import Iterator

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.problems.problem import WARNING, Problem
from smsbox.programs import stop
from smsbox.programs.standing import spent_today
from smsbox.store import Store


def of_stop(store: Store) -> Iterator[Problem]:
    """Somebody stopped them all."""
    found = stop.stopped(store)
    if found is not None:
        yield Problem("programs.stopped", "", WARNING, {"by": found.by})


def of_limits(store: Store, config: Config, now: Micros) -> Iterator[Problem]:
    """Limits of this day that leave not one SMS: a program which knocks now is refused."""
    for each in spent_today(store, config, now):
        if each.used_up:
            facts = {"spent": each.count, "most": each.most}
            yield Problem(f"programs.{each.kind}_spent", each.name, WARNING, facts)
