"""Pages by key: each says the address of the next one, and nothing is shown twice when something comes in meanwhile."""

from __future__ import annotations

from urllib.parse import urlencode

from smsbox.web.api.fields import Body, Counted
from smsbox.web.api.operation import Call

MOST = 200


class Paged(Body):
    """Which page: `limit` things older than `before`."""

    limit = Counted(least=1, most=MOST, load_default=50)
    before = Counted(least=1, most=2**63 - 1)


def turned(call: Call, older: int | None) -> str | None:
    """The address of the next page; None for the last."""
    if older is None:
        return None
    asked = {name: value for name, value in call.request.query.items() if name != "before"}
    return f"{call.request.path}?{urlencode({**asked, 'before': older}, encoding='latin-1')}"
