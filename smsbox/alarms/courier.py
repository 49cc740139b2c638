"""Letters and calls under way: each a process of its own, looked at now and then, ended when it takes too long."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from smsbox.alarms.letters import Letter
from smsbox.alarms.matters import EMAIL, WEBHOOK
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.sheets.process import Apart

CARRIER = (sys.executable, "-m", "smsbox.alarms.carrier")
EXAMINER = (sys.executable, "-m", "smsbox.alarms.examining")
PATIENCE = 120.0
"""Seconds after which a process is ended; the carrier gives up by itself long before."""
_LOST = {"key": "alarms.process", "facts": {}}


def is_set(config: Config, way: str) -> bool:
    """Whether that way to people is set up."""
    alarms = config.alarms
    return bool({EMAIL: alarms.email and alarms.smtp, WEBHOOK: alarms.webhook}.get(way, alarms.sms == "on"))


def order(config: Config, way: str, letter: Letter, now: Micros, mark: str) -> dict[str, Any]:
    """What the carrier is told. `mark` names this letter: the same when it is tried again."""
    alarms = config.alarms
    if way == EMAIL:
        return by_mail(config, alarms.email, letter.subject, letter.body, now, mark)
    url = str(alarms.webhook)
    server = urlsplit(url).hostname
    content = {"id": mark, **letter.content}
    told = {"server": server, "url": url, "secret": alarms.webhook_secret_file, "content": content}
    return {**_common(config, way, now), **told}


def by_mail(config: Config, to: Sequence[str], subject: str, body: str, now: Micros, mark: str) -> dict[str, Any]:
    """The same, for any letter to these addresses."""
    alarms = config.alarms
    host, port = alarms.server
    sender = alarms.sender_to(to)
    return {
        **_common(config, EMAIL, now),
        "server": alarms.smtp,
        "host": host,
        "port": port,
        "security": alarms.smtp_security,
        "user": alarms.smtp_user,
        "secret": alarms.smtp_password_file if alarms.smtp_user else None,
        "sender": sender,
        "to": list(to),
        "subject": subject,
        "body": body,
        "message_id": f"<{mark}@{sender.rpartition('@')[2]}>",
    }


def _common(config: Config, way: str, now: Micros) -> dict[str, Any]:
    return {
        "way": way,
        "at": now,
        "authority": str(config.alarms.authority) if config.alarms.authority else None,
        "beside": str(config.path.parent.absolute()) if config.path else None,
    }


class Courier:
    """At most one process for each way; `boottime` in seconds."""

    def __init__(self, boottime: Callable[[], float]) -> None:
        self._boottime = boottime
        self._under_way: dict[str, tuple[Apart, float, bytes]] = {}

    def busy(self, way: str) -> bool:
        """Whether one is under way."""
        return way in self._under_way

    def start(self, way: str, told: Mapping[str, Any], program: tuple[str, ...] = CARRIER) -> None:
        """Raises OSError when the system gives no process."""
        self._under_way[way] = (Apart(program, told), self._boottime() + PATIENCE, b"")

    def returned(self) -> list[tuple[str, Any]]:
        """Way and what its process said, of those that have ended since; its error when it said nothing."""
        back = []
        for way, (process, until, said) in list(self._under_way.items()):
            over = False
            while not over and (piece := process.piece(0.0)) is not None:
                said, over = said + piece, not piece
            self._under_way[way] = (process, until, said)
            if over or self._boottime() >= until:
                process.close()
                del self._under_way[way]
                back.append((way, _read(said)))
        return back

    def close(self) -> None:
        """End what is under way."""
        for process, _, _ in self._under_way.values():
            process.close()
        self._under_way.clear()


def _read(said: bytes) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return _LOST
