"""Files that are handed in: larger than any form, so only for somebody whom the page has given a ticket for one."""

from __future__ import annotations

import copy
import secrets
import threading
from collections import OrderedDict
from typing import Any

PREFIX = "/customers/import/file/"
"""Where files are sent; the ticket stands behind it."""
MOST_OCTETS = 32 << 20
"""Octets a file may have, with the form around it a little more."""
FORM_TYPE = "multipart/form-data"
_AROUND = 512 * 1024
_MOST_TICKETS = 500


class Tickets:
    """Tickets that were given out and not forgotten yet; a stranger can guess none."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()
        self._wide: tuple[Any, Any] | None = None

    def issue(self) -> str:
        """A new one."""
        ticket = secrets.token_urlsafe(16)
        with self._lock:
            self._known[ticket] = None
            while len(self._known) > _MOST_TICKETS:
                self._known.popitem(last=False)
        return ticket

    def admits(self, method: str, path: str) -> bool:
        """Whether a request may bring a file."""
        return method == "POST" and path.startswith(PREFIX) and path.removeprefix(PREFIX) in self._known

    def widened(self, limits: Any) -> Any:
        """The limits of the server with room for a file; what does not fit into the memory goes to a file meanwhile."""
        if self._wide is None or self._wide[0] is not limits:
            wide = copy.copy(limits)
            wide.max_request_body_size = MOST_OCTETS + _AROUND
            self._wide = (limits, wide)
        return self._wide[1]


TICKETS = Tickets()


def takes_files(path: str) -> bool:
    """Whether a form with a file may be sent there."""
    return path.startswith(PREFIX)
