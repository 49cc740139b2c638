"""Leaving: noted in the ledger, what waits for him is withdrawn at once, and he is told so once."""

from __future__ import annotations

from smsbox import consent, outbox
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.consent import Act, Entry, State
from smsbox.store import Store
from smsbox.store.alone import alone
from smsbox.store.scanning import octets
from smsbox.subscription import answers, texts

REASON = "left"
"""Why what was queued for him is cancelled."""


def leave(
    store: Store,
    config: Config,
    number: str,
    *,
    now: Micros,
    how: str,
    at: Micros | None = None,
    evidence_id: int | None = None,
    evidence: str = "",
    operator: str = "",
    words: str = "",
    language: str = "",
    campaign_id: int | None = None,
    confirm: bool = True,
) -> bool:
    """`number` wants no more advertising, whatever it wanted before; True when that is new.

    `at`: when he said so, now when left out; `words`: his own; `language`: that of his words, where it is known. Who
    has left already is noted and told nothing again, however often he says it; but by STOP he hears once that he has,
    also when he or somebody else had said so in other words. `confirm` tells him, by one SMS.
    """
    with store.write():
        alone(store, number)
        before = consent.standing(store, number)
        outbox.withdraw(store, number, now, reason=REASON)
        told = texts.told(texts.LEFT, texts.language_of(before, config, language), config)
        if before.state is State.LEFT:
            if confirm and evidence_id is not None and not _said_stop(store, evidence_id, before.since):
                answers.answer(store, config, number, told, now=now, reply_to=evidence_id, reserve=1)
            return False
        entry = Entry(
            *(number, now if at is None else at, Act.LEFT, how),
            words=words,
            evidence_id=evidence_id,
            evidence=evidence,
            operator=operator,
            source_id=before.source_id,
            campaign_id=campaign_id,
        )
        consent.record(store, entry)
        if confirm:
            answers.answer(store, config, number, told, now=now, reply_to=evidence_id, reserve=1)
        return True


def _said_stop(store: Store, evidence_id: int, since: Micros) -> bool:
    """Whether who wrote that message has said STOP since he left by another one: then he was told. That may have a
    higher id, where two boxes heard him.
    """
    column = f"r.sender{octets(store)}"
    sql = (
        "SELECT 1 FROM received r JOIN received this ON this.id = ? "  # noqa: S608 – constants
        f"WHERE {column} = this.sender AND r.id <> this.id AND r.received_at >= ? AND r.routed_by = 'stop'"
    )
    return store.run(sql, evidence_id, since).fetchone() is not None
