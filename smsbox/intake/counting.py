"""The dry run: every row is read, compared with who is known, and written down; only numbers come of it, no change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from smsbox import consent, contacts
from smsbox.intake.deciding import AGREES, Deed, There, What, decide
from smsbox.intake.met import Met
from smsbox.intake.plan import Plan
from smsbox.intake.reading import Bad, Person, Reading, people
from smsbox.intake.spool import Spool, Writing
from smsbox.sheets import open_grid
from smsbox.store import Store

_BATCH = 400
_EXAMPLES = 20
Told = Mapping[str, Any]


class Tally:
    """What a dry run found, as it is kept in the row of the import."""

    def __init__(self) -> None:
        self.rows = 0
        self._whats: Counter[What] = Counter()
        self._reasons: Counter[str] = Counter()
        self._wrong: Counter[str] = Counter()
        self._agreements: Counter[str] = Counter()
        self._bad: list[tuple[int, str, str, int]] = []

    def bad(self, found: Bad) -> None:
        """A row that cannot be used."""
        self.rows += 1
        self._whats[What.BAD] += 1
        self._reasons[found.reason] += 1
        if len(self._bad) < _EXAMPLES:
            self._bad.append((found.line, found.reason, found.value, found.same_as))

    def deed(self, person: Person, deed: Deed) -> None:
        """A row that can."""
        self.rows += 1
        self._whats[deed.what] += 1
        self._agreements[deed.agreement] += 1
        self._wrong.update({reason for reason, _ in person.wrong})

    def told(self) -> dict[str, Any]:
        """All of it as JSON."""
        whats = {what.name.lower(): self._whats[what] for what in What}
        agreements = {word: count for word, count in self._agreements.items() if word}
        return {
            "rows": self.rows,
            **whats,
            "agreements": agreements,
            "agreed": self._agreements[AGREES],
            "reasons": dict(self._reasons.most_common()),
            "wrong": dict(self._wrong.most_common()),
            "examples": self._bad,
        }


def count(store: Store, path: Path, plan: Plan, by: Reading, spool: Spool) -> Iterator[Told]:
    """Read all of `path` into `spool`: how far it is as `{"rows"}`, at the end `{"found"}`. Raises
    SheetRefused, OSError.
    """
    grid = open_grid(path, encoding=plan.encoding, delimiter=plan.delimiter, sheet=plan.sheet)
    found, tally, writing = people(grid.lines(), plan, by, Met(spool.folder)), Tally(), Writing(spool)
    matched = Met(spool.folder)
    while some := list(islice(found, _BATCH)):
        for each in _compared(store, some, plan, tally, matched):
            writing.put(each)
        yield {"rows": tally.rows}
    yield {"found": {**tally.told(), "people": writing.finish()}}


def _compared(
    store: Store, some: Iterable[Person | Bad], plan: Plan, tally: Tally, matched: Met
) -> Iterator[Person | Bad]:
    """The rows as they are to be done. Who is met twice by different numbers is a double, too."""
    persons = [each for each in some if isinstance(each, Person)]
    there = look_up(store, persons)
    for each in some:
        if isinstance(each, Person):
            deed = decide(each, there, plan)
            contact = deed.contact
            if deed.what is not What.BAD and (contact is None or contact.id not in matched):
                matched.keep([contact.id] if contact is not None else [])
                tally.deed(each, deed)
                yield each
                continue
            each = Bad(each.line, deed.reason or "repeated", "" if deed.reason else each.numbers[0])
        tally.bad(each)
        yield each


def look_up(store: Store, persons: Sequence[Person]) -> There:
    """What is there of these people already."""
    known = contacts.by_numbers(store, [number for each in persons for number in each.numbers])
    with_note = (known[number].id for each in persons if each.note for number in each.numbers if number in known)
    standings = consent.standings(store, [each.numbers[0] for each in persons])
    return There(known, standings, contacts.noted(store, with_note))
