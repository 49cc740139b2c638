"""The doctor beside and inside the running daemon: it tells how its modems are, and never disturbs the daemon."""

from __future__ import annotations

import html
import io
import json
import re
import time
import urllib.parse
import urllib.request
import zipfile
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.whole.box import Box, box, until

ONE = "+380500007731"
_FIELD = re.compile(r'name="(\w+)"[^>]*value="([^"]*)"')
PASSWORD = "vareniki with cherries"


def findings(made: Box, *options: str) -> dict[str, dict[str, Any]]:
    """Key → finding; a box with problems exits with 1 on purpose."""
    said = made.run("doctor", *options, "--json", check=False).stdout
    return {row["key"]: row for row in map(json.loads, said.splitlines())}


class Owner:
    """The first visitor, who made himself owner."""

    def __init__(self, made: Box) -> None:
        self.base = f"http://127.0.0.1:{made.port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        form = {name: html.unescape(value) for name, value in _FIELD.findall(self.get("/setup").decode())}
        code = (made.directory / "setup-code").read_text().strip()
        form |= {"code": code, "name": "owner", "password": PASSWORD, "confirm": PASSWORD}
        request = urllib.request.Request(self.base + "/setup", urllib.parse.urlencode(form).encode())
        request.add_header("Origin", self.base)
        self.opener.open(request, timeout=30).read()

    def get(self, path: str) -> bytes:
        return bytes(self.opener.open(self.base + path, timeout=60).read())


def file_locks(made: Box) -> list[tuple[str, ...]]:
    """The POSIX locks this daemon holds: kind, mode, file and range, as the kernel tells them."""
    rows = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    mine = (row for row in rows if row[1] == "POSIX" and row[4] == str(made.owner()))
    return sorted((*row[2:4], *row[5:]) for row in mine)


def lasting(made: Box) -> set[tuple[str, ...]]:
    """Those it holds at every one of ten looks, not for one transaction only."""
    found = set(file_locks(made))
    for _ in range(10):
        time.sleep(0.05)
        found &= set(file_locks(made))
    return found


def test_beside_a_daemon_at_work(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        found = findings(made)
        assert found["doctor.daemon_running"]["severity"] == "ok"
        assert found["doctor.modem_ready"]["modem"] == "m0" and found["doctor.store_whole"]
        assert found["doctor.registered"] and found["doctor.signal_ok"] and found["doctor.storage_ok"]
        assert not [row for row in found.values() if row["severity"] == "problem"], found
        made.run("modems", "pause", "m0")
        until(lambda: "doctor.modem_holds" in findings(made), what="the pause is found")
        assert findings(made)["doctor.modem_holds"]["severity"] == "note"
        made.stop()
        found = findings(made, "--no-probe")
        assert found["doctor.daemon_stopped"] and found["doctor.paused"] and found["doctor.modem_remembered"]
        asked = findings(made)
        assert asked["doctor.modem_ready"]["facts"]["imsi"] == found["doctor.modem_remembered"]["facts"]["imsi"]


def test_inside_the_daemon_while_it_sends(tmp_path: Path) -> None:
    """The page reads the database of the running daemon and takes none of its locks away."""
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        owner = Owner(made)
        ids = made.send(ONE, "a text that nobody else may read")
        until(lambda: made.settled(), what="sent")
        before = until(lambda: lasting(made), what="locks that last")
        assert before, "SQLite holds a lock on the index of its log as long as the daemon runs"
        for _ in range(3):
            text = html.unescape(owner.get("/doctor").decode())
            assert "The daemon runs and answers." in text and "Modem m0 is ready" in text
        packed = owner.get("/doctor/bundle")
        until(lambda: before <= set(file_locks(made)), 5, what="no lock was taken away")
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        assert b"smsbox.relay" in files["log.txt"], "the daemon's own last lines"
        assert not any(b"nobody else" in text or b"0007731" in text for text in files.values())
        ids += made.send(ONE, "and one more")
        until(lambda: made.settled(), what="sent")
        assert len(made.accepted()) == len(ids) == 2
