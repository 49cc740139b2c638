"""The form of a flow and its file, either made of the other; what the form does not know stays in the file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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


def form_of(source: str, shape: Shape) -> Filled:
    """The form of a file, with some empty rows."""
    data = tomllib.loads(source)
    values = {each.key: shown(each, within(data, each.path)) for each in shape.fields}
    for rows in shape.rows:
        written = _tables(data, rows.key)
        values[f"{rows.key}.count"] = str(len(written) + SPARE)
        for place, table in enumerate([*written, *[{}] * SPARE], 1):
            name = f"{rows.key}.{place}"
            values[f"{name}.was"] = str(place) if place <= len(written) else ""
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
    row in which nothing is left goes, a new one comes behind the others. Raises NotByForm.
    """
    data = tomllib.loads(source)
    wanted = _wanted(shape.fields, data, values, (), "")
    places: dict[str, str] = {}
    for rows in shape.rows:
        tables = _tables(data, rows.key)
        kept: list[int] = []
        more: list[dict[str, Any]] = []
        filled = [place for place in range(1, count(rows, values) + 1) if _says(rows, values, place)]
        old = {place: int(was) - 1 for place in filled if (was := values[f"{rows.key}.{place}.was"]).isdigit()}
        for place in sorted(filled, key=lambda each: (each not in old, old.get(each, each))):
            name = f"{rows.key}.{place}"
            table = tables[old[place]] if place in old and old[place] < len(tables) else None
            told = _wanted(rows.fields, table or {}, values, (), f"{name}.")
            if table is None:
                more.append({str(path[0]): value for path, value in told.items() if value is not None})
            else:
                told |= _followed(rows, table, told)
                wanted |= {(rows.key, old[place], *path): value for path, value in told.items()}
                kept.append(old[place])
            places[name] = f"{rows.key}.{len(kept) + len(more)}"
        source = changed(source, {path: wanted.pop(path) for path in list(wanted) if path[0] == rows.key})
        source = with_rows(source, rows.key, kept, more)
    source = changed(source, wanted)
    left = tomllib.loads(source)
    emptied = {each.path[:1] for each in shape.fields if each.lone and left.get(each.path[0]) == {}}
    return changed(source, dict.fromkeys(emptied)), places


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


def _tables(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key, [])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
