"""The look before the launch: does it reach them, does it respect them, does it matter to them; and what it takes.

Nothing here forbids: who launches against a STOP says why, and that is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum

from smsbox import coupons, outbox, wording
from smsbox.campaigns import audiences, figures, letters, rows, split, takes, texts
from smsbox.campaigns.asking import Asked
from smsbox.campaigns.audiences import Counts
from smsbox.campaigns.forecast import Road
from smsbox.campaigns.letters import Unwritable
from smsbox.campaigns.plan import BIRTHDAY, LETTERS, Plan
from smsbox.campaigns.rows import Campaign
from smsbox.clock import DAY, HOUR, Micros
from smsbox.config import Config, ModemConfig
from smsbox.contacts import Contact
from smsbox.store import Store
from smsbox.store.pages import GoOn
from smsbox.subscription import questions
from smsbox.wording import Finding, Severity

SAMPLE = 400
"""So many texts are really made; what the others take is reckoned from these."""
MANY = 300
"""From so many recipients on a pilot is worth its while."""
_TURNS = ("reaches_first", "reaches_yearly")
_RESPECT = ("contact", "footer")
"""Findings about a text that are a matter of respect; the others are of relevance."""


class Level(IntEnum):
    """How grave: with a STOP a launch needs a reason."""

    OK = 0
    WARN = 1
    STOP = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; told by `campaigns.words.check`. `finding`: about the text of the variant `variant`, which
    is called `letter` where there are several.
    """

    key: str
    level: Level
    facts: Mapping[str, object] = field(default_factory=dict)
    finding: Finding | None = None
    variant: int = 0
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `segments` in all, at most `most_each` for one; `plan_left` of the packages of `plan_of` (None:
    not known, or none); `price` of what goes beyond it, None: not known. `begins_at`, `finish_at` (None: it cannot be
    said). `sure`: every text was made, nothing is reckoned.
    """

    counts: Counts
    reach: tuple[Check, ...]
    respect: tuple[Check, ...]
    relevance: tuple[Check, ...]
    segments: int
    most_each: int
    plan_left: int | None
    plan_of: int | None
    price: Decimal | None
    begins_at: Micros
    finish_at: Micros | None
    sure: bool

    @property
    def checks(self) -> tuple[Check, ...]:
        """All of them."""
        return (*self.reach, *self.respect, *self.relevance)

    @property
    def stops(self) -> tuple[str, ...]:
        """The keys of what speaks against a launch."""
        return tuple(each.key for each in self.checks if each.level is Level.STOP)


def preflight(
    store: Store,
    config: Config,
    plan: Plan,
    now: Micros,
    modems: Sequence[ModemConfig],
    *,
    campaign: Campaign | None = None,
    go_on: GoOn = lambda: True,
) -> Report:
    """Look at `plan` as it would be launched now, at whom it reaches and what it takes when it then begins.
    `modems`: those that work; `go_on`: whether there is time to count on; `campaign`: which one it is, if it is one
    already.
    """
    question = questions.longest(store) if letters.asks_for_question(plan) else None
    taken = _Taken(plan, config, campaign.seed if campaign else "", question, coupons.sample(store, plan.series_id))
    begins = takes.begins_at(plan, config, now)
    looked = takes.first_turn(plan, config, begins)
    counts = takes.in_a_year(plan, audiences.counts(store, looked, config, begins, go_on=go_on, met=taken.meet))
    segments = taken.segments(counts.may_get)
    left, of = takes.packages(store, config, now)
    way = takes.road(store, config, plan, modems, taken.each, now)
    ends = takes.through_at(config, plan, way, (segments, taken.each, begins), now)
    found = Report(
        *(counts, (), (), (), segments, taken.most, left, of, takes.price(config, segments, left), begins, ends),
        sure=counts.exact and taken.made >= counts.may_get,
    )
    wrong = list(_texts(store, plan, config))
    return Report(
        counts,
        tuple(_reach(store, config, plan, found, way)),
        (*_respect(store, config, plan, found, now), *(each for each in wrong if each.key in _RESPECT)),
        (*_relevance(config, plan, taken, campaign), *(each for each in wrong if each.key not in _RESPECT)),
        *(segments, taken.most, left, of, found.price, begins, ends, found.sure),
    )


class _Taken:
    """What the first recipients' texts take, made as they would be sent."""

    def __init__(self, plan: Plan, config: Config, seed: str, question: str | None, coupon: str) -> None:
        self._plan, self._config, self._seed = plan, config, seed
        self._put_in = {"code": letters.SAMPLE_CODE, "coupon": coupon, "question": question}
        self._weights = [each.weight for each in plan.variants]
        self.made = self.most = self.lacking = self._sum = 0

    def meet(self, contact: Contact, said: Asked) -> None:
        """One more who may get it."""
        if self.made >= SAMPLE or not self._weights:
            return
        self.made += 1
        variant = split.variant_of(self._seed, contact.number, self._weights, 0)
        try:
            text = letters.letter(self._plan, variant, contact, self._config, language=said.language, **self._put_in)
        except Unwritable:
            self.lacking += 1
            return
        segments = wording.price(text).segments
        self._sum += segments
        self.most = max(self.most, segments)

    @property
    def each(self) -> float:
        """Segments for one, on average."""
        written = self.made - self.lacking
        return self._sum / written if written else 1.0

    def segments(self, people: int) -> int:
        """Segments for so many, those left out who lack something and those kept apart."""
        share = 1 - (self.lacking / self.made if self.made else 0)
        return round(people * share * (1 - self._plan.holdout) * self.each)


