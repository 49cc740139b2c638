"""Modems as programs see them."""

from __future__ import annotations

from smsbox.web.api.fields import Body, Inner, Named, Several, Text, Whole


class Modem(Body):
    """How a modem is: `state` in a word, `reason` the key of what holds it up, `message` that in a sentence."""

    name = Text(required=True)
    state = Text(required=True)
    reason = Text(required=True, allow_none=True)
    message = Text(required=True)
    operator = Text(required=True, allow_none=True)
    registration = Text(required=True, allow_none=True)
    technology = Text(required=True, allow_none=True)
    dbm = Whole(required=True, allow_none=True)
    limits_left = Named(required=True)
    last_sent_at = Text(required=True, allow_none=True)
    last_received_at = Text(required=True, allow_none=True)
    next_send_at = Text(required=True, allow_none=True)
    since = Text(required=True, allow_none=True)


class Modems(Body):
    """All of them."""

    modems = Several(Inner(Modem), required=True)
