"""JSON of strangers → an object, or an error that says what is wrong; nothing in it is believed before it was read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from smsbox.errors import SmsboxError

DEEPEST = 16
"""Objects and lists within each other."""


class NotJson(SmsboxError):
    """A body that is no JSON object. Facts: `reason`: `encoding`, `syntax`, `number`, `repeated`, `deep`, `object`;
    `at`: the character, or the name, it was found at.
    """

    key = "api.not_json"
    exit_code = 65


class BadCharacter(SmsboxError):
    """A text holds what no text can: a NUL or half a surrogate pair. Facts: `at`: where."""

    key = "api.bad_character"
    exit_code = 65


def read_object(octets: bytes) -> dict[str, Any]:
    """The object. Raises NotJson, BadCharacter."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotJson(reason="encoding", at=error.start) from None
    try:
        found = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_number, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise NotJson(reason="syntax", at=error.pos) from None
    except RecursionError:
        raise NotJson(reason="deep", at=DEEPEST) from None
    if not isinstance(found, dict):
        raise NotJson(reason="object", at=0)
    for at, each in _texts(found, (), 0):
        if "\0" in each or (not each.isascii() and any("\ud800" <= letter <= "\udfff" for letter in each)):
            raise BadCharacter(at=".".join(at))
    return found


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NotJson(reason="repeated", at=name[:40])
        found[name] = value
    return found


def _no_number(word: str) -> None:
    raise NotJson(reason="number", at=word)


def _number(text: str) -> float:
    found = float(text)
    if found in (float("inf"), float("-inf")):
        raise NotJson(reason="number", at=text[:40])
    return found


def _whole(text: str) -> int:
    if len(text) > 40:
        raise NotJson(reason="number", at=text[:40])
    return int(text)


def _texts(value: Any, at: tuple[str, ...], deep: int) -> Iterator[tuple[tuple[str, ...], str]]:
    if deep > DEEPEST:
        raise NotJson(reason="deep", at=DEEPEST)
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield (*at, "name"), name
            yield from _texts(each, (*at, name), deep + 1)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _texts(each, (*at, str(place)), deep + 1)
