"""Joining: asked once and unobtrusively, agreed to by an answer in time, declined by a no or by silence."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox import consent, contacts
from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.consent import Act, Entry, Standing, State
from smsbox.consent.folding import ASSUMED
from smsbox.outbox import MessageClass
from smsbox.sms.msisdn import is_landline
from smsbox.store import Store
from smsbox.store.alone import alone
from smsbox.subscription import answers, texts
from smsbox.subscription.sources import Source

_EXPIRE_STEP = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a request. `message_id`: the SMS that asks, None when nobody was asked.

    `why` not: `agreed` (he has already), `waiting` (he was asked and may still answer), `asked_before` (not so long
    ago), `left`, `number` (it may not be written to, or had its answers of the day), `landline` (no SMS reaches it).
    """

    message_id: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote: `text` of message `message_id`, received at `at`, read at `now`; `language` of his words
    where only one has them, else "".
    """

    text: str
    message_id: int
    at: Micros
    now: Micros
    language: str = ""

    def entry(self, standing: Standing, act: Act) -> Entry:
        """As a line of the ledger."""
        return Entry(
            *(standing.number, self.at, act, "sms"),
            words=self.text,
            evidence_id=self.message_id,
            source_id=standing.source_id,
            language=self.language if act is Act.RETURNED else "",
        )


def ask(
    store: Store,
    config: Config,
    number: str,
    source: Source | None,
    *,
    now: Micros,
    how: str,
    evidence_id: int | None = None,
    evidence: str = "",
    operator: str = "",
    language: str = "",
    sim_id: int | None = None,
) -> Asked:
    """Ask `number` by SMS whether it wants advertising; only after it has turned to the shop by itself.

    Once in `ask_days`, without reminders; what does not say yes in `answer_days` counts as no. `evidence_id`: the
    message it turned to us with. `how` and the rest as in `consent.Entry`.
    """
    with store.write():
        alone(store, number)
        standing = consent.standing(store, number)
        why = "landline" if is_landline(number) else _not_to_be_asked(standing, config, now)
        if why:
            return Asked(None, why)
        said_in = texts.language_of(standing, config, language, source.language if source else None)
        text = texts.told(texts.ASKING, said_in, config)
        kind = MessageClass.SERVICE if how in ("form", "staff", "page", "program") else MessageClass.REPLY
        message_id = answers.answer(
            store, config, number, text, now=now, reply_to=evidence_id, sim_id=sim_id, kind=kind
        )
        if message_id is None:
            return Asked(None, "number")
        shown = [source.words] if source and source.words else []
        entry = Entry(
            *(number, now, Act.ASKED, how),
            words="\n".join([*shown, text]),
            language=said_in,
            terms={} if standing.language or language or source else {ASSUMED: True},
            evidence_id=evidence_id,
            evidence=evidence,
            operator=operator,
            source_id=source.id if source else None,
            answer_until=now + config.shop.answer_days * DAY,
        )
        consent.record(store, entry)
        return Asked(message_id)


def _not_to_be_asked(standing: Standing, config: Config, now: Micros) -> str:
    if standing.gone:
        return "left"
    if standing.state is State.AGREED:
        return "agreed"
    if pending(standing, now):
        return "waiting"
    again = standing.asked_at is not None and now - standing.asked_at < config.shop.ask_days * DAY
    return "asked_before" if again else ""


def pending(standing: Standing, now: Micros) -> bool:
    """Whether somebody was asked and may still answer."""
    in_time = standing.answer_until is None or now <= standing.answer_until
    return standing.state is State.ASKED and in_time


def welcome(store: Store, config: Config, standing: Standing, now: Micros) -> None:
    """Who agreed to words that were read to him is thanked by SMS, and has it in writing how to leave; a number that
    was written down wrongly belongs to somebody who is told the same.
    """
    if is_landline(standing.number):
        return
    text = texts.told(texts.WELCOME, texts.language_of(standing, config), config)
    answers.answer(store, config, standing.number, text, now=now, kind=MessageClass.SERVICE)


def confirm(store: Store, config: Config, standing: Standing, source: Source | None, said: Said) -> None:
    """He who was asked says yes; he is among the customers from here on, and thanked. `source`: of his standing."""
    _welcome(store, config, standing, source, Act.CONFIRMED, said)


def decline(store: Store, config: Config, standing: Standing, said: Said) -> None:
    """He who was asked says no; he is told that this counts."""
    consent.record(store, said.entry(standing, Act.DECLINED))
    _tell(store, config, standing, texts.DECLINED, said)


def join(store: Store, config: Config, standing: Standing, source: Source | None, said: Said) -> str:
    """START, sent by himself: who left or declined is back, who was asked has answered, who is new is asked.

    Returns what was done: `known`, `returned`, `confirmed`, `asked`. `source`: that of his standing.
    """
    if standing.state is State.AGREED and not standing.suppressed:
        _tell(store, config, standing, texts.KNOWN, said)
        return "known"
    if pending(standing, said.at):
        confirm(store, config, standing, source, said)
        return "confirmed"
    if standing.state is State.UNKNOWN and not standing.gone:
        number, message_id = standing.number, said.message_id
        asked = ask(
            store, config, number, None, now=said.now, how="sms", evidence_id=message_id, language=said.language
        )
        if asked.message_id is not None:
            return "asked"
    _welcome(store, config, standing, source, Act.RETURNED, said)
    return "returned"


def expire(store: Store, now: Micros) -> int:
    """Tick: silence is no; for how many that became clear in this step, 200 at most."""
    numbers = consent.overdue(store, now, _EXPIRE_STEP)
    if not numbers:
        return 0
    with store.write():
        for number in numbers:
            standing = consent.standing(store, number)
            if standing.state is State.ASKED and not pending(standing, now):
                consent.record(store, Entry(number, now, Act.EXPIRED, "sms", source_id=standing.source_id))
    return len(numbers)


def _welcome(store: Store, config: Config, standing: Standing, source: Source | None, act: Act, said: Said) -> None:
    after = consent.record(store, said.entry(standing, act))
    if after.state is not State.AGREED:
        return
    _get_to_know(store, after, source, said.now)
    if source is not None and source.topics and after.topics is None:
        topics = source.topics
        consent.choose(store, after.number, at=said.at, how="sms", topics=topics, evidence_id=said.message_id)
    _tell(store, config, after, texts.WELCOME, said)


def _get_to_know(store: Store, standing: Standing, source: Source | None, now: Micros) -> None:
    """Who agreed stands among the customers."""
    if contacts.by_number(store, standing.number) is None:
        new = contacts.New(
            number=standing.number, language=standing.language, source_id=source.id if source else None, origin="sms"
        )
        contacts.add(store, new, now)


def _tell(store: Store, config: Config, standing: Standing, what: str, said: Said) -> None:
    text = texts.told(what, texts.language_of(standing, config, said.language), config)
    answers.answer(store, config, standing.number, text, now=said.now, reply_to=said.message_id)
