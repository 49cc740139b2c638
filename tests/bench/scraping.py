"""Row: what Prometheus costs a box that has lived long – how long one scrape takes, one after the other."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import closing

from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from tests.bench import processes
from tests.bench.box import Box
from tests.bench.figures import Figure

_SCRAPES = 200


def rows(box: Box, note: str) -> Iterator[Figure]:
    """Of a box that runs."""
    by = Actor("bench", "cli", "")
    _, secret = tokens.make(box.store, name="prometheus", rights=[Right.READ], by=by, now=time.time_ns() // 1000)
    _scrape(box, secret)  # the first loads the modules and looks back to the start of the daemon
    before = processes.cpu_seconds(box.pid)
    times = [_scrape(box, secret) for _ in range(_SCRAPES)]
    cpu = (processes.cpu_seconds(box.pid) - before) * 1000 / _SCRAPES
    yield Figure("a scrape of /metrics", times, "ms", most=100, percentile=True, note=note)
    yield Figure("a scrape of /metrics: CPU of the daemon, with all else it does meanwhile", [cpu], "ms", note=note)


def _scrape(box: Box, secret: str) -> float:
    """Milliseconds."""
    began = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", box.port, timeout=60)) as connection:
        connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {secret}"})
        answer = connection.getresponse()
        text = answer.read()
    assert answer.status == 200 and b"smsbox_segments_sent_total" in text
    return (time.monotonic() - began) * 1000