# ── what speaks against it


def _reach(store: Store, config: Config, plan: Plan, found: Report, way: Road) -> Iterator[Check]:
    counts = found.counts
    people = {"count": counts.may_get, "of": counts.matching}
    if plan.start.standing:
        yield Check(_TURNS[plan.start.kind == BIRTHDAY], Level.OK, people)
    else:
        yield Check("reaches" if counts.may_get else "nobody", Level.OK if counts.may_get else Level.STOP, people)
    unreachable = counts.excluded.get("destination", 0)
    if unreachable:
        yield Check("destination", Level.WARN, {"count": unreachable})
    if not way.modems:
        yield Check("no_modem", Level.WARN)
    if found.plan_left is not None and found.segments > found.plan_left:
        facts = {"segments": found.segments, "left": found.plan_left}
        yield Check("package", Level.WARN, facts)
    elif way.short_of(found.segments, found.begins_at):
        yield Check("limit", Level.WARN, {"segments": found.segments, "left": way.room, "until": way.renews_at})
    quiet = outbox.quiet_until(config, found.begins_at)
    if quiet is not None:
        yield Check("quiet", Level.OK, {"until": quiet})
    yield from _coupons(store, plan, found)
    ends = _valid_until(plan, found.begins_at)
    if found.finish_at is None and way.modems and counts.may_get and plan.start.kind != BIRTHDAY:
        yield Check("endless", Level.WARN)
    if ends is not None and found.finish_at is not None and found.finish_at > ends:
        yield Check("late", Level.WARN, {"finish": found.finish_at, "until": ends})


def _coupons(store: Store, plan: Plan, found: Report) -> Iterator[Check]:
    if not letters.asks_for_coupon(plan):
        return
    if plan.series_id is None:
        yield Check("no_series", Level.STOP)
        return
    series, through = coupons.one(store, plan.series_id), found.finish_at or found.begins_at
    if not series.gives(found.begins_at):
        yield Check("series_over", Level.STOP, {"name": series.name})
    elif series.valid_until is not None and series.valid_until < through + DAY:
        yield Check("series_ends", Level.WARN, {"name": series.name, "until": series.valid_until - 1})
    left, people = coupons.remaining(store, series.id), round(found.counts.may_get * (1 - plan.holdout))
    if left is not None and left < people:
        yield Check("few_coupons", Level.STOP, {"left": left, "count": people})


def _valid_until(plan: Plan, begins: Micros) -> Micros | None:
    bounds = [plan.valid_until, begins + plan.valid_hours * HOUR if plan.valid_hours else None]
    return min((each for each in bounds if each is not None), default=None)


def _respect(store: Store, config: Config, plan: Plan, found: Report, now: Micros) -> Iterator[Check]:
    excluded = found.counts.excluded
    unasked = sum(excluded.get(each, 0) for each in ("consent", "asked", "declined", "left", "suppressed"))
    yield Check("agreed", Level.OK, {"count": unasked})
    lately = sum(excluded.get(each, 0) for each in ("cap", "frequency"))
    if lately:
        yield Check("lately", Level.OK, {"count": lately, "days": config.shop.cap_days})
    if config.shop.cap > 1 and config.shop.cap_days <= 14:
        yield Check("often", Level.WARN, {"count": config.shop.cap, "days": config.shop.cap_days})
    if plan.audience.everyone and plan.audience.empty:
        yield Check("everyone", Level.WARN)
    if found.counts.may_get >= MANY and not plan.pilot:
        yield Check("no_pilot", Level.WARN, {"count": found.counts.may_get})
    before = _last(store)
    if before is not None:
        seen = figures.figures(store, before)
        if seen.sent >= figures.LEAST_SENT and seen.left > config.shop.most_leaving * seen.sent:
            facts = {"name": before.name, "left": seen.left, "sent": seen.sent}
            yield Check("leaving_before", Level.STOP, facts)


def _last(store: Store) -> Campaign | None:
    """The last campaign that was launched, whatever became of it: one that was stopped says most."""
    row = store.run(
        "SELECT id FROM campaigns WHERE launched_at IS NOT NULL ORDER BY launched_at DESC LIMIT 1"
    ).fetchone()
    return None if row is None else rows.get(store, row[0])


def _relevance(config: Config, plan: Plan, taken: _Taken, campaign: Campaign | None) -> Iterator[Check]:
    if taken.lacking:
        yield Check("lacking", Level.WARN, {"count": taken.lacking, "of": taken.made})
    if plan.topic is None and config.shop.topics:
        yield Check("no_topic", Level.WARN)
    if taken.most > 1:
        yield Check("segments", Level.OK, {"most": taken.most})
    if campaign is not None and (campaign.tested_at is None or campaign.tested_at < campaign.changed_at):
        yield Check("untested", Level.WARN)


def _texts(store: Store, plan: Plan, config: Config) -> Iterator[Check]:
    letters_of = LETTERS if len(plan.variants) > 1 else [""] * len(plan.variants)
    for place, finding in texts.findings(store, config, plan):
        level = Level.STOP if finding.severity is Severity.STOP else Level.WARN
        yield Check(finding.key, level, finding.facts, finding, place, letters_of[place])
