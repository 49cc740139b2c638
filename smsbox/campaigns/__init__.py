"""Offers to many, each by name: whom, what, when; fed into the outbox step by step, and counted."""

from smsbox.campaigns.feeder import step
from smsbox.campaigns.lifecycle import (
    ChangedMeanwhile,
    IllegalMove,
    approve,
    cancel,
    copy,
    create,
    edit,
    launch,
    pause,
    resume,
)
from smsbox.campaigns.plan import BadPlan, Plan, Start, Variant, mistakes
from smsbox.campaigns.rows import Campaign, Given, NoCampaign, State, batch_of, find, get, recent

__all__ = [
    "BadPlan",
    "Campaign",
    "ChangedMeanwhile",
    "Given",
    "IllegalMove",
    "NoCampaign",
    "Plan",
    "Start",
    "State",
    "Variant",
    "approve",
    "batch_of",
    "cancel",
    "copy",
    "create",
    "edit",
    "find",
    "get",
    "launch",
    "mistakes",
    "pause",
    "recent",
    "resume",
    "step",
]
