"""Runs inside the booted machine, as root, on the standard library alone: tries the services, notes what it saw.

Each trial is a function that returns facts; what it raises is a fact too, so that one that fails hides no other.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

OUT = Path("/out")
UNIT = "smsbox.service"
CONFIG = Path("/etc/smsbox/config.toml")
STATE = Path("/var/lib/smsbox")
DROP_INS = Path("/run/systemd/system/smsbox.service.d")
PATIENCE = 90.0
SETTINGS = """\
[web]
listen = "127.0.0.1:8080"
[region]
country = "UA"
timezone = "Europe/Kyiv"
[sending]
gap = 0.0
[[modem]]
name = "main"
port = "/run/air/modem"
pin_file = "main.pin"
"""
Facts = dict[str, object]


def run(*command: str, **more: object) -> str:
    """What it wrote to both outputs, whatever its status."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, **more)
    return done.stdout.strip()


def as_account(name: str, *command: str) -> str:
    return run("setpriv", f"--reuid={name}", "--regid=" + ("smsbox" if name == "smsbox" else "nogroup"),
               "--init-groups" if name == "smsbox" else "--clear-groups", *command, cwd="/")  # fmt: skip


def shown(name: str, unit: str = UNIT) -> str:
    return run("systemctl", "show", "--value", "--property", name, unit)


def pid() -> int:
    return int(shown("MainPID"))


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}\n{run('systemctl', 'status', UNIT)}")
        time.sleep(0.1)


def runs(other_than: int = 0) -> bool:
    return shown("ActiveState") == "active" and pid() not in (0, other_than)


def page() -> int:
    with urlopen("http://127.0.0.1:8080/", timeout=30) as answer:
        return int(answer.status)


def aboard(*command: str) -> str:
    """A command among the daemon's own mounts."""
    return run("nsenter", f"--target={pid()}", "--mount", *command)


def tuned(text: str) -> None:
    """A drop-in for what would take too long otherwise."""
    DROP_INS.mkdir(parents=True, exist_ok=True)
    (DROP_INS / "tried.conf").write_text(f"[Service]\n{text}\n")
    run("systemctl", "daemon-reload")


# ── the trials


def prepared() -> Facts:
    """What the technician does: the configuration, the PIN, the list of sticks; and a modem with that PIN."""
    CONFIG.write_text(SETTINGS)
    pin = Path("/etc/smsbox/credentials/main.pin")
    pin.write_text("4321\n")
    pin.chmod(0o600)
    modes = {str(each): oct(each.stat().st_mode & 0o777) for each in (CONFIG.parent, pin.parent, STATE)}
    run("systemctl", "enable", UNIT)
    run("systemctl", "start", "air.service", "smsbox-usb.socket")
    return {"modes": modes, "air": shown("ActiveState", "air.service")}


def started() -> Facts:
    """`systemctl start` returns when the daemon said READY."""
    facts: Facts = {"said": run("systemctl", "start", UNIT), "state": shown("ActiveState"), "page": page()}
    facts |= {"restarts": shown("NRestarts"), "status": shown("StatusText")}
    return facts | {"complaints": run("journalctl", "-u", "init.scope", "-p", "4", "-o", "cat")}


def locked_in() -> Facts:
    lines = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid()}/status").read_text().splitlines())
    facts: Facts = {name: lines[name] for name in ("Seccomp", "NoNewPrivs", "CapEff", "CapBnd")}
    facts["account"] = run("id", "-nu", lines["Uid"].split()[0])
    facts["groups"] = [run("getent", "group", gid).split(":")[0] for gid in lines["Groups"].split()]
    facts["tries"] = {
        path: aboard("touch", f"{path}/tried") or "written"
        for path in ("/etc", "/etc/smsbox", "/usr/bin", "/var/log", "/home", "/var/lib/smsbox", "/run/smsbox", "/tmp")
    }
    facts["tmp"] = sorted(path.name for path in Path("/tmp").glob("tried"))
    return facts


def limited() -> Facts:
    limits = Path(f"/proc/{pid()}/limits").read_text().splitlines()
    files = next(line.split()[3] for line in limits if line.startswith("Max open files"))
    return {"memory": shown("MemoryMax"), "tasks": shown("TasksMax"), "files": files, "group": _group_limits()}


