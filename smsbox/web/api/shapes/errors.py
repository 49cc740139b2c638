"""What a program gets that met an error."""

from __future__ import annotations

from smsbox.web.api.fields import Body, Inner, Named, Several, Text


class Place(Body):
    """What is wrong at one place of what was sent."""

    at = Text(required=True)
    code = Text(required=True)
    message = Text(required=True)


class Problem(Body):
    """What is wrong: a code for programs, a sentence and the next step for people."""

    code = Text(required=True)
    message = Text(required=True)
    step = Text(required=True)
    facts = Named(required=True)
    wrong = Several(Inner(Place))


class Refused(Body):
    """The one shape of all errors."""

    error = Inner(Problem, required=True)
