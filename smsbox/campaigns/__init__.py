"""Offers to many, each by name: whom, what, when; fed into the outbox step by step, and counted."""

from smsbox.campaigns.attribution import left, replied
from smsbox.campaigns.audiences import Audience, Counts
from smsbox.campaigns.feeder import next_look, step
from smsbox.campaigns.lifecycle import (
    AgainstAdvice,
    ChangedMeanwhile,
    IllegalMove,
    approve,
    cancel,
    copy,
    create,
    edit,
    go_on,
    launch,
    pause,
    resume,
    skip,
)
from smsbox.campaigns.plan import BadPlan, Plan, Start, Variant, mistakes
from smsbox.campaigns.preflight import Check, Level, Report, preflight
from smsbox.campaigns.rows import Campaign, Given, NoCampaign, State, batch_of, find, get, recent
from smsbox.campaigns.trial import NoStaff, test_send
from smsbox.campaigns.turns import clock_stepped

__all__ = [
    "AgainstAdvice",
    "Audience",
    "BadPlan",
    "Campaign",
    "ChangedMeanwhile",
    "Check",
    "Counts",
    "Given",
    "IllegalMove",
    "Level",
    "NoCampaign",
    "NoStaff",
    "Plan",
    "Report",
    "Start",
    "State",
    "Variant",
    "approve",
    "batch_of",
    "cancel",
    "clock_stepped",
    "copy",
    "create",
    "edit",
    "find",
    "get",
    "go_on",
    "launch",
    "left",
    "mistakes",
    "next_look",
    "pause",
    "preflight",
    "recent",
    "replied",
    "resume",
    "skip",
    "step",
    "test_send",
]
