"""A PostgreSQL of the tests' own: Debian's binaries, a cluster in a temporary directory, reached by a local socket
only.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    return found[-1].parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """Run a server; gives the URL of an empty database. PostgreSQL refuses to run as root, so root lends it to a
    nobody.
    """
    programs = binaries()
    assert programs is not None
    place = Path(tempfile.mkdtemp(prefix="smsbox-pg-"))
    user = _unprivileged() if os.geteuid() == 0 else None
    if user is not None:
        os.chown(place, user.pw_uid, user.pw_gid)

    def run(*command: str) -> None:
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        done = subprocess.run(
            command, cwd=place, env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}, capture_output=True, **as_user
        )
        assert done.returncode == 0, done.stderr.decode()

    data = str(place / "data")
    run(str(programs / "initdb"), "-D", data, "-U", "smsbox", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={place} -c fsync=off -c shared_buffers=16MB"
    # The server keeps our pipes open unless its output goes elsewhere.
    run(str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(place / "log"), "-o", options, "start")
    try:
        yield f"postgresql://smsbox@/postgres?host={place}"
    finally:
        run(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError("no unprivileged user to run PostgreSQL as")
