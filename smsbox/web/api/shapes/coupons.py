"""Coupons as a till asks for them."""

from __future__ import annotations

from smsbox.web.api.fields import Body, Flag, Text, Whole


class Code(Body):
    """A code as it was typed or read."""

    code = Text(least=1, most=60, required=True)


class ToRedeem(Code):
    """A code, and what its bearer pays: 249.90."""

    paid = Text(least=1, most=20, allow_none=True, load_default=None)


class Coupon(Body):
    """Whether a code counts, if not why, and what is known of it."""

    code = Text(required=True)
    counts = Flag(required=True)
    reason = Text(required=True, allow_none=True)
    message = Text(required=True)
    step = Text(required=True)
    series = Whole(required=True, allow_none=True)
    offer = Text(required=True, allow_none=True)
    state = Text()
    number = Text(allow_none=True)
    campaign = Whole(allow_none=True)
    given_at = Text(allow_none=True)
    redeemed_at = Text(allow_none=True)
    redeemed_by = Text(allow_none=True)
    redeemed_how = Text(allow_none=True)
    paid = Text(allow_none=True)