def _group_limits() -> Facts:
    """What the kernel has, where its control groups can be seen in here."""
    found: Facts = {}
    for line in Path(f"/proc/{pid()}/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for name in ("memory.max", "memory.limit_in_bytes", "pids.max"):
            file = Path("/sys/fs/cgroup") / controllers.removeprefix("name=") / path.lstrip("/") / name
            if file.is_file():
                found[name] = file.read_text().strip()
    return found


def credentials() -> Facts:
    secret = "/run/credentials/smsbox.service/smsbox_main.pin"
    until(lambda: '"ready"' in modems(), "the modem takes the PIN")
    return {"daemon": as_account("smsbox", "cat", secret), "nobody": as_account("nobody", "cat", secret),
            "etc": as_account("smsbox", "cat", "/etc/smsbox/credentials/main.pin")}  # fmt: skip


def modems() -> str:
    door = socket.socket(socket.AF_UNIX)
    with door:
        door.connect(str(STATE / "smsbox.doorbell"))
        door.sendall(b"modems\n")
        return door.makefile().read()


def sent() -> Facts:
    """A message goes through the sandbox to the modem and its report comes back."""
    said = run("/usr/bin/smsbox", "send", "--to", "+380500000001", "--text", "Your order is ready.")
    until(lambda: '"delivered"' in run("/usr/bin/smsbox", "outbox", "list", "--json"), "delivered: " + said)
    return {"said": said, "owner": run("stat", "-c", "%U", str(STATE / "smsbox.db"))}


def examined() -> Facts:
    """The doctor on this machine, as it sees its own service."""
    said = run("/usr/bin/smsbox", "doctor", "--json").splitlines()
    found = [json.loads(line) for line in said if line.startswith("{")]
    return {each["key"]: each["severity"] for each in found}


def killed() -> Facts:
    before = pid()
    tuned("RestartSec=100ms\nWatchdogSec=4")
    os.kill(before, signal.SIGKILL)
    until(lambda: runs(before), "lives again")
    return {"page": page(), "restarts": shown("NRestarts")}


def hung() -> Facts:
    """Stopped as by a kernel that lets nothing run: no ping, so systemd ends it and starts another."""
    run("systemctl", "restart", UNIT)
    before = pid()
    os.kill(before, signal.SIGSTOP)
    until(lambda: runs(before), "lives again")
    return {"page": page(), "journal": run("journalctl", "-u", UNIT, "-o", "cat", "-g", "watchdog", "--no-pager")}


def restrained() -> Facts:
    """Ends early again and again: waits longer and longer, and begins at once for a person who restarts it."""
    tuned("RestartSec=100ms")
    run("systemctl", "restart", UNIT)
    for _ in range(4):
        before = pid()
        os.kill(before, signal.SIGKILL)
        until(
            lambda before=before: pid() not in (0, before) and (runs(before) or "waits" in shown("StatusText")), "back"
        )
    waiting = shown("StatusText")
    run("systemctl", "restart", UNIT)
    return {"waiting": waiting, "then": shown("StatusText")}


def misconfigured() -> Facts:
    CONFIG.write_text(SETTINGS + 'colour = "red"\n')
    before = shown("NRestarts")
    run("systemctl", "restart", UNIT)
    until(lambda: shown("SubState") != "stop-post" and shown("ExecMainStatus") == "78", "ended with 78")
    facts = {"sub": shown("SubState"), "status": shown("ExecMainStatus"), "restarts": (before, shown("NRestarts"))}
    CONFIG.write_text(SETTINGS)
    return facts


def without_secrets() -> Facts:
    """Neither an empty folder nor none at all may keep the service from starting without a PIN."""
    CONFIG.write_text(SETTINGS.replace('pin_file = "main.pin"\n', ""))
    folder = Path("/etc/smsbox/credentials")
    (folder / "main.pin").unlink()
    facts: Facts = {}
    for case in ("empty", "missing"):
        run("systemctl", "reset-failed", UNIT)
        facts[case] = run("systemctl", "restart", UNIT) or shown("ActiveState")
        if case == "empty":
            folder.rmdir()
    return facts | {"made": oct(folder.stat().st_mode & 0o777)}


def reset_helper() -> Facts:
    """Sleeps behind its socket; the account smsbox may knock, nobody else; it refuses what is not on its list."""
    ask = (
        "import socket; s = socket.socket(socket.AF_UNIX); s.connect('/run/smsbox-usb.sock');"
        "s.sendall(b'reset 9-9\\n'); print(s.makefile().read())"
    )
    before = shown("ActiveState", "smsbox-usb.service")
    answer = as_account("smsbox", sys.executable, "-c", ask)
    main = int(shown("MainPID", "smsbox-usb.service"))
    lines = dict(line.split(":\t", 1) for line in Path(f"/proc/{main}/status").read_text().splitlines())
    locks = {name: lines[name] for name in ("Seccomp", "NoNewPrivs", "CapEff", "CapBnd")}
    return {"before": before, "answer": answer, "after": shown("ActiveState", "smsbox-usb.service"), "locks": locks,
            "network": run("nsenter", f"--target={main}", "--net", "cat", "/proc/net/dev").count(":"),
            "stranger": as_account("nobody", sys.executable, "-c", ask).splitlines()[-1]}  # fmt: skip


def stick() -> Facts:
    """Plugged in while the daemon runs, it is seen and written inside its sandbox; pulled out, it is gone."""
    folder = STATE / "stick"
    run("systemctl", "start", UNIT)
    said = run("systemctl", "start", "var-lib-smsbox-stick.mount")
    inside = aboard("setpriv", "--reuid=smsbox", "--regid=smsbox", "--clear-groups", "touch", f"{folder}/backup")
    facts: Facts = {"said": said, "inside": inside, "outside": [each.name for each in folder.iterdir()]}
    facts["backup"] = aboard("/usr/bin/smsbox", "backup", "now")
    facts["copies"] = len(list(folder.glob("*.db")))
    run("systemctl", "stop", "var-lib-smsbox-stick.mount")
    facts["pulled"] = [os.path.ismount(folder), aboard("ls", str(folder)), shown("ActiveState")]
    return facts


def stopped() -> Facts:
    began = time.monotonic()
    run("systemctl", "stop", UNIT)
    return {"result": shown("Result"), "seconds": time.monotonic() - began, "life": Path("/run/smsbox/life").exists()}


def read_only() -> Facts:
    """Nothing can be written but the state directory and /run; neither by the daemon nor by anybody."""
    CONFIG.write_text(SETTINGS)
    pin = Path("/etc/smsbox/credentials/main.pin")
    pin.write_text("4321\n")
    pin.chmod(0o600)
    run("systemctl", "start", "air.service")
    run("mount", "-t", "tmpfs", "-o", "mode=0750", "tmpfs", str(STATE))
    run("chown", "smsbox:smsbox", str(STATE))
    run("journalctl", "--relinquish-var")  # the journal, where it writes to the card, is the last that does
    said = [run("mount", "-o", "remount,bind,ro", "none", folder) for folder in ("/tmp", "/")]
    tries = {path: run("touch", f"{path}/tried") for path in ("/", "/etc", "/tmp", "/var/tmp", "/var/log", "/var/lib")}
    facts = started() | {"said": said, "tries": tries, "sent": sent(), "temporary": _temporary()}
    return facts | {"stopped": stopped(), "log": run("journalctl", "-u", UNIT, "-p", "4", "-o", "cat", "--no-pager")}


def _temporary() -> str:
    """Where the daemon's own code would put a file for a moment."""
    told = dict(each.split("=", 1) for each in Path(f"/proc/{pid()}/environ").read_text().split("\0") if each)
    made = "import tempfile; print(tempfile.TemporaryDirectory().name)"
    return aboard("setpriv", "--reuid=smsbox", "--regid=smsbox", "--clear-groups", "env", f"TMPDIR={told['TMPDIR']}",
                  sys.executable, "-c", made)  # fmt: skip


LIFE = (prepared, started, locked_in, limited, credentials, sent, examined, reset_helper, stick, killed, hung,
        restrained, misconfigured, without_secrets, stopped)  # fmt: skip
BARE = (read_only,)


def main() -> None:
    facts: Facts = {"systemd": run("systemctl", "--version").split("\n")[0]}
    for trial in BARE if "bare" in sys.argv else LIFE:
        try:
            facts[trial.__name__] = trial()
        except Exception:  # noqa: BLE001
            log = run("journalctl", "-u", UNIT, "-n", "20", "-o", "cat", "--no-pager")
            facts[trial.__name__] = {"error": f"{traceback.format_exc()}\n{log}"}
        (OUT / "facts.new").write_text(json.dumps(facts, indent=1))
        (OUT / "facts.new").replace(OUT / "facts.json")
    (OUT / "journal").write_text(run("journalctl", "--no-pager", "-b"))


if __name__ == "__main__":
    main()
