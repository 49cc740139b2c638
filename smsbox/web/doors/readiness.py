"""Whether this box lives and can do its work, for whoever asks, without a token: each check by name, no more.

`/healthz`: the process answers and its threads beat; a restart would mend what it says. `/readyz`: what comes can be
kept and can leave.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

from bottle import HTTPResponse

from smsbox.errors import SmsboxError
from smsbox.web.doors.door import Door, Knock
from smsbox.web.site import Site

_LITTLE = 50 * 1024 * 1024
"""Octets: with less the doctor calls it a problem."""
_TOUCH = "UPDATE settings SET at = at WHERE key = ''"
"""Takes the lock of a writer and changes nothing: asking wears no card."""


def _refuse(knock: Knock, error: SmsboxError) -> HTTPResponse:
    return _answer({"answers": False})


door = Door(None, _refuse)


@door.get("/healthz")
def lives(knock: Knock) -> HTTPResponse:
    """200 while it lives."""
    return _answer({"answers": True, "threads_beat": not knock.site.late()})


@door.get("/readyz")
def ready(knock: Knock) -> HTTPResponse:
    """200 while messages can come and go."""
    return _answer(dict(_checks(knock.site)))


def _checks(site: Site) -> Iterator[tuple[str, bool]]:
    from smsbox.figures.gathering import registered

    yield "threads_beat", not site.late()
    yield "database_writable", _writable(site)
    yield "disk_free", _room(site)
    yield "modem_registered", any(registered(each) for each in site.modem_statuses())


def _writable(site: Site) -> bool:
    try:
        with site.store.write(durable=False):
            site.store.run(_TOUCH)
    except SmsboxError:
        return False
    return not site.unwritten()


def _room(site: Site) -> bool:
    try:
        return shutil.disk_usage(site.config.store.directory).free >= _LITTLE
    except OSError:
        return False


def _answer(checks: dict[str, bool]) -> HTTPResponse:
    well = all(checks.values())
    content = {"status": "ok" if well else "failing", "checks": {name: _word(one) for name, one in checks.items()}}
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return HTTPResponse(json.dumps(content), 200 if well else 503, headers)


def _word(well: bool) -> str:
    return "ok" if well else "failing"
