"""How campaigns stand, as rows of the list and as a page of one: what templates need, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from smsbox.campaigns import occasions, overview, rows
from smsbox.campaigns.overview import Tally
from smsbox.campaigns.plan import EVERY, LETTERS
from smsbox.campaigns.rows import Campaign, Given, State
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.web import words
from smsbox.web.campaigns import recounting, seen, spoken, timing, underway
from smsbox.web.campaigns.left_out import reason_words, reasons
from smsbox.web.campaigns.steps import STEPS, chosen, settled
from smsbox.web.campaigns.verdicts import pilot, why_paused
from smsbox.web.words import Word
from smsbox.wording import Person, Template

if TYPE_CHECKING:
    from smsbox.campaigns.plan import Plan
    from smsbox.web.visit import Visit

WORDS = {
    State.DRAFT: Word("log", "idle", State.DRAFT.text, N_("Nothing is sent before somebody launches it.")),
    State.APPROVED: Word("ok", "idle", State.APPROVED.text, N_("Ready; nobody has launched it yet.")),
    State.SCHEDULED: Word("waiting", "busy", State.SCHEDULED.text, N_("It begins by itself when its moment comes.")),
    State.RUNNING: Word("sending", "busy", State.RUNNING.text, N_("It is being sent.")),
    State.PAUSED: Word(
        "held", "warn", State.PAUSED.text, N_("Nothing more of it leaves until somebody lets it go on.")
    ),
    State.FINISHED: Word("ok", "good", State.FINISHED.text, N_("All of it has left.")),
    State.CANCELLED: Word(
        "cancelled", "idle", State.CANCELLED.text, N_("Ended by somebody. What had left stays sent.")
    ),
}
GIVEN = {
    Given.MESSAGE: Word("send", "busy", N_("Written to")),
    Given.SKIPPED: Word("cancelled", "idle", N_("Left out")),
    Given.APART: Word("person", "idle", N_("Kept out, to compare")),
}
_TO_COME = (State.DRAFT, State.APPROVED, State.SCHEDULED)
PAGE = 50
_CHILDREN = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `tally` where it is under way or over, `people` who got a message."""

    id: int
    name: str
    text: str
    word: Word
    tally: Tally | None
    people: int | None
    when: str


def row_of(visit: Visit, campaign: Campaign) -> Row:
    """How a campaign stands in the list."""
    begun = campaign.launched_at is not None
    return Row(
        campaign.id,
        campaign.name,
        excerpt(visit, campaign)[:200],
        WORDS[campaign.state],
        overview.tally(visit.site.store, campaign) if begun else None,
        campaign.fed if begun else None,
        when(visit, campaign),
    )


def excerpt(visit: Visit, campaign: Campaign) -> str:
    """What it says to somebody made up; "" as long as nothing is written."""
    text = next((each.text for each in campaign.plan.variants if each.text.strip()), "")
    return read_by(visit, campaign.plan, text, seen.made_up(visit.site.config)[0][1], whole=False) if text else ""


def when(visit: Visit, campaign: Campaign) -> str:
    """The moment that matters most of it."""
    at = campaign.ended_at or campaign.launched_at or (campaign.start_at if campaign.state is State.SCHEDULED else None)
    return visit.moment(at) if at is not None else timing.told(visit, campaign.plan) if chosen(campaign.plan) else ""


