"""Whether somebody may be written to: the one function that is asked when advertising is queued, and again when it is
claimed, whoever put the row there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from smsbox import consent
from smsbox.clock import DAY, Micros
from smsbox.consent import Rules, Standing, Verdict, judge
from smsbox.errors import SmsboxError
from smsbox.outbox.cap import got, left
from smsbox.outbox.message import Draft, MessageClass
from smsbox.pacing.zones import named, zone_of
from smsbox.store import Store

_PEOPLE = (
    "SELECT c.number, c.zone, c.language, n.number FROM contacts c "
    "LEFT JOIN contact_numbers n ON n.contact_id = c.id WHERE c.number IN ({0}) "
    "UNION ALL SELECT n.number, c.zone, c.language, c.number FROM contact_numbers n "
    "JOIN contacts c ON c.id = n.contact_id WHERE n.number IN ({0})"
)
_OWN = "SELECT 1 FROM permissions WHERE number = ? FOR UPDATE SKIP LOCKED"
_BATCH = 400
_NOBODY = (None, None)
DEFAULT = Rules()


class NotPermitted(SmsboxError):
    """Advertising for somebody who may not be written to. Facts: `number`, `reason` (one of `consent.REFUSALS`)."""

    key = "outbox.not_permitted"
    exit_code = 77


def may_send(
    store: Store,
    number: str,
    *,
    now: Micros,
    rules: Rules,
    topic: str | None = None,
    message_id: int | None = None,
    zone: ZoneInfo | None = None,
) -> Verdict:
    """Whether advertising about `topic` may leave for E.164 `number` at `now`.

    `message_id`: the message asked about, already queued: it does not stand in its own way, and what waits beside it
    has yet to ask for itself. None: one that is to be queued, which comes after all that waits. `zone`: where he is,
    when that is known better than here.
    """
    asked = Permissions.load(store, [number], now=now, rules=rules, message_id=message_id)
    return asked.judge(number, now=now, topic=topic, zone=zone)


@dataclass(slots=True)
class Permissions:
    """What is known of some numbers, read at once: where they stand, what left or waits for them, where they are."""

    rules: Rules
    standings: Mapping[str, Standing]
    written: dict[str, list[Micros]]
    contacts: Mapping[str, tuple[str | None, str | None]]

    @classmethod
    def load(
        cls, store: Store, numbers: Iterable[str], *, now: Micros, rules: Rules, message_id: int | None = None
    ) -> Permissions:
        """As `may_send`, for many numbers: a few statements for every 400."""
        wanted = list(dict.fromkeys(numbers))
        standings = consent.standings(store, wanted)
        if message_id is not None:  # at the claim nothing is taken on trust
            standings = {number: consent.trusted(store, each) for number, each in standings.items()}
        agreed = {each: standings[each] for each in wanted if standings[each].state is consent.State.AGREED}
        people, others = _people(store, list(agreed))
        got = written(store, agreed, now=now, rules=rules, message_id=message_id, others=others)
        return cls(rules, standings, got, people)

    def judge(self, number: str, *, now: Micros, topic: str | None = None, zone: ZoneInfo | None = None) -> Verdict:
        """Whether `number`, one of those loaded, may be written to at `now`."""
        where = zone or named(self.contacts.get(number, _NOBODY)[0] or "") or zone_of(number)
        written: Sequence[Micros] = self.written.get(number, ())
        return judge(self.standings[number], written, topic=topic, now=now, rules=self.rules, zone=where)

    def language(self, number: str) -> str | None:
        """The language he chose, or is known to read; None when nothing is known of it."""
        return self.standings[number].language or self.contacts.get(number, _NOBODY)[1]

    def take(self, number: str, at: Micros) -> None:
        """One more is going to leave for `number` at `at`: it counts for what is judged after it."""
        self.written.setdefault(number, []).append(at)


def written(
    store: Store,
    agreed: Mapping[str, Standing],
    *,
    now: Micros,
    rules: Rules,
    message_id: int | None = None,
    others: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, list[Micros]]:
    """When advertising left for these numbers, or is going to, as far back as anybody asks; those with none left out.
    What went to another number of the same customer has reached him, too.

    `message_id` as in `may_send`; `others`: those numbers, where they are known.
    """
    days = max((rules.cap_days, *(each.every_days or 0 for each in agreed.values())))
    found: dict[str, list[Micros]] = {}
    others, since = _people(store, list(agreed))[1] if others is None else others, now - days * DAY
    numbers = list(dict.fromkeys([*agreed, *(each for some in others.values() for each in some)]))
    ads = got(store, numbers, since, now) if message_id is None else left(store, numbers, since, besides=message_id)
    for number, at in ads:
        found.setdefault(number, []).append(at)
    if others:
        theirs = {
            number: [at for each in (number, *others.get(number, ())) for at in found.get(each, ())]
            for number in agreed
        }
        return {number: at for number, at in theirs.items() if at}
    return found


def check(store: Store, drafts: Iterable[Draft], *, now: Micros, rules: Rules) -> None:
    """Raise NotPermitted for the first draft of advertising whose recipient may not be written to.

    Each draft counts for those after it, so that two for one number are one too many. Who may be written to later may
    be queued.
    """
    advertising = [draft for draft in drafts if draft.kind is MessageClass.MARKETING]
    if not advertising:
        return
    asked = Permissions.load(store, (draft.recipient for draft in advertising), now=now, rules=rules)
    for draft in advertising:
        at = max(now, draft.send_after or now)
        verdict = asked.judge(draft.recipient, now=at, topic=draft.topic)
        if verdict.refused:
            raise NotPermitted(number=draft.recipient, reason=verdict.reason)
        asked.take(draft.recipient, at)


def own(store: Store, number: str) -> bool:
    """Keep the permission of `number` as it is until the end of the transaction, and other boxes from asking about it;
    False when somebody else is just doing that.

    Else two boxes could each write to him for the last time, or one while he leaves.
    """
    if store.dialect.sole_owner:
        return True
    return store.run(_OWN, number).fetchone() is not None


def _people(
    store: Store, numbers: Sequence[str]
) -> tuple[dict[str, tuple[str | None, str | None]], dict[str, list[str]]]:
    """Zone and language of those who are customers, and the other numbers of those who have several."""
    found: dict[str, tuple[str | None, str | None]] = {}
    others: dict[str, list[str]] = {}
    for start in range(0, len(numbers), _BATCH):
        some = numbers[start : start + _BATCH]
        for number, zone, language, other in store.run(
            _PEOPLE.format(",".join("?" * len(some))), *some, *some
        ).fetchall():
            found[number] = (zone, language)
            if other is not None:
                others.setdefault(number, []).append(other)
    return found, others
