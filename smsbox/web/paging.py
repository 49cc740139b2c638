"""Pages of long lists: by the id of the last row, so that page one thousand costs what page one costs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from smsbox.web.visit import Visit

_ID = re.compile("[1-9][0-9]{0,17}")


def cursor(visit: Visit) -> int | None:
    """The id before which the page begins; None on the first page."""
    text = visit.query("before")
    return int(text) if _ID.fullmatch(text) else None


def older(path: str, rows: Sequence[Any], page: int, **query: str) -> str | None:
    """The address of the next page, when `rows` holds more than one page."""
    if len(rows) <= page:
        return None
    kept = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode({**kept, 'before': rows[page - 1].id})}"