def shown(visit: Visit, campaign: Campaign) -> dict[str, Any]:
    """One campaign with all its page says."""
    store, begun = visit.site.store, campaign.launched_at is not None
    recounting.when_stale(store, campaign, visit.now)
    replied, left = overview.answers(store, campaign) if begun else (0, 0)
    counted = overview.tally(store, campaign) if begun else Tally()
    children = rows.recent(store, _CHILDREN, parent_id=campaign.id) if campaign.plan.start.standing else []
    return {
        "campaign": campaign,
        "State": State,
        "parent": rows.find(store, campaign.parent_id) if campaign.parent_id else None,
        "word": WORDS[campaign.state],
        "tally": counted,
        "tiles": underway.tiles(visit, campaign, counted) if begun else [],
        "begun": begun,
        "replied": replied,
        "left": left,
        "reasons": reasons(visit, overview.skipped(store, campaign)) if begun else [],
        "asked": audience_words(visit, campaign),
        "facts": facts(visit, campaign),
        "texts": texts(visit, campaign),
        "children": [row_of(visit, each) for each in children],
        "missing": [each for each in STEPS[:-1] if not settled(campaign.plan, each)],
        "ending": visit.query("end") == "yes",
        "batch": campaign.batch,
        "paused": why_paused(visit, campaign) if campaign.state is State.PAUSED else None,
        "pilot": pilot(visit, campaign),
        "stands": underway.stands(visit, campaign, counted),
    }


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts: its letter, "" where there is only one, as it was written, and as `who` reads it."""

    letter: str
    written: str
    who: str
    read: str


def texts(visit: Visit, campaign: Campaign) -> list[Text]:
    """What it says, to somebody of its audience."""
    found = [each.text for each in campaign.plan.variants if each.text.strip()]
    people, _ = seen.people(visit, campaign.plan, most=1) if found else ([], False)
    return [
        Text(
            LETTERS[place] if len(found) > 1 else "",
            text,
            people[0][0],
            read_by(visit, campaign.plan, text, people[0][1]),
        )
        for place, text in enumerate(found)
    ]


def read_by(visit: Visit, plan: Plan, text: str, person: Person, *, whole: bool = True) -> str:
    """A text as somebody reads it; as it was written where it cannot be made for him."""
    try:
        read = Template.parse(text).letter(person)
    except SmsboxError:
        return text
    return seen.finish_of(plan, visit.site.config)(read, person) if whole else read


def audience_words(visit: Visit, campaign: Campaign) -> list[tuple[str, str]]:
    """For whom it is, in words."""
    plan = campaign.plan
    if plan.audience.empty:
        return (
            [(visit.tr.gettext(N_("To whom")), visit.tr.gettext(N_("everybody who agreed")))]
            if plan.audience.everyone
            else []
        )
    return spoken.told(visit, plan.audience)


def facts(visit: Visit, campaign: Campaign) -> list[tuple[str, str]]:
    """When and how carefully, as name and value."""
    plan, say, number = campaign.plan, visit.tr.gettext, visit.tr.number
    found = [(N_("Begins"), timing.told(visit, plan))]
    if campaign.state in _TO_COME and plan.start.standing:
        found.append(_turns(visit, campaign))
    if campaign.launched_at is not None:
        found.append((N_("Begun"), visit.full_moment(campaign.launched_at)))
    if campaign.ended_at is not None:
        found.append((N_("Over"), visit.full_moment(campaign.ended_at)))
    if plan.topic:
        found.append((N_("What it is about"), plan.topic))
    if plan.pilot:
        wait = visit.tr.span(plan.pilot_wait_s)
        found.append(
            (
                N_("First to a few"),
                say(N_("%(num)s people, then %(span)s of looking")) % {"num": number(plan.pilot), "span": wait},
            )
        )
    if plan.per_hour:
        found.append((N_("At most in an hour"), number(plan.per_hour)))
    if plan.holdout:
        found.append((N_("Kept out, to compare with"), visit.tr.percent(plan.holdout)))
    if plan.valid_hours:
        found.append((N_("Given up after"), visit.tr.measure(plan.valid_hours, "hour")))
    if plan.valid_until is not None:
        found.append((N_("The offer ends"), visit.moment(plan.valid_until)))
    if plan.local_minute is not None:
        found.append((N_("At the same hour everywhere"), timing.clock(plan.local_minute)))
    if campaign.approved_by:
        found.append((N_("Launched by"), campaign.approved_by))
    if campaign.override:
        found.append((N_("Launched against the advice, because"), campaign.override))
    return [(say(name), value) for name, value in found]


def _turns(visit: Visit, campaign: Campaign) -> tuple[str, str]:
    """When it comes next; of what comes again and again more than once, for the 31st and every second week."""
    start = campaign.plan.start
    found = occasions.next_turns(start, visit.now, visit.site.config.region.zone, 3 if start.kind == EVERY else 1)
    return N_("Next time") if len(found) < 2 else N_("Next times"), " · ".join(map(visit.moment, found)) or "–"


def recipients(visit: Visit, campaign: Campaign) -> dict[str, Any]:
    """A page of its recipients, by what was done and why."""
    store, path = visit.site.store, f"/campaigns/{campaign.id}/recipients"
    given = {str(int(each)): each for each in Given}.get(visit.query("given"))
    reason, after = visit.query("reason")[:40], visit.query("after")[:20]
    found = overview.recipients(store, campaign.id, after=after, given=given, reason=reason, limit=PAGE + 1)
    query = {"given": visit.query("given") if given is not None else "", "reason": reason}
    kept = {name: value for name, value in query.items() if value}
    more = f"{path}?{urlencode({**kept, 'after': found[PAGE - 1].number})}" if len(found) > PAGE else None
    chips = [("", N_("All"), None), *((str(int(each)), GIVEN[each].text, each) for each in Given)]
    return {
        "campaign": campaign,
        "found": [
            (
                each,
                _word_of(each.given, each.message_state),
                reason_words(visit, each.reason) if each.given is Given.SKIPPED else "",
            )
            for each in found[:PAGE]
        ],
        "chips": [
            {"text": text, "link": f"{path}?given={code}" if code else path, "current": each is given and not reason}
            for code, text, each in chips
        ],
        "reason": reason_words(visit, reason) if reason else "",
        "path": path,
        "more": more,
        "first": path + (f"?{urlencode(kept)}" if kept else "") if after else None,
        "letters": LETTERS if len(campaign.plan.variants) > 1 else "",
    }


def _word_of(given: Given, state: Any) -> Word:
    return GIVEN[given] if state is None else words.state(state.label)
