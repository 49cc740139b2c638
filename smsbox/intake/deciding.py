"""What a row of an import does: pure, the same for the dry run, the run and its counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from smsbox import consent
from smsbox.clock import DAY, Micros
from smsbox.consent import Standing
from smsbox.consent.standing import ERASED, LEFT
from smsbox.contacts import Changes, Contact, New, State
from smsbox.intake.plan import Known, Meaning, Plan
from smsbox.intake.reading import Person
from smsbox.sms.fields import fold


class What(IntEnum):
    """What became of a row; numbers are in the database."""

    ADDED = 1
    CHANGED = 2
    SAME = 3
    BAD = 4


AGREES, HAS_AGREED, SAYS_NO, UNPROVED = "agrees", "has_agreed", "says_no", "unproved"
"""What an import has to say about the consent of a row: recorded, known before, no by its own column, no day given."""
STAYS = {consent.State.LEFT: "left", consent.State.DECLINED: "declined", consent.State.ASKED: "asked"}
"""Who has said himself what he wants, or is being asked: no list speaks for him."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`new` or `changes` of `contact`, or neither; `before` and `after`: the values that are different, to be put back;
    `agreement`: one of the words above or of `STAYS`, "" when the import says nothing of it; `on`: the day of it.
    """

    what: What
    new: New | None = None
    contact: Contact | None = None
    changes: Changes | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    agreement: str = ""
    on: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class There:
    """What is there already of the people of some rows: `contacts` to whom their numbers lead, `standings` of the first
    number of each, `noted`: ids of contacts with what was written down about them.
    """

    contacts: Mapping[str, Contact]
    standings: Mapping[str, Standing]
    noted: Set[tuple[int, str]] = frozenset()


def decide(person: Person, there: There, plan: Plan, import_id: int = 0) -> Deed:
    """What is done with `person`, where this is `there`."""
    contacts, standing = there.contacts, there.standings[person.numbers[0]]
    if standing.state is consent.State.UNKNOWN and standing.marked in (ERASED, LEFT):
        return Deed(What.BAD, reason="erased")
    contact = _known(person, contacts)
    agreement, on = _agreement(person, standing, plan)
    if contact is None:
        new = _new(person, plan, import_id, [each for each in person.numbers[1:] if each not in contacts])
        return Deed(What.ADDED, new=new, agreement=agreement, on=on)
    before, after = _differences(person, contact, there, plan) if plan.known is not Known.SKIP else ({}, {})
    if not after:
        return Deed(What.SAME, contact=contact, agreement=agreement, on=on)
    changes = _changes(after, f"import:{import_id}")
    return Deed(What.CHANGED, None, contact, changes, before, after, agreement, on)


def _agreement(person: Person, standing: Standing, plan: Plan) -> tuple[str, str]:
    if standing.state in STAYS or standing.suppressed:
        return STAYS.get(standing.state, "left"), ""
    if plan.evidence is None:
        return "", ""
    if person.agreed is False:
        return SAYS_NO, ""
    if standing.state is consent.State.AGREED:
        return HAS_AGREED, ""
    # Whose line in a column of days is blank has not agreed on the day of the others.
    on = person.agreed_on if plan.at(Meaning.CONSENT_AT) else plan.evidence.when
    return (AGREES, on) if on else (UNPROVED, "")


def _known(person: Person, contacts: Mapping[str, Contact]) -> Contact | None:
    """Who he is already: by his first number, and by another one only under the same name, for families share them."""
    first = contacts.get(person.numbers[0])
    if first is not None:
        return first
    led = (contacts[each] for each in person.numbers[1:] if each in contacts)
    return next((each for each in led if not person.name or fold(person.name) == fold(each.name)), None)


def _new(person: Person, plan: Plan, import_id: int, others: Sequence[str]) -> New:
    return New(
        number=person.numbers[0],
        name=person.name,
        salutation=person.salutation,
        language=person.language,
        state=_state(person, plan),
        birthday=person.birthday,
        import_id=import_id or None,
        bought_at=person.bought,
        fields=person.fields,
        tags=(*person.tags, *plan.tags),
        other_numbers=others,
        note=person.note,
        origin=f"import:{import_id}",
    )


def _state(person: Person, plan: Plan) -> State:
    if person.state is not None:
        return State(person.state)
    return State.CUSTOMER if person.bought is not None else plan.state


def _differences(person: Person, contact: Contact, there: There, plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the contact has and what he is to have, where that is not the same."""
    after: dict[str, Any] = {}
    said = {name: getattr(person, name) for name in ("name", "salutation", "language", "birthday")}
    for name, value in said.items():
        if value and value != getattr(contact, name) and (plan.known is Known.REPLACE or not getattr(contact, name)):
            after[name] = value
    if person.bought is not None and person.bought > (contact.bought_at or 0) + DAY // 2:  # a later day
        after["bought_at"] = person.bought
    state = _state(person, plan)
    said_so = person.state is not None and plan.known is Known.REPLACE and state is not contact.state
    if said_so or (contact.state is State.LEAD and state is State.CUSTOMER):
        after["state"] = int(state)
    before = {name: _plain(getattr(contact, name)) for name in after}
    fields = {
        name: value
        for name, value in person.fields.items()
        if value != contact.fields.get(name, "") and (plan.known is Known.REPLACE or name not in contact.fields)
    }
    tags = [tag for tag in dict.fromkeys((*person.tags, *plan.tags)) if tag not in contact.tags]
    numbers = [each for each in person.numbers if each not in contact.numbers and each not in there.contacts]
    note = person.note if (contact.id, person.note) not in there.noted else ""
    for name, more in (("fields", fields), ("tags", tags), ("numbers", numbers), ("note", note)):
        if more:
            after[name] = more
    if fields:
        before["fields"] = {name: contact.fields.get(name) for name in fields}
    return before, after


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, State) else value


def _changes(after: Mapping[str, Any], origin: str) -> Changes:
    names = ("name", "salutation", "language", "birthday", "bought_at")
    columns = {name: after[name] for name in names if name in after}
    if "state" in after:
        columns["state"] = State(after["state"])
    return Changes(
        **columns,
        fields=after.get("fields", {}),
        tags=after.get("tags", ()),
        other_numbers=after.get("numbers", ()),
        origin=origin,
    )


def entry(deed: Deed, person: Person, plan: Plan, *, now: Micros, name: str, by: str) -> consent.Entry:
    """The line of the ledger for a deed that agrees; `name` of the file, `by`: who imports it."""
    assert plan.evidence is not None
    return consent.Entry(
        number=person.numbers[0],
        at=now,
        act=consent.Act.IMPORTED,
        how="import",
        words=plan.evidence.words,
        language=person.language or "",
        evidence=f"{plan.evidence.how} · {deed.on} · {name}, {person.line}",
        operator=by,
    )
