"""Runs in a bare Debian root, as root, with nothing but the standard library: installs, uses, upgrades and purges the
package, and notes what it saw. What a step raises is a fact too, so that one that fails hides no other.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

TRIAL = Path("/trial")
CONFIG = Path("/etc/smsbox/config.toml")
STATE = Path("/var/lib/smsbox")
MODEM = "/run/air/ttyUSB0"
PATIENCE = 120.0
EDITED = f"""
[[modem]]
name = "main"
port = "{MODEM}"
"""
NOT_OURS = (
    "/proc",
    "/run/systemd",
    "/sys",
    "/dev",
    "/trial",
    "/tmp",
    "/var/lib/dpkg",
    "/var/log/dpkg.log",
    "/var/cache",
    "/etc/passwd-",
    "/etc/group-",
    "/etc/shadow-",
    "/etc/gshadow-",
    "/etc/.pwd.lock",
)
"""What dpkg, systemctl and the tools for accounts write for themselves, whatever is installed."""
Facts = dict[str, object]


def run(*command: str) -> str:
    """What it wrote to both outputs, and its status if that is not 0."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, cwd="/")
    return done.stdout.strip() + (f"\nexit status {done.returncode}" if done.returncode else "")


def as_daemon(*command: str) -> subprocess.Popen[bytes]:
    """As systemd would start it."""
    return subprocess.Popen(
        ["setpriv", "--reuid=smsbox", "--regid=smsbox", "--init-groups", *command],
        cwd="/",
        stdout=open(TRIAL / "daemon.log", "ab"),
        stderr=subprocess.STDOUT,
    )


def until(condition: Callable[[], object], what: str, pause: float = 0.1) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(pause)


def page(path: str = "/") -> str:
    with urlopen("http://127.0.0.1:8080" + path, timeout=30) as answer:
        return str(answer.status)


def answers() -> bool:
    try:
        return page() == "200"
    except OSError:
        return False


def messages() -> list[dict[str, object]]:
    return [json.loads(line) for line in run("smsbox", "outbox", "list", "--json").splitlines() if line.startswith("{")]


def seen() -> dict[str, str]:
    """Every file of this root with what can be told of it."""
    return dict(_seen(Path("/")))


def _seen(folder: Path) -> Iterator[tuple[str, str]]:
    for entry in os.scandir(folder):
        if entry.path in NOT_OURS or entry.name == "__pycache__":
            continue
        about = entry.stat(follow_symlinks=False)
        said = f"{about.st_mode:o} {about.st_uid} {about.st_gid}"
        if entry.is_symlink():
            said += " " + os.readlink(entry.path)
        elif entry.is_dir():
            yield from _seen(Path(entry.path))
        elif entry.is_file():
            said += " " + hashlib.sha1(Path(entry.path).read_bytes()).hexdigest()
        yield entry.path, said


def mode(path: str | Path) -> str:
    """`0750 root:smsbox`"""
    return run("stat", "-c", "0%a %U:%G", str(path))


def daemon() -> subprocess.Popen[bytes]:
    started = as_daemon("/usr/bin/smsbox", "run")
    until(lambda: answers() or started.poll() is not None, "the page answers")
    if started.poll() is not None:
        raise RuntimeError(f"the daemon ended with {started.returncode}")
    return started


