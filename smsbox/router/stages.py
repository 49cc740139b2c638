"""The stages of permission, choices, coupons, sources and campaigns; those of dialogs are in `dialog`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from smsbox import campaigns, consent, contacts, coupons, outbox, subscription
from smsbox.config import Config
from smsbox.consent import State
from smsbox.dialogs import engine
from smsbox.router.context import Context
from smsbox.sms.keywords import Kind, folded, quoted, understand
from smsbox.sms.vocabulary import AROUND_A_WORD
from smsbox.subscription import Said, answers, choices, questions, sources, texts
from smsbox.subscription.phrasebook import SAID
from smsbox.subscription.sources import Source

_FEWEST = 3
"""Words of a text of ours that can be recognised when it comes back: a short "Так" may be anybody's."""

_SAID_CLEARLY = 2
"""Words of a "no" that can mean nothing but the offer before it."""

_KEYWORD = 3
"""Words a source's word may be typed as ("НОВИЙ РІК")."""


_AT_THE_TILL = 1000
"""Answers a day to one who redeems coupons."""


def our_own_text(context: Context) -> bool:
    """What we wrote, sent back: a quotation, no order. What he wrote beside it is read as if it stood alone."""
    ours = [text for text in context.talk.texts if len(text.split()) >= _FEWEST]
    rest = quoted(context.message.text, ours)
    if rest is None:
        return False
    if rest:
        context.meaning, context.said = understand(rest, extra_words(context.config)), rest
        return False
    if engine.asked_at(context) is not None and _only_a_part(context.message.text, ours):
        context.meaning = replace(context.meaning, kind=None, cancels=False)  # no order, but it may name an option
        return False
    context.settled = False
    return True


def _only_a_part(text: str, ours: list[str]) -> bool:
    """Whether it is less than any of our texts: an option of a question, sent as it stood there, is an answer."""
    return folded(text) not in {folded(each) for each in ours}


def stop(context: Context) -> bool:
    """STOP: he leaves at once, and is told so once, with the way back; what else he says is for people to read."""
    if context.meaning.kind is not Kind.STOP:
        return False
    _leave(context, confirm=True)
    context.settled = context.meaning.plain
    return True


def phrase(context: Context) -> bool:
    """He asks in words of his own to be left alone: advertising stops at once, and people read what he wrote. Not who
    only wants it otherwise ("do not write, call", "not so often"); but whoever answers an offer, which asked nothing,
    by "I do not want it".
    """
    if context.meaning.kind is not Kind.PHRASE and not _refuses_an_offer(context):
        return False
    wish = choices.read(context.message.text, context.config.shop.topics)
    if wish is not None and wish.chooses and context.standing.state is State.AGREED:
        return False
    _leave(context, confirm=False)
    context.settled = False
    return True


def _refuses_an_offer(context: Context) -> bool:
    """A bare "no" may answer anything; one of several words does not, when the last he heard of us was an offer."""
    if context.meaning.kind is not Kind.NO or len(context.meaning.words) < _SAID_CLEARLY:
        return False
    return context.talk.offered and not pending(context) and not context.in_talk()


def _leave(context: Context, *, confirm: bool) -> None:
    engine.leave_all(context.store, context.number, context.now)
    new = context.standing.state is not State.LEFT
    campaign_id = campaigns.left(context.store, context.number, context.now) if new else None
    subscription.leave(
        context.store,
        context.config,
        context.number,
        now=context.now,
        how="sms",
        at=context.message.received_at,
        evidence_id=context.message.id,
        words=context.message.text,
        language=context.language,
        campaign_id=campaign_id,
        confirm=confirm,
    )


def helping(context: Context) -> bool:
    """HELP: who writes, where somebody answers, how often, how to leave."""
    if context.meaning.kind is not Kind.HELP:
        return False
    context.tell(texts.HELP)
    return True


def answer_to_request(context: Context) -> bool:
    """Yes or no of somebody who was asked; not when a person has asked him something since."""
    if context.asked_in_dialog or context.meaning.kind not in (Kind.YES, Kind.NO) or not pending(context):
        return False
    if context.meaning.kind is Kind.YES:
        subscription.confirm(context.store, context.config, context.standing, source_of(context), said(context))
    else:
        subscription.decline(context.store, context.config, context.standing, said(context))
    return True


def pending(context: Context) -> bool:
    """Whether he was asked, may still answer, and nobody else has put a question to him meanwhile."""
    standing = context.standing
    if not subscription.pending(standing, context.message.received_at):
        return False
    return standing.asked_at is None or not context.talk.since(standing.asked_at)


def question(context: Context) -> bool:
    """The answer to what a campaign asked him is kept with him; not when a person has asked him something since."""
    if context.contact is None or context.asked_in_dialog:
        return False
    asked = questions.open_for(context.store, context.number, context.message.received_at)
    meant = asked and asked.question.meant(" ".join(context.meaning.words))  # without what he quoted of ours
    if asked is None or not meant or context.talk.since(asked.at):
        return False
    answer, context.settled = meant
    questions.keep(context.store, context.contact.id, asked.question, answer, context.message.received_at)
    campaigns.replied(context.store, context.number, context.message.id, context.now)
    said = texts.filled(SAID[context.language]["noted"], context.language, context.config.shop)
    context.reply(said.replace("{told}", answer))
    return True


