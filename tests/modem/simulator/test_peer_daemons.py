"""gammu-smsd and smstools' smsd from Debian send and receive through the simulated modem."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.modem.simulator import SimulatedModem

SMSD = "/usr/sbin/smsd"
LONG = "Довгий текст, щоб перевірити склейку сегментів: хліб, сир і молоко вже чекають на вас у крамниці до шостої"

pytestmark = pytest.mark.peer


@contextlib.contextmanager
def running(*command: str) -> Iterator[None]:
    """A daemon in the foreground for the time of the block."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"LC_ALL": "C.UTF-8"})
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def folders(root: Path, *names: str) -> None:
    for name in names:
        (root / name).mkdir()


def eventually(folder: Path, count: int, timeout: float = 30.0) -> list[Path]:
    end = time.monotonic() + timeout
    while len(found := sorted(folder.iterdir())) < count:
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


@pytest.mark.skipif(shutil.which("gammu-smsd") is None, reason="gammu-smsd is not installed")
def test_gammu_smsd(modem: SimulatedModem, tmp_path: Path) -> None:
    folders(tmp_path, "inbox", "outbox", "sent", "error")
    config = tmp_path / "smsdrc"
    paths = "\n".join(f"{name}path = {tmp_path}/{place}/" for name, place in (("inbox", "inbox"), ("outbox", "outbox")))
    config.write_text(
        f"[gammu]\ndevice = {modem.link}\nconnection = at115200\n"
        f"[smsd]\nservice = files\n{paths}\nsentsmspath = {tmp_path}/sent/\nerrorsmspath = {tmp_path}/error/\n"
        f"inboxformat = unicode\nlogfile = {tmp_path}/log\ncommtimeout = 1\nloopsleep = 1\nreceivefrequency = 1\n"
        f"checksecurity = 0\ncheckbattery = 0\n"
    )
    inject = ["gammu-smsd-inject", "-c", str(config), "TEXT", "+380500000001", "-unicode", "-autolen", "400"]
    subprocess.run([*inject, "-text", LONG], check=True, capture_output=True, timeout=20, env={"LC_ALL": "C.UTF-8"})
    with running("gammu-smsd", "-c", str(config)):
        assert modem.wait("phone", timeout=40)[0]["text"] == LONG
        modem.do("inbound", sender="+380500000007", text="Привіт, беру два")
        modem.wait("deleted", timeout=30)
        (received,) = eventually(tmp_path / "inbox", 1)
    assert "Привіт, беру два" in received.read_bytes().decode("utf-16")
    assert list((tmp_path / "error").iterdir()) == []


@pytest.mark.skipif(not os.path.exists(SMSD), reason="smstools is not installed")
def test_smstools(modem: SimulatedModem, tmp_path: Path) -> None:
    folders(tmp_path, "outgoing", "checked", "failed", "incoming", "report", "sent")
    places = "\n".join(f"{path.name} = {path}" for path in sorted(tmp_path.iterdir()) if path.is_dir())
    config = tmp_path / "smsd.conf"
    config.write_text(
        f"devices = SIM\n{places}\nlogfile = {tmp_path}/log\nloglevel = 6\ndelaytime = 1\n"
        f"[SIM]\ndevice = {modem.link}\nincoming = yes\nreport = yes\nbaudrate = 115200\n"
        f"init = AT+CNMI=2,1,0,2,0\ncheck_memory_method = 1\n"
    )
    # smsd takes a file by its name: written aside and moved in whole.
    (tmp_path / "draft").write_text(f"To: 380500000001\nAlphabet: UTF-8\nReport: yes\n\n{LONG}", encoding="utf-8")
    os.replace(tmp_path / "draft", tmp_path / "outgoing" / "message")
    files = ("-n", "MAINPROCESS", "-i", str(tmp_path / "working"), "-p", str(tmp_path / "pid"))
    with running(SMSD, "-t", "-c", str(config), *files):
        assert modem.wait("phone", timeout=40)[0]["text"] == LONG
        modem.do("inbound", sender="+380500000007", text="Привіт, беру два")
        (received,) = eventually(tmp_path / "incoming", 1)
        eventually(tmp_path / "report", 2)
    assert received.read_bytes().split(b"\n\n", 1)[1].decode("utf-16-be") == "Привіт, беру два"
    assert [path.name for path in (tmp_path / "sent").iterdir()] == ["message"]
    assert list((tmp_path / "failed").iterdir()) == [] and modem.do("slots")["slots"] == []
