"""Campaigns as programs start and follow them."""

from __future__ import annotations

from smsbox.campaigns import State
from smsbox.web.api.fields import Body, Choice, Flag, Inner, Named, Part, Several, Text, Whole
from smsbox.web.api.paging import Paged

_STATES = tuple(state.label for state in State)


class Campaign(Body):
    """A campaign; `plan` as `smsbox campaign show --json` has it."""

    id = Whole(required=True)
    parent_id = Whole(required=True, allow_none=True)
    name = Text(required=True)
    state = Choice(_STATES, required=True)
    version = Whole(required=True)
    made_at = Text(required=True, allow_none=True)
    by = Text(required=True)
    approved_by = Text(required=True, allow_none=True)
    override = Text(required=True, allow_none=True)
    start_at = Text(required=True, allow_none=True)
    launched_at = Text(required=True, allow_none=True)
    ended_at = Text(required=True, allow_none=True)
    written_to = Whole(required=True)
    left_out = Whole(required=True)
    kept_apart = Whole(required=True)
    share = Part(required=True)
    pilot_until = Text(required=True, allow_none=True)
    pilot = Named(required=True, allow_none=True)
    paused_why = Named(required=True, allow_none=True)
    plan = Named(required=True)


class Campaigns(Body):
    """A page of campaigns, the newest first."""

    campaigns = Several(Inner(Campaign), required=True)
    next = Text(required=True, allow_none=True)


class WantedCampaigns(Paged):
    """Which campaigns."""

    state = Choice(_STATES)


class Check(Body):
    """One thing that was looked at before a launch."""

    key = Text(required=True)
    level = Choice(("ok", "warn", "stop"), required=True)
    facts = Named(required=True)
    message = Text(required=True)
    step = Text(required=True)


class Report(Body):
    """What a campaign comes to, and what speaks against it."""

    matching = Whole(required=True)
    may_get = Whole(required=True)
    excluded = Named(required=True)
    leads = Whole(required=True)
    customers = Whole(required=True)
    segments = Whole(required=True)
    most_each = Whole(required=True)
    plan_left = Whole(required=True, allow_none=True)
    price = Text(required=True, allow_none=True)
    begins_at = Text(required=True, allow_none=True)
    finish_at = Text(required=True, allow_none=True)
    sure = Flag(required=True)
    checks = Several(Inner(Check), required=True)


class ToLaunch(Body):
    """`version`: the campaign as it was looked at; `because`: why it has to be although the check speaks against it."""

    version = Whole(least=1, most=2**31, required=True)
    because = Text(least=1, most=300, allow_none=True, load_default=None)


class Group(Body):
    """What came of a campaign among some people: all of them, those of one text, those kept out to compare, …"""

    who = Choice(("all", "text", "apart", "customers", "leads"), required=True)
    variant = Whole(required=True, allow_none=True)
    people = Whole(required=True)
    left_out = Named(required=True)
    kept_apart = Whole(required=True)
    written_to = Whole(required=True)
    messages = Named(required=True)
    failed_because = Named(required=True)
    withdrawn_because = Named(required=True)
    answered = Whole(required=True)
    left = Whole(required=True)
    coupons = Whole(required=True)
    redeemed = Whole(required=True)
    worth = Whole(required=True)
    bought = Whole(required=True)
    heard = Whole(required=True)
    sms = Whole(required=True)
    sms_maybe_twice = Whole(required=True)
    cost = Text(required=True, allow_none=True)


class Results(Body):
    """What came of it, counted to the last message."""

    groups = Several(Inner(Group), required=True)
