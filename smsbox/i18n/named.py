"""Numbers of the database that have a name: one word for programs, another in the reader's language."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class Named(IntEnum):
    """A member is its number, and where people see it the number with `text`: English, marked for the catalogues."""

    text: str

    def __new__(cls, value: int, text: str = "") -> Self:
        """The number `value`, in a person's words `text`."""
        made = int.__new__(cls, value)
        made._value_ = value
        made.text = text
        return made

    @property
    def label(self) -> str:
        """The word used in JSON, in events, in filters and on the command line."""
        return self.name.lower()
