"""Runs as root where systemd has booted: what installing, upgrading and purging do to the running service."""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

from aboard import STATE, TRIAL, Facts, answers, messages, page, run, until

UNIT = "smsbox.service"


def shown(name: str) -> str:
    return run("systemctl", "show", "--value", "--property", name, UNIT)


def installed() -> Facts:
    """Nobody does anything but install; then the page answers."""
    said = run("dpkg", "--force-unsafe-io", "--install", str(TRIAL / "smsbox_1.deb"))
    state = shown("ActiveState")
    until(answers, "the page answers")
    return {"said": said, "state": state, "page": page(), "pid": shown("MainPID"), "path": shown("FragmentPath"),
            "door": run("systemctl", "is-active", "smsbox-usb.socket"),
            "queued": run("smsbox", "send", "--to", "+380500000001", "--text", "Ready.")}  # fmt: skip


def upgraded() -> Facts:
    before = shown("MainPID")
    said = run("dpkg", "--force-unsafe-io", "--install", str(TRIAL / "smsbox_2.deb"))
    return {"said": said, "state": shown("ActiveState"), "new": shown("MainPID") not in (before, "0"), "page": page(),
            "messages": [each["state"] for each in messages()], "result": shown("Result"),
            "log": run("journalctl", "-u", UNIT, "-o", "cat", "--no-pager")}  # fmt: skip


def on_a_disk() -> list[str]:
    """The state directory on a file system of its own, as docs/sd-card.md has it, and a stick plugged in below."""
    stick = STATE / "stick"
    said = [run("mount", "-t", "tmpfs", "tmpfs", str(STATE))]
    (STATE / "old.db").write_text("a database")
    stick.mkdir()
    said.append(run("mount", "-t", "tmpfs", "tmpfs", str(stick)))
    (stick / "backup").write_text("a backup")
    return said


def off_the_disk() -> list[str]:
    """What is left there."""
    left = [str(each.relative_to(STATE)) for each in STATE.rglob("*")]
    run("umount", "--recursive", str(STATE))
    return left


def purged() -> Facts:
    mounted = on_a_disk()
    said = run("dpkg", "--purge", "smsbox")
    disk = off_the_disk()
    below = run("rm", "-r", str(STATE))  # what the mount has hidden
    return {"said": said, "mounted": mounted, "disk": disk, "below": below, "account": run("id", "smsbox"),
            "status": run("dpkg-query", "-W", "-f=${Status}", "smsbox"),
            "state": shown("ActiveState"), "load": shown("LoadState"), "answers": answers(),
            "left": [str(each) for folder in ("/etc", "/run", "/var/lib/systemd", "/var/lib/smsbox", "/usr")
                     for each in Path(folder).rglob("*smsbox*")]}  # fmt: skip


def main() -> None:
    facts: dict[str, Facts] = {}
    for step in (installed, upgraded, purged):
        try:
            facts[step.__name__] = step()
        except Exception:  # noqa: BLE001
            facts[step.__name__] = {
                "raised": traceback.format_exc() + run("journalctl", "-b", "--no-pager", "-n", "60")
            }
    (TRIAL / "facts.json").write_text(json.dumps(facts, indent=1))


if __name__ == "__main__":
    sys.exit(main())
