"""The form of a flow and its file, either made of the other; what the form does not know stays in the file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smsbox.config.lines import KeyPath
from smsbox.dialogs.flows.editing import changed, with_rows
from smsbox.sms.keywords import folded
from smsbox.web.dialogs.fields import LONGEST, Field, Rows, Shape, Sort, shown, typed, within
from smsbox.web.forms import Filled, take
from smsbox.web.visit import Visit

MOST_ROWS = 200
SPARE = 2
"""Empty rows behind the written ones, for who wants one more."""
_FIELDS_OF_A_PAGE = 60
"""Fields of rows shown at once: a catalogue of 150 goods would weigh more than a telephone likes to load."""


def fields_of(shape: Shape, values: Mapping[str, str]) -> dict[str, Field]:
    """Every field of the form by its name; as many rows as `values` have."""
    found = {each.key: each for each in shape.fields}
    for rows in shape.rows:
        for place in range(1, count(rows, values) + 1):
            found |= {f"{rows.key}.{place}.{each.key}": each for each in rows.fields}
    return found


def count(rows: Rows, values: Mapping[str, str]) -> int:
    """How many rows of that table the form has."""
    given = values.get(f"{rows.key}.count", "")
    return min(int(given), MOST_ROWS) if given.isascii() and given.isdigit() and len(given) < 5 else 0


def page_of(shape: Shape, rows: Rows) -> int:
    """How many rows of that table are shown at once."""
    return max(5, _FIELDS_OF_A_PAGE // len(shape.rows) // len(rows.fields))


def form_of(source: str, shape: Shape, starts: Mapping[str, int] | None = None, *, spare: int = SPARE) -> Filled:
    """The form of a file: of each table the page with the row of `starts` (from 0); behind the last, empty ones."""
    data = tomllib.loads(source)
    values = {each.key: shown(each, within(data, each.path)) for each in shape.fields}
    for rows in shape.rows:
        written, size = tables_of(data, rows.key), page_of(shape, rows)
        start = min(max((starts or {}).get(rows.key, 0), 0), max(len(written) - 1, 0)) // size * size
        here = written[start : start + size]
        empty = spare if start + size >= len(written) else 0
        values[f"{rows.key}.count"] = str(len(here) + empty)
        for place, table in enumerate([*here, *[{}] * empty], 1):
            name = f"{rows.key}.{place}"
            values[f"{name}.was"] = str(start + place) if place <= len(here) else ""
            values |= {f"{name}.{each.key}": shown(each, within(table, each.path)) for each in rows.fields}
    return Filled(values)


def taken(visit: Visit, shape: Shape, more: str = "") -> Filled:
    """The form as it was sent; with more empty rows of the table `more`."""
    form = Filled({})
    for rows in shape.rows:
        take(visit, form, f"{rows.key}.count", 4, visit.field(f"{rows.key}.count"))
    for name, field in fields_of(shape, form.values).items():
        take(visit, form, name, LONGEST.get(field.sort, 300), visit.field(name).replace("\r\n", "\n"))
    for rows in shape.rows:
        for place in range(1, count(rows, form.values) + 1):
            take(visit, form, f"{rows.key}.{place}.was", 4, visit.field(f"{rows.key}.{place}.was"))
        if more == rows.key:
            _add(form, rows)
    return form


def _add(form: Filled, rows: Rows) -> None:
    have = count(rows, form.values)
    form.values[f"{rows.key}.count"] = str(have + SPARE)
    for place in range(have + 1, have + SPARE + 1):
        form.values[f"{rows.key}.{place}.was"] = ""
        form.values |= {f"{rows.key}.{place}.{each.key}": shown(each, None) for each in rows.fields}


def file_of(source: str, shape: Shape, values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The file changed as the form says, and where each row of the form stands in it now: `option.3` → `option.2`. A
    row in which nothing is left goes, a new one comes behind the others, and one that the form does not show stays.
    Raises NotByForm.
    """
    data = tomllib.loads(source)
    wanted = _wanted(shape.fields, data, values, (), "")
    places: dict[str, str] = {}
    for rows in shape.rows:
        tables = tables_of(data, rows.key)
        more: list[dict[str, Any]] = []
        filled = [place for place in range(1, count(rows, values) + 1) if _says(rows, values, place)]
        asked = asked_of(rows, values)
        old = {place: at for place, at in asked.items() if place in filled and at < len(tables)}
        kept = sorted((set(range(len(tables))) - set(asked.values())) | set(old.values()))
        for place in filled:
            name = f"{rows.key}.{place}"
            table = tables[old[place]] if place in old else None
            told = _wanted(rows.fields, table or {}, values, (), f"{name}.")
            if table is None:
                more.append({str(path[0]): value for path, value in told.items() if value is not None})
                places[name] = f"{rows.key}.{len(kept) + len(more)}"
            else:
                told |= _followed(rows, table, told)
                wanted |= {(rows.key, old[place], *path): value for path, value in told.items()}
                places[name] = f"{rows.key}.{kept.index(old[place]) + 1}"
        source = changed(source, {path: wanted.pop(path) for path in list(wanted) if path[0] == rows.key})
        source = with_rows(source, rows.key, kept, more)
    source = changed(source, wanted)
    left = tomllib.loads(source)
    emptied = {each.path[:1] for each in shape.fields if each.lone and left.get(each.path[0]) == {}}
    return changed(source, dict.fromkeys(emptied)), places


