"""What the daemon carries about: no library that nobody uses at the moment; each of these takes 0.4 to 24 MB."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import FOR_TOKENS
from smsbox.web.doors import places
from tests.bench import processes
from tests.bench.box import Box

LOADED = """
import sys
import smsbox.cli.daemon, smsbox.daemon.service
from smsbox.i18n.translator import translator
translator("uk").span(90), translator("uk").number(1.5)
print("\\n".join(sys.modules))
"""
ONLY_WHEN_USED = {
    "psycopg": "smsbox.store.drivers",
    "asyncio": "smsbox.daemon.scheduler",
    "multiprocessing": "smsbox.daemon.scheduler",
    "concurrent.futures.process": "smsbox.daemon.scheduler",
    "importlib.metadata": "smsbox.daemon.scheduler",
    "ssl": "smsbox.web",
    "urllib.request": "",
    "xml": "",
    "xlsxwriter": "",
    "xlrd": "smsbox.sheets",
    "smsbox.sheets.workbook": "smsbox.sheets",
    "segno": "",
    "babel": "smsbox.i18n.locales",
    "unittest": "",
    "html": "smsbox.consent.words",
    "smsbox.sheets.exports": "smsbox.consent.words",
    "smsbox.web.pages.status": "smsbox.web.screens",
    "smsbox.web.campaigns": "smsbox.web.screens",
    "smsbox.web.customers": "smsbox.web.screens",
    "smsbox.cli.outbox": "smsbox.cli",
    "smsbox.demo": "smsbox.cli.daemon",
    "marshmallow": "smsbox.web.doors.places",
    "apispec": "smsbox.web.doors.places",
    "prometheus_client": "smsbox.figures.gathering",
    "smsbox.figures.gathering": "smsbox.web.doors.places",
    "smtplib": "",
    "smsbox.web.api": "smsbox.web.doors.places",
    "smsbox.web.doors.door": "smsbox.web.doors.places",
    "smsbox.hooks.calling": "smsbox.hooks.postman",
    "smsbox.dialogs.orders.rows": "smsbox.hooks.contents",
}
"""What is heavy, and the module that knows how to do without it."""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    return set(
        subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True).stdout.split()
    )


@pytest.mark.parametrize("name", ONLY_WHEN_USED)
def test_what_is_heavy_is_loaded_when_it_is_used(loaded: set[str], name: str) -> None:
    assert "smsbox.web.app" in loaded
    assert name not in loaded, f"see {ONLY_WHEN_USED[name]}"


MOST_MB = 64


def test_a_daemon_that_programs_use_in_every_way_stays_light(tmp_path: Path) -> None:
    with Box(tmp_path, []) as box:
        by, now = Actor("Olena", "owner"), time.time_ns() // 1000
        _, secret = tokens.make(box.store, name="till", rights=FOR_TOKENS, by=by, now=now)
        box.start()
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

        def ask(method: str, path: str, body: object = None) -> int:
            with closing(http.client.HTTPConnection("127.0.0.1", box.port, timeout=90)) as connection:
                connection.request(method, path, None if body is None else json.dumps(body), headers)
                answer = connection.getresponse()
                answer.read()
                return answer.status

        for place in range(40):
            order = {"to": [f"+38067{place:04d}123"], "text": "Ваше замовлення готове"}
            assert ask("POST", "/api/v1/messages", order) == 202
        assert ask("GET", "/api/v1/openapi.json") == 200
        ways = [(each.method, each.path) for each in places.all_operations()]
        ways += [(way.method, way.path) for place in places.DOORS for _, way in places.ways_at(place)]
        for method, path in ways:
            status = ask(method, re.sub("<[^>]*>", "1", path), None if method == "GET" else {})
            assert status != 500 and (status != 503 or path == "/readyz"), (method, path)
        assert processes.resident_mb(box.pid) < MOST_MB
