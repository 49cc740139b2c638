"""Backups on a server: sent by PUT over HTTPS into a folder of WebDAV, read back by their length, old ones deleted.

Only the process that makes backups loads this: TLS takes memory that the daemon has no use for.
"""

from __future__ import annotations

import base64
import http.client
import ssl
from pathlib import Path
from urllib.parse import quote, urlsplit

from smsbox.backup.troubles import PlaceFailed

_SECONDS = 60.0
_MADE = (200, 201, 204)
_GONE = (200, 202, 204, 404)
_THERE_ALREADY = (405, 409)


class Server:
    """A folder at `url`; its certificate is checked, against `authority` (PEM) where that is given."""

    def __init__(self, url: str, user: str | None, password: str, authority: Path | None) -> None:
        """Raises PlaceFailed when the certificate of the authority cannot be read."""
        self.url = url if url.endswith("/") else f"{url}/"
        parts = urlsplit(self.url)
        self._host, self._port, self._path = parts.hostname or "", parts.port, parts.path
        token = base64.b64encode(f"{user or ''}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {token}"} if user else {}
        try:
            self._tls = ssl.create_default_context(cafile=str(authority) if authority else None)
        except (OSError, ssl.SSLError) as error:
            raise PlaceFailed(path=str(authority), problem=_said(error)) from error

    def send(self, file: Path) -> None:
        """Bring `file` there and ask whether all of it arrived. Raises PlaceFailed."""
        size = file.stat().st_size
        with file.open("rb") as octets:
            status, _ = self._ask("PUT", file.name, octets, size)
        if status == 409:  # RFC 4918 9.7.1: the folder is not there yet
            self._make_folder()
            with file.open("rb") as octets:
                status, _ = self._ask("PUT", file.name, octets, size)
        if status not in _MADE:
            raise self._failed(file.name, f"HTTP {status}")
        status, length = self._ask("HEAD", file.name)
        if status != 200 or length not in (None, size):
            raise self._failed(file.name, f"HTTP {status}, {length} ≠ {size}")

    def remove(self, name: str) -> None:
        """Have it gone, whether it was there or not. Raises PlaceFailed."""
        status, _ = self._ask("DELETE", name)
        if status not in _GONE:
            raise self._failed(name, f"HTTP {status}")

    def _make_folder(self) -> None:
        status, _ = self._ask("MKCOL", "")
        if status not in (*_MADE, *_THERE_ALREADY):
            raise self._failed("", f"HTTP {status}")

    def _ask(self, method: str, name: str, body: object = None, size: int = 0) -> tuple[int, int | None]:
        """Status and stated length of the answer; where it leads elsewhere we do not follow."""
        connection = http.client.HTTPSConnection(self._host, self._port, timeout=_SECONDS, context=self._tls)
        headers = {**self._headers, **({"Content-Length": str(size)} if body is not None else {})}
        try:
            connection.request(method, self._path + quote(name), body=body, headers=headers)  # type: ignore[arg-type]
            answer = connection.getresponse()
            length = answer.getheader("Content-Length")
            answer.read()
            return answer.status, int(length) if length and length.isdigit() else None
        except (OSError, http.client.HTTPException) as error:
            raise self._failed(name, _said(error)) from error
        finally:
            connection.close()

    def _failed(self, name: str, problem: str) -> PlaceFailed:
        return PlaceFailed(path=self.url + name, problem=problem)


def _said(error: Exception) -> str:
    return str(getattr(error, "verify_message", "") or getattr(error, "strerror", "") or error or type(error).__name__)
