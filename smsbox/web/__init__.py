"""The local page: one short file per screen in `pages`, what they share beside it; it decides nothing."""

from __future__ import annotations

import sys


def _load_bottle() -> None:
    """Bottle wants names of status codes of http.client, which brings ssl along: 1.2 MB that encrypted pages need."""
    if "ssl" in sys.modules or "http.client" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import bottle  # noqa: F401
    finally:
        del sys.modules["ssl"]


_load_bottle()
