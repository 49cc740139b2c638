"""Style sheet, script and pictures: read once, served from memory, their addresses change with their content.

They alone are sent compressed. A page that holds a secret (the token of its forms) or a customer's words, beside
something a stranger can choose (a search, an SMS), would tell by its compressed length how alike the two are, also
through TLS: BREACH, CVE-2013-3587. Nearly every page is one of those, and what a static file says everybody may know.
A page is light because it is short; a test in the browser weighs each.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file: its bytes, the same compressed, media type, and the first digits of its SHA-256."""

    body: bytes
    packed: bytes
    content_type: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """Every static file by name. Nothing else can be asked for, so no path can lead out of the folder."""
    found = {}
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in _TYPES:
            body = path.read_bytes()
            found[path.name] = Asset(
                body, gzip.compress(body, mtime=0), _TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:8]
            )
    return found


def asset_url(name: str) -> str:
    """The address of a static file; KeyError for one that is not there."""
    return f"/static/{name}?v={assets()[name].digest}"


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a browser that says so takes gzip (RFC 9110 12.5.3: named or `*`, and not with weight 0)."""
    weights = {}
    for item in accept_encoding[:500].lower().split(","):
        coding, _, weight = item.partition(";")
        weights[coding.strip()] = weight.replace(" ", "").removeprefix("q=").rstrip("0.") != "" if weight else True
    return weights.get("gzip", weights.get("*", False))
