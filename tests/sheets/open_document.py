"""Writes .ods files for tests, as LibreOffice does (OpenDocument 1.3 part 3)."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns"
_MANIFEST = (
    f'<?xml version="1.0"?><m:manifest xmlns:m="{_SPACE}:manifest:1.0"><m:file-entry m:full-path="/" '
    f'm:media-type="{_KIND}"/></m:manifest>'
)
_TRAILING = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)


def cell(value: object, times: int = 1) -> str:
    """A cell, repeated so many times."""
    repeated = f' table:number-columns-repeated="{times}"' if times > 1 else ""
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}{repeated}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def row(*cells: object, times: int = 1) -> str:
    """A row, repeated so many times; blank up to the end of the sheet, as LibreOffice writes it."""
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f"<table:table-row{repeated}>{''.join(map(cell, cells))}{blank}</table:table-row>"


def write(path: Path, *rows: Sequence[object], content: str = "", **sheets: Sequence[Sequence[object]]) -> Path:
    """An .ods with `rows` on its first sheet, or with that `content` of one."""
    tables = {"Аркуш1": rows, **sheets}
    body = "".join(
        f'<table:table table:name="{name}">{content or "".join(row(*each) for each in lines)}{_TRAILING}</table:table>'
        for name, lines in tables.items()
    )
    spaces = " ".join(f'xmlns:{name}="{_SPACE}:{name}:1.0"' for name in ("office", "table", "text"))
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _KIND, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        end = "</office:spreadsheet></office:body></office:document-content>"
        archive.writestr("content.xml", document + body + end)
    return path
