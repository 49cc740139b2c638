"""The names of fields, of a table, of a person, of a template: how they are compared."""

from __future__ import annotations

APOSTROPHES = "'’ʼ‘`´"
"""What keyboards give for one; the first stands for all."""
_ONE_APOSTROPHE = dict.fromkeys(map(ord, APOSTROPHES), APOSTROPHES[0])


def one_apostrophe(name: str) -> str:
    """`name` with `'` for every kind of apostrophe."""
    return name.translate(_ONE_APOSTROPHE)


def fold(name: str) -> str:
    """A name as it is compared: small letters, one kind of apostrophe (`ім’я`, `ім'я`), no blanks around."""
    return one_apostrophe(name.strip().casefold())
