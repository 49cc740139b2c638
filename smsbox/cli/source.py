"""Where the recipients of `smsbox send` come from: a file or the command line, gone through twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from smsbox.cli.console import note
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.sheets import BadRow, Row, Sheet
    from smsbox.sheets.advertising import Advertising
    from smsbox.sheets.letters import Letter, Rules


class SheetChanged(SmsboxError):
    """The file changed between checking and queueing. Facts: `path`, `queued`."""

    key = "cli.sheet_changed"
    exit_code = 75


class Source:
    """Where the recipients come from; it can be gone through more than once."""

    def __init__(
        self, config: Config, text: str, numbers: tuple[str, ...], path: Path | None, encoding: str | None
    ) -> None:
        from smsbox.sheets import NUMBER, open_sheet
        from smsbox.sheets.letters import Rules, check_fields
        from smsbox.wording import Person, Template

        self.text = text
        self.numbers = numbers
        self.advertising: Advertising | None = None
        """Set for texts that only those may get who agreed."""
        self._fingerprint = _fingerprint(path)
        self.sheet: Sheet | None = None if path is None else open_sheet(path, encoding)
        self.rules: Rules = Rules(config.region.country, config.allow_any)
        if self.sheet is not None:
            check_fields(text, self.sheet.header)
            if not self.sheet.encoding.startswith(("utf-8", "xlsx")):
                told = N_("smsbox: {path} is read as {encoding} (--encoding changes that)")
                note(told, path=path, encoding=self.sheet.encoding)

        else:
            Template.parse(text).render(Person({NUMBER: "x"}))

    def letters(self) -> Iterator[Letter | BadRow]:
        """One pass."""
        from smsbox.sheets.letters import letters

        found = letters(self._rows(), self.text, self.rules)
        return found if self.advertising is None else self.advertising.of(found)

    def _rows(self) -> Iterable[Row | BadRow]:
        from smsbox.sheets import NUMBER, Row

        if self.sheet is not None:
            return self.sheet.rows()
        return (Row(place, {NUMBER: number}) for place, number in enumerate(self.numbers, 1))

    def still_the_same(self, queued: int) -> None:
        """Raise SheetChanged when the file is no longer the one that was checked."""
        if self.sheet is not None and _fingerprint(self.sheet.path) != self._fingerprint:
            raise SheetChanged(path=str(self.sheet.path), queued=queued)


def _fingerprint(path: Path | None) -> object:
    if path is None or not path.exists():
        return None
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
