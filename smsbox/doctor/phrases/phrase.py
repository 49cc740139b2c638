"""What a finding is told with: phrases of the catalogues with `{facts}`, a command and a page."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """`command` (with facts too) and `page` are not translated; what is in order needs a cause alone."""

    cause: str
    consequence: str = ""
    step: str = ""
    command: str = ""
    page: str = ""


def fill(phrase: str, facts: Mapping[str, object]) -> str:
    """`phrase` with its `{names}` filled in; a fact that is missing reads `?`."""
    return _Facts().vformat(phrase, (), facts)


class _Facts(string.Formatter):
    """Only plain names: a phrase never reaches into an object."""

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        value = kwargs.get(field_name)
        return "?" if value is None else str(value), field_name
