"""How the box is, as programs ask."""

from __future__ import annotations

from smsbox.web.api.fields import Body, Choice, Inner, Several, Text, Whole

_GRADES = ("note", "warning", "problem")


class Trouble(Body):
    """One problem: its key and subject for programs, a sentence and the next step for people."""

    key = Text(required=True)
    subject = Text(required=True)
    severity = Choice(_GRADES, required=True)
    since = Text(required=True)
    message = Text(required=True)
    step = Text(required=True)


class Queue(Body):
    """Messages that have not left."""

    queued = Whole(required=True)
    held = Whole(required=True)
    uncertain = Whole(required=True)


class Health(Body):
    """How the box is: `status` that of the worst problem."""

    status = Choice(("ok", *_GRADES), required=True)
    version = Text(required=True)
    modems_ready = Whole(required=True)
    modems = Whole(required=True)
    queue = Inner(Queue, required=True)
    problems = Several(Inner(Trouble), required=True)
