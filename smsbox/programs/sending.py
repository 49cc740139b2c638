"""The one way by which a program makes messages: within its rights and limits, all of them or none, once.

What is queued, what it counts as, whose it is and what is answered are one transaction: whoever was answered finds his
messages queued after any crash, and whoever was not may ask again under the same name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from smsbox import outbox
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.consent import Rules
from smsbox.errors import SmsboxError
from smsbox.outbox import FORBIDDEN, DestinationRefused, Draft, MessageClass, MessageView, NotPermitted
from smsbox.people.rights import MOST_WITHOUT_BULK, Right
from smsbox.people.tokens import Token
from smsbox.programs import bursts, spending, stop
from smsbox.sheets.letters import count_segments
from smsbox.sms.segments import TooLong
from smsbox.store import Store
from smsbox.wording import with_footer

_INSERT = (
    "INSERT INTO program_messages (message_id, token_id, at, door, name, callback, callback_mask) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)


class NotAllowed(SmsboxError):
    """A token may not do this. Facts: `right` (its word), `token` (its name)."""

    key = "programs.not_allowed"
    exit_code = 77


class BadDrafts(SmsboxError):
    """Messages that cannot be queued; nothing was. Facts: `count`, `of`: place → the error of that one."""

    key = "programs.bad_drafts"
    exit_code = 65

    def __init__(self, wrong: dict[int, SmsboxError], of: int) -> None:
        super().__init__(count=len(wrong), of=of)
        self.wrong = wrong

    @property
    def forbidden(self) -> bool:
        """Whether none of them is a slip of the pen: all are what may not be written to."""
        return all(
            isinstance(each, NotPermitted) or each.facts.get("reason") in FORBIDDEN for each in self.wrong.values()
        )


class Repeated(SmsboxError):
    """The same text for the same number a second time in one call. Facts: `number`."""

    key = "programs.repeated"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Wish:
    """What a program asks for by one call: `drafts` by their place in it; `wrong`: what could not even become a draft.

    `door`: how it came in; `name`: what the program calls these messages; `callback`: an address to be called for each
    of them, as `callback_mask` says (bits of Kannel's dlr-mask); `skip_bad`: the good ones are queued although others
    are bad.
    """

    drafts: Mapping[int, Draft]
    door: str
    wrong: Mapping[int, SmsboxError] = field(default_factory=dict)
    name: str | None = None
    callback: str | None = None
    callback_mask: int = 0
    skip_bad: bool = False

    @classmethod
    def to(cls, numbers: Sequence[str], model: Draft, door: str, **how: Any) -> Wish:
        """One text for several."""
        return cls({place: replace(model, recipient=number) for place, number in enumerate(numbers)}, door, **how)

    def __len__(self) -> int:
        return len(self.drafts) + len(self.wrong)


@dataclass(frozen=True, slots=True)
class Checked:
    """By their place in a wish: drafts that can be queued, their numbers read, with how many SMS each takes; and what
    is wrong with the others.
    """

    good: dict[int, tuple[Draft, int]]
    wrong: dict[int, SmsboxError]


@dataclass(frozen=True, slots=True)
class Queued:
    """One message that was queued; `held`: it waits for a person to look (numbers one after the other)."""

    message_id: int
    draft: Draft
    segments: int
    held: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a wish: the messages by their place in it, and why others were left out."""

    queued: dict[int, Queued]
    left_out: dict[int, SmsboxError]

    @property
    def segments(self) -> int:
        """SMS in all."""
        return sum(each.segments for each in self.queued.values())


def need(token: Token, right: Right) -> None:
    """Raise NotAllowed unless the token has that right."""
    if right not in token.rights:
        raise NotAllowed(right=right.value, token=token.name)


def check(store: Store, token: Token, config: Config, wish: Wish, now: Micros) -> Checked:
    """What would be queued and what is wrong, without queueing any. Raises NotAllowed."""
    need(token, Right.WRITE)
    if len(wish) > MOST_WITHOUT_BULK:
        need(token, Right.BULK)
    good: dict[int, tuple[Draft, int]] = {}
    wrong = dict(wish.wrong)
    seen: set[tuple[str, str]] = set()
    for place, draft in wish.drafts.items():
        try:
            read = replace(draft, recipient=destination(draft.recipient, token, config))
            if (read.recipient, read.text) in seen:
                raise Repeated(number=read.recipient)
            seen.add((read.recipient, read.text))
            good[place] = (read, count_segments(read.text))
        except SmsboxError as error:
            wrong[place] = error
    return _advertised(store, Checked(good, wrong), config, now)


def send(store: Store, token: Token, config: Config, wish: Wish, now: Micros) -> Sent:
    """Queue what is wished. Raises NotAllowed, BadDrafts (single ones are wrong, and nobody said they may be left out),
    LimitReached, Stopped. Joins the transaction that is open; when it raises, nothing of that may be kept.
    """
    with store.write(together=True):
        stop.check(store)
        found = check(store, token, config, wish, now)
        if found.wrong and not (wish.skip_bad and found.good):
            raise BadDrafts(found.wrong, len(wish))
        drafts = [draft for draft, _ in found.good.values()]
        numbers = [draft.recipient for draft in drafts]
        spent = ((draft.recipient, segments) for draft, segments in found.good.values())
        spending.spend(store, token, config, spent, now)
        held = bursts.suspicious(store, numbers, config.programs.burst, now)
        ids = outbox.submit(store, drafts, now=now, allow=config.allow_any, rules=Rules.of(config))
        rest = (token.id, now, wish.door, wish.name, wish.callback, wish.callback_mask)
        store.run_many(_INSERT, [(each, *rest) for each in ids])
        if held:
            outbox.hold(store, [ids[at] for at in held], now, who=token.name, reason=outbox.BY_BURST)
    rows = zip(found.good.items(), ids, strict=True)
    queued = {place: Queued(id, *each, at in held) for at, ((place, each), id) in enumerate(rows)}
    return Sent(queued, found.wrong)


def wrote(store: Store, token: Token, config: Config, message: MessageView, door: str, now: Micros) -> None:
    """Count a message that something else of the house queued because a program wanted it as one of its own; in the
    transaction that queued it. Raises LimitReached: then nothing of that may be kept.
    """
    spending.spend(store, token, config, [(message.recipient, len(message.segments))], now)
    held = bursts.suspicious(store, [message.recipient], config.programs.burst, now)
    store.run(_INSERT, message.id, token.id, now, door, None, None, 0)
    if held:
        outbox.hold(store, [message.id], now, who=token.name, reason=outbox.BY_BURST)


def destination(text: str, token: Token, config: Config) -> str:
    """`text` as E.164 that both the box and the token may write to; a token opens no premium range that the box does
    not name. Raises BadNumber, DestinationRefused.
    """
    number = outbox.destination(text, config.region.country, config.allow_any)
    if token.allow and not number.startswith(token.allow):
        raise DestinationRefused(recipient=number, allow=list(allowed(token, config)), reason="destination")
    return number


def allowed(token: Token, config: Config) -> tuple[str, ...]:
    """The beginnings that both the box and the token let pass: the longer one of each pair that agrees."""
    if not token.allow:
        return config.allow_any
    pairs = ((ours, theirs) for ours in config.allow_any for theirs in token.allow)
    return tuple(
        dict.fromkeys(
            max(pair, key=len) for pair in pairs if pair[0].startswith(pair[1]) or pair[1].startswith(pair[0])
        )
    )


def _advertised(store: Store, found: Checked, config: Config, now: Micros) -> Checked:
    """The same, where advertising says how to leave, and is wrong for people who may not be written to; each counts
    for those after it.
    """
    ads = {place: draft for place, (draft, _) in found.good.items() if draft.kind is MessageClass.MARKETING}
    if not ads:
        return found
    numbers = [each.recipient for each in ads.values()]
    asked, shop = outbox.Permissions.load(store, numbers, now=now, rules=Rules.of(config)), config.shop
    for place, draft in ads.items():
        at = max(now, draft.send_after or now)
        verdict = asked.judge(draft.recipient, now=at, topic=draft.topic)
        if verdict.refused:
            del found.good[place]
            found.wrong[place] = NotPermitted(number=draft.recipient, reason=verdict.reason)
            continue
        asked.take(draft.recipient, at)
        language = asked.language(draft.recipient) or shop.language
        text = with_footer(draft.text, language, shop.footer, shop.stop_words)
        try:
            found.good[place] = (replace(draft, text=text), count_segments(text))
        except TooLong as error:
            del found.good[place]
            found.wrong[place] = error
    return found
