"""A form between two views: what was typed and what is wrong with it, so that a refused form keeps every word."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

_SURROGATE = re.compile("[\ud800-\udfff]")

UNREADABLE = N_("This contains characters that no text can have.")
MISSING = N_("This is needed.")
LONG = N_("This is too long.")


@dataclass(slots=True)
class Filled:
    """`values` as typed (line ends as LF), `errors` in the reader's language by field; `form` is for the whole."""

    values: dict[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)

    def wrong(self, name: str, message: str) -> None:
        """One more thing wrong with a field."""
        self.errors.setdefault(name, []).append(message)


def blank(names: Iterable[str], **values: str) -> Filled:
    """A form nobody has typed into; `values` are prefilled."""
    return Filled({name: values.get(name, "") for name in names})


def filled(visit: Visit, longest: dict[str, int]) -> Filled:
    """The named fields of a sent form; `longest` is the greatest length of each in characters.

    NUL and bytes that are not UTF-8 are errors of their field; they become U+FFFD so that it can be shown again.
    """
    form = Filled({})
    for name, most in longest.items():
        take(visit, form, name, most, visit.field(name).replace("\r\n", "\n"))
    return form


def asked(visit: Visit, longest: Mapping[str, int], given: Mapping[str, str] | None) -> Filled:
    """The named fields of a search, of the address or those `given`, read as those of a form, without blanks around."""
    form = Filled({})
    for name, most in longest.items():
        take(visit, form, name, most, (visit.query(name) if given is None else given.get(name, "")).strip())
        form.values[name] = form.values[name][:most]
    return form


def take(visit: Visit, form: Filled, name: str, most: int, text: str) -> None:
    """One field as it came, with what is wrong with it."""
    if "\0" in text or _SURROGATE.search(text):
        form.wrong(name, visit.tr.gettext(UNREADABLE))
        text = _SURROGATE.sub("\ufffd", text.replace("\0", "\ufffd"))
    if len(text) > most:
        form.wrong(name, visit.tr.gettext(LONG))
    form.values[name] = text


def only(values: dict[str, str], name: str, known: Container[str]) -> None:
    """What no menu offers asks for nothing."""
    if values[name] not in known:
        values[name] = ""


def require(visit: Visit, form: Filled, *names: str) -> None:
    """Mark the fields among `names` that were left empty."""
    for name in names:
        if not form.values[name].strip():
            form.wrong(name, visit.tr.gettext(MISSING))
