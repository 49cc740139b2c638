"""A person's data as a file to hand to him: a page that any browser shows, and the same for programs."""

from __future__ import annotations

import io
import zipfile
from html import escape

from smsbox.i18n.marks import N_
from smsbox.privacy.collecting import Collected, Moment, Section, Value
from smsbox.sheets.exports import Reader

_STYLE = (
    "body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}th{background:#eee}"
)
_TITLE, _NOTHING = N_("What we keep about you"), N_("Nothing is kept.")
_YES, _NO = N_("yes"), N_("no")


def as_html(all_of_it: Collected, reader: Reader) -> str:
    """One page without anything from elsewhere, in the reader's language."""
    title = f"{reader.word(_TITLE)}: {all_of_it.number}"
    made = _told(Moment(all_of_it.at), reader)
    parts = [_section(section, reader) for section in all_of_it.sections if section.rows]
    if not parts:
        parts = [f"<p>{escape(reader.word(_NOTHING))}</p>"]
    return (
        f'<!doctype html><html lang="{reader.tr.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"<h1>{escape(title)}</h1><p>{escape(made)}, {escape(reader.zone.key)}</p>{''.join(parts)}</html>"
    )


def as_zip(all_of_it: Collected, reader: Reader) -> bytes:
    """Both files in one."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.html", as_html(all_of_it, reader))
        packed.writestr("data.json", all_of_it.as_json())
    return body.getvalue()


def _section(section: Section, reader: Reader) -> str:
    heads = "".join(f"<th>{escape(reader.word(title))}" for _, title in section.columns)
    rows = "".join("<tr>" + "".join(f"<td>{escape(_told(value, reader))}" for value in row) for row in section.rows)
    return f"<h2>{escape(reader.word(section.title))}</h2><table><tr>{heads}{rows}</table>"


def _told(value: Value, reader: Reader) -> str:
    if value is None:
        return ""
    if isinstance(value, Moment):
        return reader.tr.full_moment(value.at, reader.zone)
    if isinstance(value, bool):
        return reader.word(_YES if value else _NO)
    return str(value)
