"""The units on a machine that boots: systemd starts, locks in, watches, ends and starts again the real program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.systemd.machine import CannotBoot, boot

pytestmark = pytest.mark.timeout(900)


def seen(folder: Path, release: str, which: str) -> dict[str, Any]:
    """What happened aboard; every trial that failed there is told with its own words."""
    try:
        facts = boot(folder, release, which)
    except CannotBoot as why:
        pytest.skip(str(why))
    failed = [f"{name}:\n{trial['error']}" for name, trial in facts.items() if "error" in trial]
    assert not failed, "\n".join(failed)
    return facts


def test_a_life_under_systemd(tmp_path: Path) -> None:
    """One boot for all of it, since booting is what takes long."""
    facts = seen(tmp_path, "bookworm", "life")
    assert set(facts["prepared"]["modes"].values()) == {"0o750", "0o700"}
    started = facts["started"]
    assert (started["said"], started["state"], started["restarts"], started["page"]) == ("", "active", "0", 200)
    assert started["status"].startswith("page on ") and started["complaints"] == ""
    _locked_in(facts["locked_in"])
    _limited(facts["limited"])
    # the PIN came through the service's credentials: the modem would not be ready without
    assert facts["credentials"]["daemon"] == "4321"
    assert all("Permission denied" in facts["credentials"][who] for who in ("nobody", "etc"))
    assert facts["sent"]["owner"] == "smsbox", "root's command line works with the account of the daemon"
    assert facts["examined"]["doctor.unit_ok"] == facts["examined"]["doctor.unit_sandboxed"] == "ok"
    _helper(facts["reset_helper"])
    stick = facts["stick"]
    assert (stick["said"], stick["inside"], stick["outside"]) == ("", "", ["backup"])
    assert stick["copies"] == 1, stick["backup"]
    assert stick["pulled"] == [False, "", "active"], "gone inside and outside, and the daemon goes on"
    assert facts["killed"] == {"page": 200, "restarts": "1"}
    assert facts["hung"]["page"] == 200 and "Watchdog timeout" in facts["hung"]["journal"]
    assert facts["restrained"]["waiting"].startswith("waits 5 s")
    assert facts["restrained"]["then"].startswith("page on ")
    wrong = facts["misconfigured"]
    assert (wrong["sub"], wrong["status"]) == ("failed", "78") and len(set(wrong["restarts"])) == 1
    assert facts["without_secrets"] == {"empty": "active", "missing": "active", "made": "0o700"}
    stopped = facts["stopped"]
    assert stopped["result"] == "success" and stopped["seconds"] < 20 and not stopped["life"]


def _locked_in(facts: dict[str, Any]) -> None:
    assert (facts["Seccomp"], facts["NoNewPrivs"]) == ("2", "1")
    assert int(facts["CapEff"], 16) == int(facts["CapBnd"], 16) == 0
    assert facts["account"] == "smsbox" and "dialout" in facts["groups"]
    written = {path for path, said in facts["tries"].items() if said == "written"}
    assert written == {"/var/lib/smsbox", "/run/smsbox", "/tmp"}
    assert facts["tmp"] == [], "its /tmp is its own"


def _limited(facts: dict[str, Any]) -> None:
    assert (facts["memory"], facts["tasks"], facts["files"]) == (str(256 << 20), "128", "1024")
    # A machine whose control groups belong to somebody else (cgroup v1 in a container) shows none of its own.
    assert facts["group"].get("memory.max", facts["memory"]) == facts["memory"]
    assert facts["group"].get("pids.max", facts["tasks"]) == facts["tasks"]


def _helper(facts: dict[str, Any]) -> None:
    assert (facts["before"], facts["after"]) == ("inactive", "active"), "its socket starts it, and nothing else"
    assert facts["answer"] == "refused no_device"
    assert "PermissionError" in facts["stranger"]
    locks = facts["locks"]
    assert (locks["Seccomp"], locks["NoNewPrivs"]) == ("2", "1")
    assert int(locks["CapEff"], 16) == int(locks["CapBnd"], 16) == 0
    assert facts["network"] == 1, "its loopback, and no other network"


@pytest.mark.parametrize("release", ["bookworm", "trixie"])
def test_a_root_that_cannot_be_written(tmp_path: Path, release: str) -> None:
    """The state directory and /run are all it needs; a message leaves and its report arrives."""
    facts = seen(tmp_path, release, "bare")["read_only"]
    assert all("Read-only file system" in said for said in facts["tries"].values()), facts
    assert (facts["said"], facts["state"], facts["page"]) == (["", ""], "active", 200)
    assert facts["temporary"].startswith("/run/smsbox/")
    assert facts["sent"]["owner"] == "smsbox"
    assert facts["stopped"]["result"] == "success" and facts["log"] == ""
