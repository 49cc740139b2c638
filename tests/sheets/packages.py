"""Writes .xlsx files for tests part by part, as other programs do, with what their writers leave out or get wrong."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns="{_MAIN}" xmlns:r="{_KIND}"'
WORKBOOK, RELATIONS, STRINGS, STYLES = (
    *("xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
    *("xl/sharedStrings.xml", "xl/styles.xml"),
)


def relations(*targets: tuple[str, str]) -> str:
    """A part that refers to others, by kind and target; their ids are r1, r2..."""
    each = (
        f'<Relationship Id="r{at}" Type="{_KIND}/{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(each)}</Relationships>'


def sheet(cells: str) -> str:
    """The part of a sheet."""
    return f'<worksheet {SPACES}><dimension ref="A1"/><sheetData>{cells}</sheetData></worksheet>'


def one_row(*cells: str) -> str:
    """Cells, as XML without their places, in a row."""
    placed = (each.replace("<c", f'<c r="{chr(65 + at)}1"', 1) for at, each in enumerate(cells))
    return f'<row r="1">{"".join(placed)}</row>'


def parts(
    *sheets: str, formats: Sequence[int | str] = (), strings: Sequence[str] = (), since_1904: bool = False
) -> dict[str, str]:
    """The parts of a workbook by name. `formats`: of the cell styles from 1, built in by number; `strings`: <si>s."""
    names = [f"worksheets/sheet{at}.xml" for at in range(1, len(sheets) + 1)]
    listed = "".join(f'<sheet name="Лист{at}" sheetId="{at}" r:id="r{at}"/>' for at in range(1, len(sheets) + 1))
    own = [(164 + at, each) if isinstance(each, str) else (each, "") for at, each in enumerate(formats)]
    forms = "".join(f'<numFmt numFmtId="{at}" formatCode="{each}"/>' for at, each in own if each)
    styles = "".join(f'<xf numFmtId="{at}"/>' for at, _ in own)
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("officeDocument", WORKBOOK)),
        WORKBOOK: f'<workbook {SPACES}><workbookPr date1904="{int(since_1904)}"/><sheets>{listed}</sheets></workbook>',
        RELATIONS: relations(
            *(("worksheet", name) for name in names), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        STRINGS: f"<sst {SPACES}>{''.join(strings)}</sst>",
        STYLES: f"<styleSheet {SPACES}><numFmts>{forms}</numFmts><cellXfs><xf/>{styles}</cellXfs></styleSheet>",
        **{f"xl/{name}": sheet(cells) for name, cells in zip(names, sheets, strict=True)},
    }


def write(path: Path, inside: Mapping[str, str]) -> Path:
    """The archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return path
