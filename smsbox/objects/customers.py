"""Customers as JSON objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smsbox.consent import Standing
    from smsbox.contacts import Contact
    from smsbox.objects.messages import Moment


def customer_json(one: Contact, standing: Standing, at: Moment) -> dict[str, Any]:
    """A customer and where his main number stands."""
    return {
        "id": one.id,
        "number": one.number,
        "name": one.name,
        "salutation": one.salutation,
        "language": one.language,
        "state": one.state.name.lower(),
        "permission": "left" if standing.gone else standing.state.label,
        "prefers_call": standing.prefers_call,
        "birthday": one.birthday,
        "tags": list(one.tags),
        "fields": dict(one.fields),
        "other_numbers": list(one.other_numbers),
        "source": one.source_id,
        "added_at": at(one.created_at),
        "heard_at": at(one.heard_at),
        "bought_at": at(one.bought_at),
    }
