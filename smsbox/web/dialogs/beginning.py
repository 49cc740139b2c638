"""How a scenario begins: an example made the shop's own, or an empty form, and the little talk that shows one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

from smsbox.config.lines import KeyPath
from smsbox.dialogs.examples import Example
from smsbox.dialogs.flows import rows
from smsbox.dialogs.flows.editing import changed
from smsbox.dialogs.flows.reading import LANGUAGES
from smsbox.dialogs.flows.rows import Kept
from smsbox.dialogs.trying import ANSWERED, SAID, script
from smsbox.store import Store

_SHOWN = 4
NEEDED = {
    "vote": ("title", "words", "question", "option"),
    "quiz": ("title", "words", "question"),
    "contest": ("title", "words"),
    "order": ("title", "words", "goods"),
    "appointment": ("title", "words", "hours", "service"),
    "survey": ("title", "words", "question"),
    "form": ("title", "words", "step"),
}
"""What each kind cannot be without; all else has something usual."""
_HOURS = '\n[hours]\nweekdays = "10:00-19:00"\n'
_NUMBERED = re.compile("(?<=.)-[0-9]{1,3}$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a talk; `own`: what the customer writes."""

    text: str
    own: bool


def talk_of(example: Example) -> list[Line]:
    """The first lines of its talk."""
    lines = [line for line in script(example.talk.splitlines()) if line.sign in (SAID, ANSWERED)]
    return [Line(line.text, line.sign == SAID) for line in lines[:_SHOWN]]


def from_example(store: Store, example: Example) -> str:
    """The file of an example, with a name that is free."""
    name = str(tomllib.loads(example.source)["name"])
    return changed(example.source, {("name",): _free(store, name)})


def empty(store: Store, kind: str, language: str) -> str:
    """What a file of that kind begins with, under a name that is free: nothing that customers read yet."""
    name = _free(store, kind)
    spoken = f'language = "{language}"\n' if language in LANGUAGES else ""
    return f'kind = "{kind}"\nname = "{name}"\n{spoken}{_HOURS if kind == "appointment" else ""}'


def like(store: Store, kept: Kept) -> str:
    """The file of another one like it, under a name that is free, and without the days of the old one."""
    wanted: dict[KeyPath, str | None] = {
        ("name",): _free(store, _NUMBERED.sub("", kept.name)),
        ("opens",): None,
        ("closes",): None,
    }
    return changed(kept.source, wanted)


def _free(store: Store, name: str) -> str:
    """That name, or the first one behind it that nobody has."""
    taken = {each.name for each in rows.listed(store)}
    return next(
        each for each in (name, *(f"{name}-{place}" for place in range(2, len(taken) + 3))) if each not in taken
    )
