"""Turns templates into pages: one Jinja2 environment a language, everything escaped, every missing name an error."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

from smsbox import __version__
from smsbox.clock import iso
from smsbox.i18n.languages import offered
from smsbox.i18n.translator import Translator, translator
from smsbox.web import words
from smsbox.web.assets import asset_url
from smsbox.web.messages.visible import visible


class _Compiled(BytecodeCache):
    """What was compiled for one language serves all."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.code


_COMPILED = _Compiled()


@cache
def environment(language: str) -> Environment:
    """The templates in one language; each is compiled once in a process."""
    spoken = translator(language)
    made = Environment(
        loader=PackageLoader("smsbox.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        optimized=False,  # a filter of a constant would be worked out in the language of the first
    )
    made.globals.update(
        _=_say(spoken),
        ngettext=_say_counted(spoken),
        asset_url=asset_url,
        languages=offered(),
        version=__version__,
        words=words,
    )
    made.filters.update(visible=partial(visible, tr=spoken), iso=iso)
    made.filters.update(number=spoken.number, span=spoken.span, dbm=spoken.power)
    return made


def render(language: str, template: str, **values: Any) -> str:
    """The page `template` in `language`."""
    return environment(language).get_template(template).render(**values)


def _say(spoken: Translator) -> Callable[..., str]:
    """`_` of the templates. It gives plain text, escaped where it is shown – also when it is no phrase of ours."""

    def say(text: str, **values: object) -> str:
        said = spoken.gettext(text)
        return said % values if values else said

    return say


def _say_counted(spoken: Translator) -> Callable[..., str]:
    """`ngettext` of the templates; `%(num)s` is the count as this language writes it."""

    def say(one: str, many: str, count: int, **values: object) -> str:
        return spoken.ngettext(one, many, count) % {"num": spoken.number(count), **values}

    return say
