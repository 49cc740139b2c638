"""Debian's Prometheus scrapes a running box as the papers say, and its rules are loaded."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.store import Store
from tests.figures.test_papers import DOCS, KIT
from tests.ports import free_port
from tests.whole.box import Box, box, until

PROMETHEUS = shutil.which("prometheus")


def config_of_papers(port: int, token: Path, rules: Path) -> str:
    """The first block of YAML of docs/monitoring.md, with this box in the place of that of the example."""
    text = (DOCS / "monitoring.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    for written, here in (
        ("smsbox.lan:8080", f"127.0.0.1:{port}"),
        ("/etc/prometheus/smsbox.token", str(token)),
        ("/etc/prometheus/smsbox.rules.yml", str(rules)),
        ("scrape_interval: 30s", "scrape_interval: 1s"),
    ):
        assert written in text
        text = text.replace(written, here)
    return text


@contextmanager
def running(folder: Path, config: str) -> Iterator[int]:
    assert PROMETHEUS is not None
    port = free_port()
    (folder / "prometheus.yml").write_text(config)
    command = [PROMETHEUS, "--config.file=prometheus.yml", "--storage.tsdb.path=data"]
    with (folder / "prometheus.log").open("w") as log:
        process = subprocess.Popen(
            [*command, f"--web.listen-address=127.0.0.1:{port}"], cwd=folder, stdout=log, stderr=log
        )
        try:
            yield port
        finally:
            process.terminate()
            process.wait(30)


def asked(port: int, path: str) -> Any:
    with suppress(URLError, ConnectionError), urlopen(f"http://127.0.0.1:{port}/api/v1/{path}", timeout=10) as answer:
        return json.load(answer)["data"]
    return {}


def value(port: int, expression: str) -> float | None:
    found = asked(port, f"query?query={quote(expression)}").get("result")
    return float(found[0]["value"][1]) if found else None


def token_of(one: Box) -> str:
    store = Store.open(one.url, create=False)
    try:
        by = Actor("owner", "owner")
        return tokens.make(store, name="prometheus", rights=[Right.READ], by=by, now=time.time_ns() // 1000)[1]
    finally:
        store.close()


@pytest.mark.skipif(PROMETHEUS is None, reason="no prometheus; .ci/run installs Debian's")
def test_prometheus_scrapes_a_running_box(tmp_path: Path) -> None:
    with box(tmp_path) as one:
        one.start()
        one.await_modems()
        (tmp_path / "token").write_text(token_of(one))
        config = config_of_papers(one.port, tmp_path / "token", KIT / "smsbox.rules.yml")
        with running(tmp_path, config) as port:
            until(lambda: value(port, 'up{job="smsbox"}') == 1, what="scraped")
            one.send("+380500000001", "Готово")
            until(lambda: value(port, "smsbox_segments_sent_total") == 1, what="the SMS counted")
            assert value(port, 'smsbox_modem_registered{modem="m0"}') == 1
            rules = asked(port, "rules?type=alert")["groups"][0]["rules"]
            assert "SmsboxDown" in {each["name"] for each in rules}
            with urlopen(f"http://127.0.0.1:{one.port}/readyz", timeout=10) as answer:
                assert json.load(answer)["status"] == "ok"
