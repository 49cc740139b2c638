"""The one way by which a program makes messages: within its rights and limits, all of them or none, once.

What is queued, what it counts as, whose it is and what is answered are one transaction: whoever was answered finds his
messages queued after any crash, and whoever was not may ask again under the same name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from smsbox import outbox
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.consent import Rules
from smsbox.errors import SmsboxError
from smsbox.outbox import Draft, MessageClass, NotPermitted
from smsbox.people.rights import MOST_WITHOUT_BULK, Right
from smsbox.people.tokens import Token
from smsbox.programs import bursts, spending, stop
from smsbox.sheets.letters import count_segments
from smsbox.store import Store

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


class Repeated(SmsboxError):
    """The same text for the same number a second time in one call. Facts: `number`."""

    key = "programs.repeated"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Wish:
    """What a program asks for by one call. `door`: how it came in; `name`: what the program calls these messages.

    `callback`: an address to be called for each, as `callback_mask` says (bits of Kannel's dlr-mask); `skip_bad`: the
    good ones are queued although others are bad.
    """

    drafts: Sequence[Draft]
    door: str
    name: str | None = None
    callback: str | None = None
    callback_mask: int = 0
    skip_bad: bool = False


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
    if len(wish.drafts) > MOST_WITHOUT_BULK:
        need(token, Right.BULK)
    allow, country = _allow(token, config), config.region.country
    good: dict[int, tuple[Draft, int]] = {}
    wrong: dict[int, SmsboxError] = {}
    seen: set[tuple[str, str]] = set()
    for place, draft in enumerate(wish.drafts):
        try:
            read = replace(draft, recipient=outbox.destination(draft.recipient, country, allow))
            if (read.recipient, read.text) in seen:
                raise Repeated(number=read.recipient)
            seen.add((read.recipient, read.text))
            good[place] = (read, count_segments(read.text))
        except SmsboxError as error:
            wrong[place] = error
    unwanted = _unwanted(store, good, config, now)
    return Checked({place: each for place, each in good.items() if place not in unwanted}, wrong | unwanted)


def send(store: Store, token: Token, config: Config, wish: Wish, now: Micros) -> Sent:
    """Queue what is wished. Raises NotAllowed, BadDrafts (single ones are wrong, and nobody said they may be left out),
    LimitReached, Stopped. Joins the transaction that is open; when it raises, nothing of that may be kept.
    """
    with store.write():
        stop.check(store)
        found = check(store, token, config, wish, now)
        if found.wrong and not (wish.skip_bad and found.good):
            raise BadDrafts(found.wrong, len(wish.drafts))
        drafts = [draft for draft, _ in found.good.values()]
        numbers = [draft.recipient for draft in drafts]
        spent = ((draft.recipient, segments) for draft, segments in found.good.values())
        spending.spend(store, token, config, spent, now)
        held = bursts.suspicious(store, numbers, config.programs.burst, now)
        ids = outbox.submit(store, drafts, now=now, allow=_allow(token, config), rules=Rules.of(config))
        rest = (token.id, now, wish.door, wish.name, wish.callback, wish.callback_mask)
        store.run_many(_INSERT, [(each, *rest) for each in ids])
        if held:
            outbox.hold(store, [ids[at] for at in held], now, who=token.name, reason=outbox.BY_BURST)
    rows = zip(found.good.items(), ids, strict=True)
    queued = {place: Queued(id, *each, at in held) for at, ((place, each), id) in enumerate(rows)}
    return Sent(queued, found.wrong)


def _allow(token: Token, config: Config) -> tuple[str, ...]:
    """The beginnings that both the box and the token let pass: the longer one of each pair that agrees."""
    if not token.allow:
        return config.allow_any
    pairs = ((ours, theirs) for ours in config.allow_any for theirs in token.allow)
    return tuple(
        dict.fromkeys(
            max(pair, key=len) for pair in pairs if pair[0].startswith(pair[1]) or pair[1].startswith(pair[0])
        )
    )


def _unwanted(
    store: Store, good: Mapping[int, tuple[Draft, int]], config: Config, now: Micros
) -> dict[int, SmsboxError]:
    """Advertising for people who may not be written to; each counts for those after it."""
    ads = {place: draft for place, (draft, _) in good.items() if draft.kind is MessageClass.MARKETING}
    if not ads:
        return {}
    asked = outbox.Permissions.load(store, (each.recipient for each in ads.values()), now=now, rules=Rules.of(config))
    found: dict[int, SmsboxError] = {}
    for place, draft in ads.items():
        at = max(now, draft.send_after or now)
        verdict = asked.judge(draft.recipient, now=at, topic=draft.topic)
        if verdict.refused:
            found[place] = NotPermitted(number=draft.recipient, reason=verdict.reason)
        else:
            asked.take(draft.recipient, at)
    return found
