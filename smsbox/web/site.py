"""Everything the page needs from the rest of the house, handed in by whoever starts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from smsbox.clock import Clock, Micros
from smsbox.config import Config
from smsbox.figures.counting import Counts
from smsbox.problems import Case
from smsbox.store import Store
from smsbox.web.backups import BackupDesk
from smsbox.web.modems.console import ConsoleDesk
from smsbox.web.modems.dialogue import Desk
from smsbox.web.modems.scout import Scout
from smsbox.web.settings.desk import SettingsDesk


@dataclass(slots=True)
class Site:
    """`config` is exchanged as a whole when settings change. `modem_statuses` gives a mapping per modem, moments in ISO
    8601; `ring` wakes the relays; `desk` and `console` work at modems by hand (None: nobody does); `settings` changes
    settings (None: they cannot be changed here); `scout` looks for modems (None: nobody does).
    """

    store: Store
    config: Config
    clock: Clock
    modem_statuses: Callable[[], list[dict[str, Any]]]
    ring: Callable[[], object]
    desk: Desk | None = None
    console: ConsoleDesk | None = None
    settings: SettingsDesk | None = None
    box: str = ""
    """What problems of this box are marked with."""
    unwritten: Callable[[], Sequence[Case]] = tuple
    """Problems that the database cannot take, because it is one itself."""
    scout: Scout | None = None
    backups: BackupDesk | None = None
    """Has backups made and read (None: nobody does)."""
    alarm: Callable[[str], object] | None = None
    """Has a test sent by one of the ways of alarms (None: nobody does)."""
    route: Callable[[Store, Config, Micros], int] | None = None
    """The router's, for scenarios that are tried on a page (`dialogs.trying`); None: they cannot be tried here."""
    late: Callable[[], Sequence[str]] = tuple
    """Threads of the daemon that should have said long ago that they live."""
    counts: Counts = field(default_factory=Counts)
    """What monitoring sees grow."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the shop."""
        return self.config.region.zone


ModemStatus = Mapping[str, Any]
"""One modem's status as JSON fields, as the doorbell gives it too."""
