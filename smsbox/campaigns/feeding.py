"""One batch of a campaign: the next customers are asked about, written to or skipped, and the place moves on, all in
one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from smsbox import contacts, coupons, outbox
from smsbox.campaigns import due, letters, lifecycle, reply_codes, rows, split
from smsbox.campaigns.asking import Asked, ask
from smsbox.campaigns.letters import Unwritable, letter
from smsbox.campaigns.rows import Campaign, Given, State
from smsbox.clock import DAY, HOUR, SECOND, Micros
from smsbox.config import Config
from smsbox.consent import Rules
from smsbox.contacts import Contact
from smsbox.coupons import Coupon, NothingToGive
from smsbox.outbox import Draft, MessageClass
from smsbox.store import Store, scanning
from smsbox.subscription import questions
from smsbox.subscription.questions import Question

FIRST = 50
"""Recipients of the first batch: the first SMS is to leave at once."""
BATCH = 250
"""Recipients of each batch after it: relays wait for so long when they want to write something down."""

_CODES_KEPT: Micros = 60 * DAY

_RECIPIENT = (
    "INSERT INTO recipients (campaign_id, number, contact_id, customer, variant, state, reason, message_id, coupon_id, "
    "code, at, question_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(slots=True)
class Turn:
    """What is decided for one customer whose turn it is."""

    contact: Contact
    variant: int
    given: Given
    reason: str | None = None
    draft: Draft | None = None
    coupon_id: int | None = None
    code: str | None = None
    message_id: int | None = None
    question_id: int | None = None

    def row(self, campaign_id: int, now: Micros) -> Sequence[Any]:
        """What is kept of it."""
        customer = int(self.contact.state is not contacts.State.LEAD)
        return (
            *(campaign_id, self.contact.number, self.contact.id, customer, self.variant, int(self.given)),
            *(self.reason, self.message_id, self.coupon_id, self.code, now),
            self.question_id,
        )


def feed(store: Store, config: Config, campaign: Campaign, now: Micros, *, most: int) -> int:
    """Give up to `most` customers their turn; how many were written to. It looks at a bounded part of the table; a pool
    of coupons that is empty pauses the campaign before anybody is written to without one.
    """
    found = _next(store, config, campaign, most)
    try:
        return _feed(store, config, campaign, found, now)
    except NothingToGive as error:
        if most > 1:
            return feed(store, config, campaign, now, most=most // 2)  # those for whom there is still one
        why = {"why": "coupons", "reason": error.facts.get("reason"), "series": error.facts.get("series")}
        lifecycle.pause(store, campaign.id, now=now, why=why)
        return 0


def _feed(store: Store, config: Config, campaign: Campaign, found: scanning.Step, now: Micros) -> int:
    with store.write():
        held = rows.locked(store, campaign.id)
        if held.state is not State.RUNNING or held.place != campaign.place:
            return 0
        turns = _Batch(store, config, held, now).turns(contacts.views(store, found.ids))
        _submit(store, config, turns, now)
        store.run_many(_RECIPIENT, [each.row(held.id, now) for each in turns])
        return _count(store, held, turns, held.high if found.over else found.place, now)


def _next(store: Store, config: Config, campaign: Campaign, most: int) -> scanning.Step:
    """The next ids of those who are wanted; what is relative to a day is so to that of the launch."""
    at = campaign.launched_at or 0
    search = due.searched(store, config, campaign.plan, at, parent_id=campaign.parent_id, own_id=campaign.id)
    search.high = min(search.high, campaign.high)
    return scanning.step(store, search, limit=most, after=campaign.place)


class _Batch:
    """The turns of some customers, inside the transaction that keeps them."""

    def __init__(self, store: Store, config: Config, campaign: Campaign, now: Micros) -> None:
        self._store, self._config, self._campaign, self._now = store, config, campaign, now
        self._plan = plan = campaign.plan
        self._weights = [each.weight for each in plan.variants]
        self._coupons = plan.series_id is not None and letters.asks_for_coupon(plan)
        self._codes = letters.asks_for_code(plan)
        self._asks = letters.asks_for_question(plan)
        self._questions: dict[int, Question] = {}
        self._sample = ""

    def turns(self, people: Sequence[Contact]) -> list[Turn]:
        """What is decided for each; who had his turn under another customer's name has none."""
        had = self._had([each.number for each in people])
        fresh = [each for each in people if each.number not in had]
        asked = ask(self._store, self._config, self._plan, fresh, self._now)
        if self._asks:
            self._questions = questions.for_people(self._store, {each.id: each.number for each in fresh}, self._now)
        return [self._turn(each, asked[each.id]) for each in fresh]

    def _had(self, numbers: Sequence[str]) -> set[str]:
        if not numbers:
            return set()
        marks = ",".join("?" * len(numbers))
        sql = f"SELECT number FROM recipients WHERE campaign_id = ? AND number IN ({marks})"  # noqa: S608 – marks
        return {row[0] for row in self._store.run(sql, self._campaign.id, *numbers).fetchall()}

    def _turn(self, contact: Contact, said: Asked) -> Turn:
        variant = split.variant_of(self._campaign.seed, contact.number, self._weights, self._plan.holdout)
        if said.verdict.refused:
            return Turn(contact, variant, Given.SKIPPED, said.verdict.reason)
        if variant == split.APART:
            return Turn(contact, variant, Given.APART)
        try:
            return self._written(contact, said, variant)
        except Unwritable as error:
            return Turn(contact, variant, Given.SKIPPED, str(error.facts["reason"]))

    def _written(self, contact: Contact, said: Asked, variant: int) -> Turn:
        code = self._code(contact.number) if self._codes else None
        coupon = self._coupon(contact, said, variant, code) if self._coupons else None
        text = self._text(contact, said, variant, code, coupon.written if coupon else None)
        draft = Draft(
            contact.number,
            text,
            kind=MessageClass.MARKETING,
            validity_s=self._config.sending.validity_s,
            send_after=said.after,
            send_before=last_moment(self._campaign),
            batch=self._campaign.batch,
            topic=self._plan.topic,
        )
        turn = Turn(contact, variant, Given.MESSAGE, draft=draft, coupon_id=coupon.id if coupon else None, code=code)
        question = self._questions.get(contact.id)
        turn.question_id = question.id if question and question.said in text else None
        return turn

    def _text(self, contact: Contact, said: Asked, variant: int, code: str | None, coupon: str | None) -> str:
        question = self._questions.get(contact.id)
        put_in = {"coupon": coupon, "code": code, "question": question.said if question else None}
        return letter(self._plan, variant, contact, self._config, language=said.language, **put_in)

    def _coupon(self, contact: Contact, said: Asked, variant: int, code: str | None) -> Coupon:
        """His own; but first the text is tried with a code of that length, so that none is given for nothing."""
        series_id = self._plan.series_id or 0
        self._sample = self._sample or coupons.one(self._store, series_id).test_code()
        self._text(contact, said, variant, code, self._sample)
        return coupons.give(self._store, series_id, contact.number, self._campaign.id, self._now)

    def _code(self, number: str) -> str:
        sql = "SELECT code FROM recipients WHERE number = ? AND code IS NOT NULL AND at > ?"
        taken = {row[0] for row in self._store.run(sql, number, self._now - _CODES_KEPT).fetchall()}
        return reply_codes.code_for(self._campaign.seed, number, taken)


