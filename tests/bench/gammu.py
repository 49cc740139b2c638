"""gammu-smsd with its files backend: one process a modem, every wait that can be set set to its smallest."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.bench.box import texts
from tests.bench.spool import Programs, drop

_CONFIG = """\
[gammu]
device = {link}
connection = at115200
synchronizetime = no

[smsd]
service = files
logfile = {folder}/smsd.log
debuglevel = 0
inboxpath = {folder}/inbox/
outboxpath = {folder}/outbox{place}/
sentsmspath = {folder}/sent/
errorsmspath = {folder}/error/
checksecurity = 0
hangupcalls = 0
statusfrequency = 0
receivefrequency = 1
commtimeout = 1
loopsleep = 1
"""

PROGRAM = "gammu-smsd"


class GammuSmsd(Programs):
    """gammu-smsd on `links`."""

    name = "gammu-smsd"

    def __init__(self, folder: Path, links: Sequence[str]) -> None:
        outboxes = [f"outbox{place}" for place in range(len(links))]
        super().__init__(folder, ["inbox", "sent", "error", "spare", *outboxes])
        self.inbox = folder / "inbox"
        self._links = links

    @staticmethod
    def installed() -> bool:
        """Whether Debian's package is there."""
        return shutil.which(PROGRAM) is not None

    def queue(self, count: int, *, first: int = 0) -> None:
        """Put `count` messages into each modem's queue."""
        for place in range(len(self._links)):
            outbox = self.folder / f"outbox{place}"
            for serial, draft in enumerate(texts(count, report=False, first=first), first):
                name = f"OUTC20260101_000000_{serial:06d}_{draft.recipient}_s.txt"
                drop(outbox, self.folder / "spare", name, draft.text)

    def start(self) -> None:
        """One process a modem."""
        for place, link in enumerate(self._links):
            config = self.folder / f"smsdrc{place}"
            config.write_text(_CONFIG.format(link=link, folder=self.folder, place=place), encoding="utf-8")
            self.launch([PROGRAM, "-c", str(config)])
