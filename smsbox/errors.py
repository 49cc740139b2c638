"""The root of every error a person can meet: it carries facts and the key of its explanation, never finished prose."""

from __future__ import annotations

from typing import ClassVar


class SmsboxError(Exception):
    """Base of all typed errors.

    `key` names the explanation (cause and next step) in `smsbox.i18n.explanations`; `facts` fill its placeholders.
    `retryable` says whether the same call may succeed later, `delay` after how many seconds that makes sense (None:
    unknown). `exit_code` is what a command ends with (sysexits.h: 78 configuration, 75 try later, 65 bad data, else 1).
    """

    key: ClassVar[str] = "error.unexpected"
    retryable: ClassVar[bool] = False
    exit_code: ClassVar[int] = 1

    def __init__(self, *, delay: float | None = None, **facts: object) -> None:
        self.facts = facts
        self.delay = delay
        listed = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.key}({listed})")