def last_moment(campaign: Campaign) -> Micros | None:
    """From when on nothing more of it leaves."""
    bounds = [campaign.plan.valid_until]
    if campaign.plan.valid_hours and campaign.launched_at is not None:
        bounds.append(campaign.launched_at + campaign.plan.valid_hours * HOUR)
    return min((each for each in bounds if each is not None), default=None)


def _submit(store: Store, config: Config, turns: Sequence[Turn], now: Micros) -> None:
    written = [each for each in turns if each.draft is not None]
    drafts = [each.draft for each in written if each.draft is not None]
    ids = outbox.submit(store, drafts, now=now, allow=config.allow_any, rules=Rules.of(config))
    for turn, message_id in zip(written, ids, strict=True):
        turn.message_id = message_id


def _count(store: Store, campaign: Campaign, turns: Sequence[Turn], place: int, now: Micros) -> int:
    counted = {given: sum(each.given is given for each in turns) for given in Given}
    fed = campaign.fed + counted[Given.MESSAGE]
    columns: dict[str, Any] = {"place": place, "fed": fed}
    if campaign.in_pilot and fed >= campaign.plan.pilot and place < campaign.high:
        columns["pilot_until"] = now + campaign.plan.pilot_wait_s * SECOND
    rows.change(
        store,
        campaign.id,
        skipped=campaign.skipped + counted[Given.SKIPPED],
        apart=campaign.apart + counted[Given.APART],
        **columns,
    )
    return counted[Given.MESSAGE]
