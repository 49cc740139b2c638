"""What is wrong with the backups of a box: a failure, none for days, a stick that somebody took away. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from smsbox.backup.standing import FOLDER, SERVER, STICK, Check, Place
from smsbox.clock import DAY, Micros

OLD: Micros = 2 * DAY
STICK_AWAY: Micros = 8 * DAY
_FAILED = {FOLDER: "backup.failed", STICK: "backup.stick", SERVER: "backup.server"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong: `key` of the problem, `grave` when no new backup can be had at all."""

    key: str
    grave: bool = False
    facts: Mapping[str, object] = field(default_factory=dict)


def judge(
    places: Mapping[str, Place], checks: Mapping[str, Check], *, nightly: bool, due_at: Micros | None, now: Micros
) -> Iterator[Trouble]:
    """All of it; `due_at`: when the next is or was due. What fails is told by its place; of what is merely old nothing
    is said while the failure is.
    """
    for word, key in _FAILED.items():
        place = places.get(word)
        if place is not None and place.failed_at:
            yield Trouble(key, word == FOLDER, {"because": place.why, "of": dict(place.facts)})
    folder, stick = places.get(FOLDER, Place()), places.get(STICK, Place())
    since = folder.at or due_at
    if nightly and not folder.failed_at and since is not None and now - since > OLD:
        yield Trouble("backup.old", True, {"days": (now - since) // DAY})
    if stick.at and not stick.failed_at and now - stick.at > STICK_AWAY and folder.at > stick.at:
        yield Trouble("backup.stick_away", False, {"days": (now - stick.at) // DAY})
    newest = checks.get(folder.file)
    if newest is not None and newest.why:
        yield Trouble("backup.unsound", True, {"because": newest.why, "of": dict(newest.facts)})
