"""What is being told by SMS and of which nobody knows yet whether one left: written down in one transaction with those
SMS, so that a box that dies meanwhile tells it neither twice nor never.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from smsbox.alarms.letters import Letter
from smsbox.alarms.matters import SMS, Heard, Matter, Notice
from smsbox.clock import Micros
from smsbox.store.kept import Kept

_KEY = "alarms.going_by_sms"


@dataclass(frozen=True, slots=True)
class Going:
    """`ids` of the SMS, `kind` and `content` of what they tell; `before`: what had been heard by SMS of each matter."""

    ids: tuple[int, ...]
    kind: str
    content: Mapping[str, Any]
    before: Mapping[tuple[str, str], Heard | None]


def going(ids: Iterable[int], notice: Notice, letter: Letter) -> Going:
    """`notice` with its matters as they were before it was told."""
    matters = (*notice.opened, *notice.again, *notice.over)
    before = {each.problem.name: each.heard.get(SMS) for each in matters}
    return Going(tuple(ids), letter.kind, letter.content, before)


def keep(kept: Kept, found: Going, now: Micros) -> None:
    """Write it down, inside the caller's transaction."""
    before = [[*name, heard and [heard.at, heard.over]] for name, heard in found.before.items()]
    row = {"ids": found.ids, "kind": found.kind, "content": found.content, "before": before}
    kept.put(_KEY, json.dumps(row, ensure_ascii=False), now)


def load(kept: Kept) -> Going | None:
    """What was under way when the box ended."""
    text = kept.rows().get(_KEY)
    if text is None:
        return None
    row = json.loads(text)
    before = {(key, subject): heard and Heard(*heard) for key, subject, heard in row["before"]}
    return Going(tuple(row["ids"]), row["kind"], row["content"], before)


def forget(kept: Kept) -> None:
    """It is known now."""
    kept.drop(_KEY)


def unheard(matters: Iterable[Matter], found: Going) -> list[Matter]:
    """`matters` as if these SMS had not been: none of them left, so what they told is due again."""
    return [
        _as_before(each, found.before[each.problem.name]) if each.problem.name in found.before else each
        for each in matters
    ]


def _as_before(matter: Matter, heard: Heard | None) -> Matter:
    others = {way: found for way, found in matter.heard.items() if way != SMS}
    return replace(matter, heard={**others, SMS: heard} if heard else others)
