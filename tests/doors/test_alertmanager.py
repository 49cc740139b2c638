"""Debian's Alertmanager on a real socket: one SMS for a group, also when it had to try several times."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from smsbox.programs import stop
from tests.doors.counter import ANNA, BOHDAN, served
from tests.patience import until
from tests.ports import free_port

PROGRAM = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="prometheus-alertmanager is not installed")

CONF = """
route:
  receiver: sms
  group_by: [alertname]
  group_wait: 500ms
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: sms
    webhook_configs:
      - url: {box}/api/v1/alerts?to={to}
        http_config:
          authorization:
            credentials: {secret}
"""


@contextmanager
def alertmanager(folder: Path, box: str, secret: str) -> Iterator[str]:
    port = free_port()
    conf = folder / "alertmanager.yml"
    conf.write_text(CONF.format(box=box, secret=secret, to=f"{ANNA[1:]},{BOHDAN[1:]}"))
    where = [f"--config.file={conf}", f"--storage.path={folder}/alertmanager", "--cluster.listen-address="]
    with (folder / "alertmanager.log").open("wb") as log:
        running = subprocess.Popen(
            [str(PROGRAM), *where, f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log
        )
    try:
        until(lambda: ready(port), what="Alertmanager listens")
        yield f"http://127.0.0.1:{port}/api/v2/alerts"
    finally:
        running.kill()
        running.wait()


def ready(port: int) -> bool:
    try:
        return bool(urlopen(f"http://127.0.0.1:{port}/-/ready", timeout=5).status == 200)
    except (URLError, OSError):
        return False


def tell(place: str, *hosts: str, ended: bool = False) -> None:
    alerts = [
        {
            "labels": {"alertname": "DiskFull", "instance": host},
            "annotations": {"summary": f"{host}: диск повний"},
            **({"endsAt": "2026-01-01T00:00:00Z"} if ended else {}),
        }
        for host in hosts
    ]
    body = json.dumps(alerts).encode()
    assert urlopen(Request(place, body, {"Content-Type": "application/json"}), timeout=30).status == 200


def test_one_sms_for_a_group_and_one_when_it_is_over(tmp_path: Path) -> None:
    with served(tmp_path) as (counter, url), alertmanager(tmp_path, url, counter.secret) as place:
        counter.stop()
        tell(place, "shop1", "shop2")
        log = tmp_path / "alertmanager.log"
        until(lambda: b"unexpected status code 503" in log.read_bytes(), what="the first attempt is refused")
        assert not counter.views()
        stop.go_on(counter.desk.store, counter.desk.clock.at)
        until(lambda: counter.views(), what="it tries again")
        text = "[FIRING 2] DiskFull: shop1: диск повний; shop2: диск повний"
        assert sorted(counter.queued()) == [(ANNA, text), (BOHDAN, text)]
        tell(place, "shop1", "shop2", ended=True)
        until(lambda: len(counter.views()) > 2, what="it is over")
        over = "[RESOLVED 2] DiskFull: shop1: диск повний; shop2: диск повний"
        assert sorted(counter.queued()[2:]) == [(ANNA, over), (BOHDAN, over)]
