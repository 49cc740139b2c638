"""What is wrong with the texts of a plan, looked at with all that the shop and its customers have."""

from __future__ import annotations

from smsbox import contacts, wording
from smsbox.campaigns.plan import BadPlan, Plan
from smsbox.config import Config
from smsbox.sms.fields import fold
from smsbox.store import Store
from smsbox.wording import BadTemplate, Finding, Known, Severity, Template

_REASONS = {"empty": "text", "unknown_field_like": "unknown_field"}
"""Findings that are told by another word of BadPlan."""
_FEW = 60
"""A field with more values than these holds names or numbers: any value may be right."""


def findings(store: Store, config: Config, plan: Plan) -> list[tuple[int, Finding]]:
    """The place of a text, and one thing wrong with it, the gravest of each text first."""
    shop, known = config.shop, known_of(store, plan)
    return [
        (place, finding)
        for place, each in enumerate(plan.variants)
        for finding in wording.lint(
            each.text,
            language=shop.language,
            reply_contact=shop.phone or None,
            footer=plan.footer or shop.footer,
            shop=shop.name or None,
            words=shop.stop_words,
            known=known,
        )
    ]


def refuse(store: Store, config: Config, plan: Plan) -> None:
    """Let no text pass with which nothing may be saved or launched, whatever reason somebody gives. Raises BadPlan."""
    for _, finding in findings(store, config, plan):
        if finding.severity is Severity.STOP:
            raise BadPlan(reason=_REASONS.get(finding.key, finding.key))


def known_of(store: Store, plan: Plan) -> Known | None:
    """What the customers have of that for which the texts ask; None while there are no customers."""
    if store.run("SELECT 1 FROM contacts LIMIT 1").fetchone() is None:
        return None
    values = {name: contacts.values_of(store, name, _FEW + 1) for name in _compared(plan)}
    few = {name: had for name, had in values.items() if 0 < len(had) <= _FEW}
    return Known(contacts.field_names(store), contacts.tags(store), few)


def _compared(plan: Plan) -> set[str]:
    """The fields with whose values a part of a text is chosen."""
    names = set[str]()
    for each in plan.variants:
        try:
            conditions = Template.parse(each.text).conditions
        except BadTemplate:
            continue
        names |= {fold(condition.name) for condition in conditions if not condition.tag and condition.values}
    return names