def choice(context: Context) -> bool:
    """What he chooses is noted and told; only for who agreed, and in a talk with a person only in plain words."""
    if context.standing.state is not State.AGREED:
        return False
    wish = choices.read(context.message.text, context.config.shop.topics)
    if wish is None or (context.in_talk() and not wish.plain):
        return False
    changes = choices.settled(wish, context.standing, context.config.shop)
    if changes:
        _choose(context, changes)
    if "language" in changes and context.contact is not None:
        card = contacts.Changes(language=changes["language"], origin="sms")
        contacts.change(context.store, context.contact.id, card, context.now)
    language = texts.language_of(context.standing, context.config, wish.language)
    context.reply(choices.told_as_text(context.standing, language, context.config, change=wish.shows))
    return True


def _choose(context: Context, changes: dict[str, Any]) -> None:
    """Note it, with his message; it counts for what waits for him, too."""
    context.standing = consent.choose(
        context.store,
        context.number,
        at=context.message.received_at,
        how="sms",
        evidence_id=context.message.id,
        words=context.message.text,
        **changes,
    )
    outbox.reconsider(context.store, context.now, number=context.number)


def coupon(context: Context) -> bool:
    """Those who work here redeem a coupon; each answer is needed at the till, so none is left out at the day's end."""
    text = coupons.by_sms(context.store, context.config, context.number, context.message.text, context.now)
    if text is None:
        return False
    to, by = (context.store, context.config, context.number), context.message.id
    answers.answer(*to, text, now=context.now, reply_to=by, reserve=_AT_THE_TILL)
    return True


def start(context: Context) -> bool:
    """START: who left is back; who is new is asked."""
    if context.meaning.kind is not Kind.START:
        return False
    subscription.join(context.store, context.config, context.standing, source_of(context), said(context))
    return True


def keyword(context: Context) -> bool:
    """The word of a source: he is asked whether he agrees, unless he was lately; what else he says is for people."""
    source = _named_alone(context)
    if source is None:
        source = sources.within(context.store, context.message.text)
        context.settled = source is None
    if source is None:
        return False
    asked = subscription.ask(
        context.store,
        context.config,
        context.number,
        source,
        now=context.now,
        how="keyword",
        evidence_id=context.message.id,
        language=(context.contact.language or "") if context.contact else "",
    )
    if asked.why == "agreed" and _named_by_us(context, source) and campaign_reply(context):
        return True  # "answer COFFEE": that is no wish to be asked, and people should read it
    if asked.why == "agreed" and _one_topic_more(context, source):
        return True
    if asked.why in _TOLD:
        context.tell(_TOLD[asked.why])
    return True


_TOLD = {"agreed": texts.KNOWN, "left": texts.GONE, "asked_before": texts.AGAIN}


def _named_by_us(context: Context, source: Source) -> bool:
    """Whether what we wrote to him lately names the word."""
    word = folded(source.word or "")
    return bool(word) and any(word in folded(each).split() for each in context.talk.texts)


def _named_alone(context: Context) -> Source | None:
    """The source whose word is all he says, but for a greeting."""
    words = list(context.meaning.words)
    for size in (2, 1, 2, 1):
        if " ".join(words[:size]) in _AROUND:
            del words[:size]
        if len(words) > size and " ".join(words[-size:]) in _AROUND:
            del words[-size:]
    wanted = words if words else context.meaning.words
    return sources.by_word(context.store, " ".join(wanted)) if 0 < len(wanted) <= _KEYWORD else None


_AROUND = frozenset(folded(each) for each in AROUND_A_WORD.split(", "))


def _one_topic_more(context: Context, source: Source) -> bool:
    """Who gets offers about some topics, and asks for one more, gets those too, and is told."""
    had = context.standing.topics
    if had is None or not set(source.topics) - set(had):
        return False
    topics = tuple(dict.fromkeys([*had, *source.topics]))
    _choose(context, {"topics": topics})
    language = texts.language_of(context.standing, context.config)
    context.reply(choices.told_as_text(context.standing, language, context.config))
    return True


def said(context: Context) -> Said:
    """His message as the ledger wants it."""
    message = context.message
    return Said(message.text, message.id, message.received_at, context.now, context.meaning.language)


def campaign_reply(context: Context) -> bool:
    """What he writes after a campaign counts as his answer to it; people read it."""
    if campaigns.replied(context.store, context.number, context.message.id, context.now) is None:
        return False
    context.settled = False
    return True


def source_of(context: Context) -> Source | None:
    """Where he came from."""
    source_id = context.standing.source_id
    return None if source_id is None else sources.get(context.store, source_id)


def extra_words(config: Config) -> dict[Kind, tuple[str, ...]]:
    """What the shop has added to the words everybody knows."""
    return {Kind.STOP: config.shop.stop_words}
