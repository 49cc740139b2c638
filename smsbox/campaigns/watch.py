"""Whether a campaign may go on: its pilot judged, and its shares of people who leave and of messages that fail; pure
but for the reading of its figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from smsbox import outbox
from smsbox.campaigns import lifecycle, rows
from smsbox.campaigns.figures import Figures, figures, wrong
from smsbox.campaigns.forecast import open_time
from smsbox.campaigns.rows import Campaign, State
from smsbox.clock import MINUTE, SECOND, Micros
from smsbox.config import Config
from smsbox.config.model import ShopConfig
from smsbox.store import Store

LEAST_LEFT, LEAST_FAILED = 3, 5
"""Fewer than these are chance, whatever share they are."""
LEAST_IN_PILOT = 2
GO, STOP = "go", "stop"
NOTHING = Figures()
LONGEST_WAITS = 12
"""A pilot that has hardly left is waited for so many times longer at most, quiet hours and holidays left out; then a
person is asked.
"""
_LAST_LEFT = (
    "SELECT max(s.submitted_at) FROM recipients r JOIN segments s ON s.message_id = r.message_id AND s.seq > 0 "
    "WHERE r.campaign_id = ? AND s.submitted_at <= ?"
)


def trouble(
    seen: Figures, shop: ShopConfig, *, before: Figures = NOTHING, pilot: bool = False
) -> dict[str, Any] | None:
    """Why it must not go on (facts with `why`), None: it may. `before`: what a person has seen and forgiven."""
    least_left, least_failed = (LEAST_IN_PILOT,) * 2 if pilot else (LEAST_LEFT, LEAST_FAILED)
    left, sent = seen.left - before.left, seen.sent - before.sent
    failed, tried = seen.failed - before.failed, seen.tried - before.tried
    if left >= least_left and left > shop.most_leaving * max(sent, 1):
        return {"why": "pilot_leaving" if pilot else "leaving", "left": left, "sent": sent}
    if failed >= least_failed and failed > shop.most_failing * max(tried, 1):
        return {"why": "pilot_failing" if pilot else "failing", "failed": failed, "tried": tried}
    return None


def look(store: Store, config: Config, campaign: Campaign, now: Micros) -> bool:
    """Pause it when it must not go on; whether it was."""
    before = forgiven(campaign.judged_from)
    if campaign.fed == 0 or not _worth_a_look(wrong(store, campaign), before):
        return False
    seen = figures(store, campaign)
    why = trouble(seen, config.shop, before=before, pilot=campaign.in_pilot)
    if why is None:
        return False
    pilot = {"verdict": STOP, **asdict(seen)} if campaign.in_pilot else None
    return _pause(store, campaign, now, why, pilot)


def _worth_a_look(bad: Figures, before: Figures) -> bool:
    """Whether enough went wrong for any share to count."""
    return max(bad.left - before.left, bad.failed - before.failed) >= min(LEAST_IN_PILOT, LEAST_LEFT, LEAST_FAILED)


def judge_pilot(store: Store, config: Config, campaign: Campaign, now: Micros) -> bool:
    """Read the reports of a pilot whose time has come: it goes on, or waits, for more to leave and for the reports of
    those who left last. (What speaks against it has stopped it already, see `look`.) Whether it was judged.
    """
    seen = figures(store, campaign)
    until = _until(store, config, campaign, seen, now)
    if until > now:
        with store.write():
            rows.change(store, campaign.id, pilot_until=until)
        return False
    if not seen.tried:
        return _pause(store, campaign, now, {"why": "pilot_silent"}, None)
    with store.write():
        held = rows.locked(store, campaign.id)
        if held.version != campaign.version or held.state is not State.RUNNING:
            return False
        lifecycle.judged(store, held, {"verdict": GO, **asdict(seen)}, now)
    return True


def _until(store: Store, config: Config, campaign: Campaign, seen: Figures, now: Micros) -> Micros:
    """How long its reports are waited for, as far as is known by now; not later than `now`: no longer."""
    wait = campaign.plan.pilot_wait_s * SECOND
    if seen.tried * 2 >= campaign.fed or not seen.waiting:
        last = store.run(_LAST_LEFT, campaign.id, now).fetchone()[0]
        return now if last is None else int(last) + wait
    rests = outbox.quiet_until(config, now)
    if rests is not None:
        return rests + wait
    pause = max(wait, MINUTE)
    patience = (LONGEST_WAITS + 1) * pause
    return now + pause if open_time(config, campaign.changed_at, now) < patience else now


def forgiven(judged_from: Mapping[str, int] | None) -> Figures:
    """What was kept by a resumption."""
    return Figures(**judged_from) if judged_from else NOTHING


def _pause(
    store: Store, campaign: Campaign, now: Micros, why: Mapping[str, Any], pilot: Mapping[str, Any] | None
) -> bool:
    with store.write():
        held = rows.locked(store, campaign.id)
        if held.state is not State.RUNNING or held.version != campaign.version:
            return False
        if pilot is not None:
            rows.change(store, campaign.id, pilot=pilot, pilot_until=None)
        lifecycle.pause(store, campaign.id, now=now, why=why)
    return True
