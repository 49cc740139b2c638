"""Commands at a modem by hand: what they say before any modem is involved."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest

from smsbox.cli.desk import DaemonRefuses, Told, _talk
from smsbox.daemon.doorbell import Doorbell
from smsbox.outbox.doorbell import NAME
from tests.cli.conftest import Run

NOBODY = 65534


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another account")
def test_an_account_that_may_not_use_the_socket_is_told_so_and_opens_no_port() -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.chmod(folder, 0o755)
        bell = Doorbell(Path(folder) / NAME, wake=lambda: None, statuses=list)
        bell.open()
        stack.callback(bell.close)
        groups = os.getgroups()
        os.setgroups([])
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
        try:
            with pytest.raises(DaemonRefuses):
                _talk(SimpleNamespace(store=SimpleNamespace(directory=folder)), stack)  # type: ignore[arg-type]
        finally:
            os.seteuid(0)
            os.setegid(0)
            os.setgroups(groups)


def test_nonsense_is_refused_before_anything_is_opened(run: Run) -> None:
    for code in ("100", "*100", "", '*1"#'):
        ran = run("ussd", code)
        assert ran.code == 65 and "USSD" in ran.err
    assert run("ussd", "*100#", "--answer", '"').code == 65
    assert run("at", "--modem", "other", "AT").code == 69
    assert run("at", "AT").code == 75  # there is no such port
    assert run("at", "AT", "--transcript", "/nowhere/at/all").code == 74


def test_what_the_daemon_reports_is_explained_here(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told(
        {
            "key": "relay.modem_down",
            "facts": {"modem": "main", "why": "modem.port_missing", "of": {"port": "/dev/x"}},
            "exit_code": 75,
        }
    )
    from smsbox.cli.console import sentence_of

    assert "main" in sentence_of(told) and "/dev/x" in sentence_of(told) and told.exit_code == 75