def stopped(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    return process.wait(PATIENCE)


# ── the steps


def installed() -> Facts:
    said = run("dpkg", "--force-unsafe-io", "--install", str(TRIAL / "smsbox_1.deb"))
    modules = list(Path("/usr/lib/smsbox").rglob("*.py"))
    compiled = [each for each in modules if list((each.parent / "__pycache__").glob(each.stem + ".*.pyc"))]
    return {
        "said": said,
        "status": run("dpkg-query", "-W", "-f=${Status}", "smsbox"),
        "version": run("smsbox", "--version"),
        "account": run("id", "smsbox"),
        "modes": {str(each): mode(each) for each in (CONFIG.parent, CONFIG.parent / "credentials", CONFIG, STATE)},
        "units": {
            unit: run("systemctl", "is-enabled", unit)
            for unit in ("smsbox.service", "smsbox-usb.socket", "var-lib-smsbox-stick.mount")
        },
        "modules": len(modules),
        "uncompiled": len(modules) - len(compiled),
        "binary": [str(each) for each in Path("/usr/lib/smsbox").rglob("*.so*")],
        "whose": run(
            "/usr/lib/smsbox/bin/python3",
            "-c",
            "import sys, smsbox, markupsafe; print(sys.version_info[:2], smsbox.__file__, markupsafe.__file__)",
        ),
        "others": run("/usr/bin/python3", "-c", "import smsbox"),
        "nobody": run("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "smsbox", "outbox", "list"),
    }


def untouched() -> Facts:
    """With the configuration as it came nothing is locked, and root sets things for the daemon at once."""
    facts: Facts = {
        "said": run("smsbox", "settings", "set", "web.hosts=shop.lan", "region.country=PL"),
        "settings": run("smsbox", "settings", "diff"),
        "owner": mode(STATE / "smsbox.db"),
    }
    process = daemon()
    facts["page"] = page("/")
    until(lambda: "First start" in (TRIAL / "daemon.log").read_text(), "the code is told")
    facts["log"] = (TRIAL / "daemon.log").read_text()
    facts["ended"] = stopped(process)
    return facts


def used() -> Facts:
    """A modem as a device of the machine, a message through it, a table read by a process of its own."""
    CONFIG.write_text(re.sub(r"(?m)^# gap = .*$", "gap = 0.0", CONFIG.read_text()) + EDITED)
    os.mkdir("/run/air")
    os.chmod("/run/air", 0o777)
    as_daemon("/usr/bin/smsbox", "simulate", "--link", MODEM)
    until(lambda: os.path.exists(MODEM), "the modem is there")
    process = daemon()
    facts: Facts = {
        "device": os.readlink(MODEM),
        "said": run("smsbox", "send", "--to", "+48500000001", "--text", "Ready."),
    }
    until(lambda: [each["state"] for each in messages()] == ["delivered"], "delivered", pause=1.0)
    facts["doctor"] = {
        each["key"]: each["severity"]
        for each in map(json.loads, run("smsbox", "doctor", "--json").splitlines()[:200])
        if "key" in each
    }
    (TRIAL / "people.csv").write_text("number;name\n+48500000002;Olena\n+48500000003;Taras\n")
    facts["table"] = run("smsbox", "customers", "import", str(TRIAL / "people.csv"), "--dry-run")
    facts["ended"] = stopped(process)
    return facts


def upgraded() -> Facts:
    before = CONFIG.read_text()
    said = run("dpkg", "--force-unsafe-io", "--install", str(TRIAL / "smsbox_2.deb"))
    facts: Facts = {
        "said": said,
        "version": run("dpkg-query", "-W", "-f=${Version}", "smsbox"),
        "config": CONFIG.read_text() == before,
        "messages": [each["state"] for each in messages()],
    }
    process = daemon()
    facts["again"] = run("smsbox", "send", "--to", "+48500000001", "--text", "Ready again.")
    until(lambda: [each["state"] for each in messages()] == ["delivered"] * 2, "delivered", pause=1.0)
    facts["ended"] = stopped(process)
    return facts


def removed() -> Facts:
    said = run("dpkg", "--remove", "smsbox")
    return {
        "said": said,
        "database": mode(STATE / "smsbox.db"),
        "config": CONFIG.exists(),
        "program": os.path.exists("/usr/lib/smsbox") or os.path.exists("/usr/bin/smsbox"),
    }


def put_back() -> Facts:
    said = run("dpkg", "--force-unsafe-io", "--install", str(TRIAL / "smsbox_1.deb"))
    return {"said": said, "messages": len(messages())}


def purged(before: dict[str, str]) -> Facts:
    """While a program of the account still runs, as one that somebody forgot."""
    shutil.rmtree("/run/air")
    said = run("dpkg", "--purge", "smsbox")
    after = seen()
    both = before.keys() & after.keys()
    return {
        "said": said,
        "account": run("id", "smsbox"),
        "left": sorted(after.keys() - before.keys()),
        "lost": sorted(before.keys() - after.keys()),
        "changed": {path: (before[path], after[path]) for path in both if before[path] != after[path]},
    }


def loopback() -> None:
    """`ip link set lo up`; iproute2 is not there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))


def main() -> None:
    loopback()
    facts: dict[str, Facts] = {}
    before = seen()
    for step in (installed, untouched, used, upgraded, removed, put_back, lambda: purged(before)):
        name = "purged" if step.__name__ == "<lambda>" else step.__name__
        began = time.monotonic()
        try:
            facts[name] = step()
        except Exception:  # noqa: BLE001
            facts[name] = {"raised": traceback.format_exc() + (TRIAL / "daemon.log").read_text()[-4000:]}
        facts[name]["seconds"] = round(time.monotonic() - began, 1)
    (TRIAL / "facts.json").write_text(json.dumps(facts, indent=1))


if __name__ == "__main__":
    sys.exit(main())
