"""Tables on the command line: for a person as wide as his terminal, for a pipe tab-separated and without ornaments."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from smsbox.cli.console import escaped, speech

_GAP = "  "
_LEAST = 30
"""Characters the last column needs to stand beside the others; with less it goes below them."""


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """`title` and `columns` are phrases of the catalogues; the last column may be long. Cells are escaped here."""
    columns = [speech().gettext(column) for column in columns]
    cells = ([escaped(cell) for cell in row] for row in rows)
    if not sys.stdout.isatty():
        print("\t".join(columns))
        for row in cells:
            print("\t".join(row))
        return
    print(speech().gettext(title))
    for line in laid_out(columns, list(cells), shutil.get_terminal_size().columns):
        print(line)


def laid_out(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table no wider than `width`: the last column beside the others if there is room, else below them;
    and when not even the others fit, each row as a list of names and values.
    """
    if not rows:
        yield "–"
        return
    widths = [max(map(_width, column)) for column in zip(columns, *rows, strict=True)]
    fixed = sum(widths[:-1]) + len(_GAP) * len(widths[:-1])
    beside = width - fixed
    if beside >= min(widths[-1], _LEAST):
        yield from _beside(columns, rows, widths, beside)
    elif fixed - len(_GAP) <= width:
        yield from _below(columns, rows, widths, width)
    else:
        yield from _records(columns, rows, width)


def _beside(columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], room: int) -> Iterator[str]:
    indent = " " * (sum(widths[:-1]) + len(_GAP) * len(widths[:-1]))
    yield (_padded(columns[:-1], widths) + _GAP + columns[-1]).rstrip()
    for row in rows:
        first, *more = textwrap.wrap(row[-1], room) or [""]
        yield (_padded(row[:-1], widths) + _GAP + first).rstrip()
        yield from (indent + line for line in more)


def _below(columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], width: int) -> Iterator[str]:
    yield _padded(columns[:-1], widths).rstrip()
    for row in rows:
        yield _padded(row[:-1], widths).rstrip()
        yield from textwrap.wrap(row[-1], max(width, 12), initial_indent=_GAP * 2, subsequent_indent=_GAP * 2)


def _records(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    name_width = max(map(_width, columns))
    indent = " " * (name_width + len(_GAP))
    for number, row in enumerate(rows):
        if number:
            yield ""
        for name, cell in zip(columns, row, strict=True):
            if cell:
                head = name + " " * (name_width - _width(name)) + _GAP
                if max(map(_width, cell.split() or [cell])) > width - len(indent):
                    yield name
                    head, below = _GAP, _GAP
                else:
                    below = indent
                yield from textwrap.wrap(cell, max(width, 12), initial_indent=head, subsequent_indent=below)


def _padded(cells: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=False))


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
