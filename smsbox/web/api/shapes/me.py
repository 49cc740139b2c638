"""A token, as its program may know it."""

from __future__ import annotations

from smsbox.people.rights import FOR_TOKENS
from smsbox.web.api.fields import Body, Choice, Flag, Inner, Several, Text, Whole

_RIGHTS = tuple(right.value for right in FOR_TOKENS)


class Limit(Body):
    """SMS of today of one limit that holds for this token: of it, of all programs, of a beginning of numbers."""

    kind = Choice(("token", "all", "prefix"), required=True)
    name = Text(required=True)
    spent = Whole(required=True)
    most = Whole(required=True)


class Me(Body):
    """What a token may, and what is left of it today."""

    name = Text(required=True)
    rights = Several(Choice(_RIGHTS), required=True)
    numbers = Several(Text(), required=True)
    expires_at = Text(required=True, allow_none=True)
    stopped = Flag(required=True)
    limits = Several(Inner(Limit), required=True)