@dataclass(frozen=True, slots=True)
class Standing:
    """A table in the form: `count` rows of the form, each with its `numbers`; where there are more in the file than are
    shown, its `pages`: the first row of each (from 0), what it is called, and whether it is shown.
    """

    count: int
    numbers: tuple[int, ...]
    pages: tuple[tuple[int, str, bool], ...]


def standing(shape: Shape, rows: Rows, tables: list[dict[str, Any]], values: Mapping[str, str]) -> Standing:
    """How that table of the file, which has these `tables`, stands in the form."""
    many, asked, size = count(rows, values), asked_of(rows, values), page_of(shape, rows)
    new = iter(range(len(tables) + 1, len(tables) + many + 1))
    numbers = tuple(asked[place] + 1 if place in asked else next(new) for place in range(1, many + 1))
    at = min(asked.values(), default=len(tables) - 1) // size * size
    pages = [
        (first, f"{first + 1}–{min(first + size, len(tables))}", first == at) for first in range(0, len(tables), size)
    ]
    return Standing(many, numbers, tuple(pages) if len(pages) > 1 else ())


def asked_of(rows: Rows, values: Mapping[str, str]) -> dict[int, int]:
    """Which rows of the file (from 0) stand in the form, each by its place there (from 1)."""
    said = {place: values[f"{rows.key}.{place}.was"] for place in range(1, count(rows, values) + 1)}
    return {place: int(was) - 1 for place, was in said.items() if was.isascii() and was.isdigit() and int(was)}


def _wanted(
    fields: tuple[Field, ...], table: Mapping[str, Any], values: Mapping[str, str], at: KeyPath, prefix: str
) -> dict[KeyPath, Any]:
    """What the form says of those keys of a table."""
    found: dict[KeyPath, Any] = {}
    for field in fields:
        before = within(table, field.path)
        value = typed(field, values[prefix + field.key], before)
        if value is not None or before is not None:
            found[(*at, *field.path)] = value
    return found


def _followed(rows: Rows, table: Mapping[str, Any], told: Mapping[KeyPath, Any]) -> dict[KeyPath, Any]:
    """What the form does not show and has to follow what it says of a row: other names of an answer go with it, and
    an option that is only spelled otherwise keeps the votes it has.
    """
    found: dict[KeyPath, Any] = {}
    aliases, before, after = table.get("aliases"), table.get("options"), told.get(("options",))
    if isinstance(aliases, Mapping) and isinstance(before, list):
        now = after if isinstance(after, list) else []
        moved = dict(zip(before, now, strict=False)) if len(before) == len(now) else {}
        for name in (each for each in aliases if each in before and each not in now):
            found |= {("aliases", name): None}
            found |= {("aliases", moved[name]): aliases[name]} if name in moved and moved[name] not in aliases else {}
    title, called, key = str(table.get("title")), str(told.get(("title",))), table.get("key")
    if rows.counted and title != called:
        if key is None and _same(title, called):
            found[("key",)] = title
        elif key is not None and _same(str(key), title) and not _same(title, called):
            found[("key",)] = None  # another option: it does not get the votes of the one that stood here
    return found


def _same(before: str, after: str) -> bool:
    """Whether an option is still the one it was: its letters stand otherwise, or something is added behind them."""
    old, new = folded(before).split(), folded(after).split()
    return bool(old) and (new[: len(old)] == old or sorted("".join(old)) == sorted("".join(new)))


def _says(rows: Rows, values: Mapping[str, str], place: int) -> bool:
    """Whether anything stands in a row; what it says by itself does not count."""
    return any(
        values[f"{rows.key}.{place}.{each.key}"].strip() not in ("", shown(each, None))
        for each in rows.fields
        if each.sort is not Sort.CHOICE
    )


def tables_of(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The tables `[[key]]` of a file."""
    found = data.get(key, [])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
