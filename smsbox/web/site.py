"""Everything the page needs from the rest of the house, handed in by whoever starts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from smsbox.clock import Clock
from smsbox.config import Config
from smsbox.store import Store
from smsbox.web.dialogue import Desk


@dataclass(frozen=True, slots=True)
class Site:
    """`modem_statuses` gives a mapping per modem, moments in ISO 8601; `ring` wakes the relays; `desk` works at modems
    by hand (None: nobody does).
    """

    store: Store
    config: Config
    clock: Clock
    modem_statuses: Callable[[], list[dict[str, Any]]]
    ring: Callable[[], object]
    desk: Desk | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the shop."""
        return self.config.region.zone


ModemStatus = Mapping[str, Any]
"""One modem's status as JSON fields, as the doorbell gives it too."""
