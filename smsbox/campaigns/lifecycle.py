"""The life of a campaign: the only ways from one state to another, all of them through one function.

It goes forward only, but for pausing and resuming. Whoever changes one says which version he has seen: when somebody
else was quicker, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from smsbox import events
from smsbox.campaigns import letters, occasions, queue, rows, texts
from smsbox.campaigns.figures import figures
from smsbox.campaigns.plan import AT, BadPlan, Plan, mistakes
from smsbox.campaigns.rows import Campaign, State
from smsbox.clock import SECOND, Micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.i18n.phrases import Phrase
from smsbox.store import Store

BY_PERSON = "person"
"""Why a campaign is paused, when somebody wanted it so."""
BY_PARENT = "parent"
"""The same of an occurrence, when it is the campaign that made it which was paused."""

_WAYS: dict[tuple[State, State], str] = {
    (State.DRAFT, State.APPROVED): events.CAMPAIGN_APPROVED,
    (State.APPROVED, State.SCHEDULED): events.CAMPAIGN_SCHEDULED,
    (State.APPROVED, State.RUNNING): events.CAMPAIGN_LAUNCHED,
    (State.SCHEDULED, State.RUNNING): events.CAMPAIGN_LAUNCHED,
    (State.SCHEDULED, State.PAUSED): events.CAMPAIGN_PAUSED,
    (State.RUNNING, State.PAUSED): events.CAMPAIGN_PAUSED,
    (State.PAUSED, State.SCHEDULED): events.CAMPAIGN_RESUMED,
    (State.PAUSED, State.RUNNING): events.CAMPAIGN_RESUMED,
    (State.RUNNING, State.FINISHED): events.CAMPAIGN_FINISHED,
    (State.SCHEDULED, State.FINISHED): events.CAMPAIGN_FINISHED,
    **{(state, State.CANCELLED): events.CAMPAIGN_CANCELLED for state in State if state not in rows.OVER},
}


class IllegalMove(SmsboxError):
    """A campaign that stands like this cannot go there. Facts: `id`, `old`, `new`."""

    key = "campaigns.illegal_move"


class AgainstAdvice(SmsboxError):
    """The look before the launch speaks against it, and nobody said why all the same. Facts: `stops` (keys)."""

    key = "campaigns.against_advice"
    exit_code = 77


class ChangedMeanwhile(SmsboxError):
    """Somebody else changed the campaign after it was shown. Facts: `id`."""

    key = "campaigns.changed_meanwhile"


def create(store: Store, name: str, plan: Plan, *, by: str, now: Micros) -> Campaign:
    """A new draft; whatever is missing in it may be added later."""
    return rows.insert(store, name, plan, by=by, now=now)


def copy(store: Store, campaign_id: int, name: str, *, by: str, now: Micros) -> Campaign:
    """A new draft with the plan of another. Raises NoCampaign."""
    plan = rows.get(store, campaign_id).plan
    return create(store, name, plan.having(day=None, start=replace(plan.start, skipped=None)), by=by, now=now)


def edit(store: Store, campaign_id: int, version: int, *, name: str, plan: Plan, now: Micros) -> Campaign:
    """Change a draft. Raises NoCampaign, ChangedMeanwhile, IllegalMove (it is no draft any more)."""
    with store.write():
        found = _seen(store, campaign_id, version)
        if found.state is not State.DRAFT:
            raise IllegalMove(id=campaign_id, old=Phrase(found.state.text), new=Phrase(State.DRAFT.text))
        columns: dict[str, Any] = {"name": name.strip(), "plan": plan.as_json(), "start_at": plan.start.at}
        tested = found.tested_at is not None and found.tested_at >= found.changed_at
        if tested and plan.variants == found.plan.variants:
            columns["tested_at"] = now  # who has tried these very texts need not do so again
        rows.change(store, campaign_id, **columns, version=found.version + 1, changed_at=now)
        return rows.get(store, campaign_id)


def approve(store: Store, campaign_id: int, version: int, *, by: str, now: Micros) -> Campaign:
    """From here on it is changed no more. Raises BadPlan beside those of `edit`."""
    with store.write():
        found = _seen(store, campaign_id, version)
        missing = [*mistakes(found.plan, now), *filter(None, [letters.mistake(found.plan)])]
        if missing:
            raise BadPlan(reason=missing[0])
        return move(store, found, State.APPROVED, now, by=by, approved_at=now, approved_by=by)


def launch(
    store: Store,
    config: Config,
    campaign_id: int,
    version: int,
    *,
    by: str,
    now: Micros,
    stops: Sequence[str] = (),
    override: str | None = None,
) -> Campaign:
    """Begin, now or at its moment; one that stands is scheduled for its first turn. `stops`: what the preflight says
    against it; then `override` must say why all the same, and is kept. Raises AgainstAdvice, BadPlan (its moments have
    passed, or a text tells nobody how to answer, which no reason helps) beside those of `edit`.
    """
    override = " ".join((override or "").split())[:500]
    if stops and not override:
        raise AgainstAdvice(stops=list(stops))
    with store.write():
        found = _seen(store, campaign_id, version)
        texts.refuse(store, config, found.plan)
        start, kept = found.plan.start, {"override": override or None if stops else None}
        if start.standing:
            turn = occasions.next_turn(start, now, config.region.zone)
            if turn is None:
                raise BadPlan(reason="until")
            return move(store, found, State.SCHEDULED, now, by=by, start_at=turn, next_at=turn, **kept)
        if start.passed(now):
            raise BadPlan(reason="start_passed")
        if start.kind == AT and start.at is not None and start.at > now:
            return move(store, found, State.SCHEDULED, now, by=by, start_at=start.at, next_at=start.at, **kept)
        return begin(store, found, now, by=by, **kept)


def begin(store: Store, found: Campaign, now: Micros, *, by: str | None = None, **columns: Any) -> Campaign:
    """Let it run. Inside a transaction."""
    high = store.run("SELECT coalesce(max(id), 0) FROM contacts").fetchone()[0]
    return move(store, found, State.RUNNING, now, by=by, launched_at=now, next_at=now, high=high, **columns)


def pause(
    store: Store,
    campaign_id: int,
    version: int | None = None,
    *,
    now: Micros,
    by: str | None = None,
    why: Mapping[str, Any] | None = None,
) -> Campaign:
    """Nothing more of it, and of what it has made, leaves until `resume`; what is in the queue waits there, too. `why`:
    facts, None: a person wants it. Raises NoCampaign, ChangedMeanwhile, IllegalMove.
    """
    with store.write():
        found = _seen(store, campaign_id, version)
        told = {"why": BY_PERSON, "by": by, **(why or {})}
        paused = move(store, found, State.PAUSED, now, by=by, paused_why=told, next_at=now)
        queue.hold_some(store, paused, now)  # what would leave next; the feeder holds the rest
        for child in _children(store, paused, State.RUNNING):
            pause(store, child.id, now=now, by=by, why={"why": BY_PARENT})
        return paused


def resume(
    store: Store, config: Config, campaign_id: int, version: int | None = None, *, now: Micros, by: str | None = None
) -> Campaign:
    """Go on exactly where it was; one that stands waits for its next turn, and makes up for none. What failed and left
    so far is forgiven: whoever resumes has seen it.
    """
    with store.write():
        found = _seen(store, campaign_id, version)
        if found.launched_at is not None:
            seen: dict[str, Any] = {"judged_from": asdict(figures(store, found))}
            if found.pilot_until is not None:  # what was not seen of it yet is waited for anew
                seen["pilot_until"] = now + found.plan.pilot_wait_s * SECOND
            return move(store, found, State.RUNNING, now, by=by, paused_why=None, next_at=now, **seen)
        for child in _children(store, found, State.PAUSED):
            if (child.paused_why or {}).get("why") == BY_PARENT:
                resume(store, config, child.id, now=now, by=by)
        turn = found.start_at
        if found.plan.start.standing:
            turn = occasions.next_turn(found.plan.start, now, config.region.zone)
        return move(store, found, State.SCHEDULED, now, by=by, paused_why=None, next_at=turn or now, start_at=turn)


def cancel(
    store: Store, campaign_id: int, version: int | None = None, *, now: Micros, by: str | None = None
) -> Campaign:
    """End it for good: what has not left is withdrawn, and nothing comes after. Raises as `pause`."""
    with store.write():
        found = _seen(store, campaign_id, version)
        ended = move(store, found, State.CANCELLED, now, by=by, ended_at=now, next_at=now)
        queue.withdraw_some(store, ended, now)
        for child in _children(store, ended, State.RUNNING, State.PAUSED):
            cancel(store, child.id, now=now, by=by)
        return ended


def skip(
    store: Store, config: Config, campaign_id: int, version: int | None = None, *, now: Micros, by: str | None = None
) -> Campaign:
    """Leave out the next turn of one that comes again and again; it is over when there is none after it. Raises as
    `pause`.
    """
    with store.write():
        found = _seen(store, campaign_id, version)
        if not found.may_skip or found.start_at is None:
            raise IllegalMove(id=campaign_id, old=Phrase(found.state.text), new=Phrase(State.SCHEDULED.text))
        plan = found.plan.having(start=replace(found.plan.start, skipped=found.start_at))
        turn = occasions.next_turn(plan.start, now, config.region.zone)
        if turn is None:
            return move(store, found, State.FINISHED, now, by=by, ended_at=now, next_at=None)
        columns = {"plan": plan.as_json(), "start_at": turn, "next_at": turn, "version": found.version + 1}
        rows.change(store, found.id, **columns)
        told: dict[str, Any] = {"campaign": found.id, "name": found.name, "who": by}
        events.append(store, events.CAMPAIGN_SKIPPED, now=now, skipped=found.start_at, next=turn, **told)
        return rows.get(store, found.id)


def go_on(
    store: Store, campaign_id: int, version: int | None = None, *, now: Micros, by: str | None = None
) -> Campaign:
    """Whoever has seen enough of its pilot has it go on to all others at once. Raises as `pause`."""
    with store.write():
        found = _seen(store, campaign_id, version)
        if not found.waits_for_pilot:
            raise IllegalMove(id=campaign_id, old=Phrase(found.state.text), new=Phrase(State.RUNNING.text))
        judged(store, found, {"verdict": "go", **asdict(figures(store, found)), "by": by}, now)
        return rows.get(store, found.id)


def judged(store: Store, found: Campaign, pilot: Mapping[str, Any], now: Micros) -> None:
    """Its pilot went well, or a person says so: it goes on to all others. Inside a transaction."""
    rows.change(store, found.id, pilot=pilot, pilot_until=None, next_at=now, version=found.version + 1)
    told: dict[str, Any] = {"campaign": found.id, "name": found.name, "who": pilot.get("by")}
    events.append(store, events.CAMPAIGN_PILOT, now=now, verdict=pilot["verdict"], **told)


def finish(store: Store, found: Campaign, now: Micros) -> Campaign:
    """All of it has left. Inside a transaction."""
    return move(store, found, State.FINISHED, now, ended_at=now, next_at=None)


def move(store: Store, found: Campaign, new: State, now: Micros, *, by: str | None = None, **columns: Any) -> Campaign:
    """Bring a campaign that is locked to `new`: the only way its state changes. Raises IllegalMove."""
    word = _WAYS.get((found.state, new))
    if word is None:
        raise IllegalMove(id=found.id, old=Phrase(found.state.text), new=Phrase(new.text))
    rows.change(store, found.id, state=int(new), version=found.version + 1, changed_at=now, **columns)
    why = {name: fact for name, fact in (columns.get("paused_why") or {}).items() if name != "by"}
    events.append(store, word, now=now, **why, campaign=found.id, name=found.name, who=by)
    return rows.get(store, found.id)


def _children(store: Store, parent: Campaign, *states: State) -> list[Campaign]:
    """What a standing campaign has made and is not over."""
    return rows.recent(store, 1_000, states=states, parent_id=parent.id) if parent.plan.start.standing else []


def _seen(store: Store, campaign_id: int, version: int | None) -> Campaign:
    """The campaign, locked, as whoever changes it has seen it; None: however it is."""
    found = rows.locked(store, campaign_id)
    if version is not None and found.version != version:
        raise ChangedMeanwhile(id=campaign_id)
    return found
