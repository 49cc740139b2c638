"""smsd of smstools3: one main process, one more a modem, the link kept open by +CMMS=2, every wait at its least."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.bench.box import texts
from tests.bench.spool import Programs, drop

_CONFIG = """\
devices = {names}
outgoing = {folder}/outgoing
checked = {folder}/checked
incoming = {folder}/incoming
failed = {folder}/failed
sent = {folder}/sent
logfile = {folder}/smsd.log
loglevel = 3
delaytime = 1
delaytime_mainprocess = 1
sleeptime_mainprocess = 1
check_pid_interval = 0
autosplit = 3
"""

_MODEM = """
[{name}]
device = {link}
incoming = high
init2 = AT+CMMS=2
baudrate = 115200
keep_open = yes
check_network = 0
send_delay = 0
sentsleeptime = 0
report = no
"""

PROGRAM = "/usr/sbin/smsd"


class Smstools(Programs):
    """smstools3's smsd on `links`."""

    name = "smstools3"

    def __init__(self, folder: Path, links: Sequence[str]) -> None:
        super().__init__(folder, ["outgoing", "checked", "incoming", "failed", "sent", "spare"])
        self.inbox = folder / "incoming"
        self._links = links

    @staticmethod
    def installed() -> bool:
        """Whether Debian's package is there."""
        return shutil.which(PROGRAM) is not None and os.access(PROGRAM, os.X_OK)

    def queue(self, count: int, *, first: int = 0) -> None:
        """Put `count` messages for each modem into the one queue all modems share."""
        total = count * len(self._links)
        for serial, draft in enumerate(texts(total, report=False, first=first), first):
            content = f"To: {draft.recipient.removeprefix('+')}\n\n{draft.text}"
            drop(self.folder / "outgoing", self.folder / "spare", f"s{serial:07d}", content)

    def start(self) -> None:
        """The main process starts the others."""
        names = [f"GSM{place}" for place in range(len(self._links))]
        config = _CONFIG.format(names=", ".join(names), folder=self.folder)
        for name, link in zip(names, self._links, strict=True):
            config += _MODEM.format(name=name, link=link)
        path = self.folder / "smsd.conf"
        path.write_text(config, encoding="utf-8")
        self.launch([PROGRAM, "-t", f"-c{path}", f"-p{self.folder}/pid", f"-i{self.folder}/working", "-nbench"])
