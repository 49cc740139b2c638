"""What may be wrong with a flow, told all at once; and the errors of who asks for one that is not there."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox.config.problems import Problem
from smsbox.errors import SmsboxError


class FlowErrors(SmsboxError):
    """A flow cannot be kept or opened so. Facts: `path` (of its file, "" where it came otherwise), `count`, `first`
    (of them, in a sentence), `problems`.
    """

    key = "dialogs.flow_errors"
    exit_code = 65

    def __init__(self, problems: Sequence[Problem], path: str = "") -> None:
        self.problems = tuple(problems)
        first = self.problems[0].sentence
        super().__init__(path=path, count=len(self.problems), first=first, problems=self.problems)


class NoSuchFlow(SmsboxError):
    """There is no flow called so. Facts: `name`."""

    key = "dialogs.no_flow"
    exit_code = 69
