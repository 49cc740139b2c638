"""A person's data as a file to hand to him: a page that any browser shows, and the same for programs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType

from smsbox.i18n.marks import N_
from smsbox.privacy.collecting import Collected, Deed, Moment, Section, Value, Word
from smsbox.sheets.exports import Reader

_STYLE = (
    "body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}th,dt{background:#eee}dl{display:grid;border:1px solid #bbb;"
    "grid-template-columns:minmax(7rem,1fr) 3fr;gap:1px}dt,dd{margin:0;padding:.3rem .5rem;overflow-wrap:anywhere}"
)
_TITLE, _NOTHING = N_("What we keep about you"), N_("Nothing is kept.")
_YES, _NO = N_("yes"), N_("no")
Deeds = Mapping[str, str]
_WIDE = 6
"""Columns of a table at most."""
_NO_WORDS: Deeds = MappingProxyType({})


def as_html(all_of_it: Collected, reader: Reader, deeds: Deeds = _NO_WORDS) -> str:
    """One page without anything from elsewhere, in the reader's language; `deeds`: words of the audit log, English."""
    title = f"{reader.word(_TITLE)}: {all_of_it.number}"
    made = _told(Moment(all_of_it.at), reader, deeds)
    parts = [_section(section, reader, deeds) for section in all_of_it.sections if section.rows]
    if not parts:
        parts = [f"<p>{escape(reader.word(_NOTHING))}</p>"]
    return (
        f'<!doctype html><html lang="{reader.tr.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"<h1>{escape(title)}</h1><p>{escape(made)}, {escape(reader.zone.key)}</p>{''.join(parts)}</html>"
    )


def as_zip(all_of_it: Collected, reader: Reader, deeds: Deeds = _NO_WORDS) -> bytes:
    """Both files in one."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.html", as_html(all_of_it, reader, deeds))
        packed.writestr("data.json", all_of_it.as_json())
    return body.getvalue()


def _section(section: Section, reader: Reader, deeds: Deeds) -> str:
    """A table of the columns in which anything stands; where they are many, a list for each row."""
    used = [at for at in range(len(section.columns)) if any(row[at] not in (None, "") for row in section.rows)]
    titles = [escape(reader.word(section.columns[at][1])) for at in used]
    rows = [[escape(_told(row[at], reader, deeds)) for at in used] for row in section.rows]
    shape = _lists if len(used) > _WIDE else _table
    return f"<h2>{escape(reader.word(section.title))}</h2>{shape(titles, rows)}"


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    heads = "".join(f"<th>{each}" for each in titles)
    return f"<table><tr>{heads}{''.join('<tr>' + ''.join(f'<td>{each}' for each in row) for row in rows)}</table>"


def _lists(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    pairs = ([(title, told) for title, told in zip(titles, row, strict=True) if told] for row in rows)
    return "".join(f"<dl>{''.join(f'<dt>{title}<dd>{told}' for title, told in row)}</dl>" for row in pairs)


def _told(value: Value, reader: Reader, deeds: Deeds) -> str:
    if value is None:
        return ""
    if isinstance(value, Moment):
        return reader.tr.full_moment(value.at, reader.zone)
    if isinstance(value, bool):
        return reader.word(_YES if value else _NO)
    if isinstance(value, Word):
        return reader.word(value.text)
    return reader.word(deeds.get(value.what, value.what)) if isinstance(value, Deed) else str(value)
