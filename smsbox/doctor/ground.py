"""Where the doctor looks: the root of this machine's file systems, which tests replace by a folder of their own."""

from __future__ import annotations

import contextlib
import os
import pwd
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Process = tuple[int, str]
"""Its id and its name."""

_MAKERS = {"/dev/ptmx", "/dev/pts/ptmx"}
"""pts(4): where pseudo terminals are made."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`root` is `/` on a real machine."""

    root: Path = Path("/")

    @property
    def proc(self) -> Path:
        """proc(5)."""
        return self.root / "proc"

    @property
    def sys(self) -> Path:
        """sysfs(5)."""
        return self.root / "sys"

    @property
    def dev(self) -> Path:
        """The device nodes."""
        return self.root / "dev"

    def text(self, path: str) -> str | None:
        """What stands in the file `path` (from the root), stripped; None when it cannot be read."""
        try:
            return (self.root / path).read_text(encoding="utf-8", errors="replace").replace("\0", "").strip()
        except OSError:
            return None

    def first(self, pattern: str) -> str | None:
        """What stands in the first readable file that matches `pattern` (from the root)."""
        texts = (self.text(str(path.relative_to(self.root))) for path in sorted(self.root.glob(pattern)))
        return next((text for text in texts if text is not None), None)

    def processes(self) -> Iterator[Process]:
        """Every process that can be seen."""
        # By the hundred: without the comfort of `Path` at a fifth of the price.
        proc = os.fspath(self.proc)
        with contextlib.suppress(FileNotFoundError):
            for pid in sorted(int(each) for each in os.listdir(proc) if each.isdigit()):
                with contextlib.suppress(OSError), open(f"{proc}/{pid}/comm", "rb", buffering=0) as file:
                    yield pid, file.read().decode("utf-8", "replace").strip()

    def opened(self, pid: int) -> dict[str, Path]:
        """What process `pid` has open and the link to it, as far as this account may see."""
        found = {}
        try:
            for link in (self.proc / str(pid) / "fd").iterdir():
                try:
                    found[os.readlink(link)] = link
                except OSError:
                    continue
        except OSError:
            pass
        return found

    def user_of(self, device: str) -> tuple[int, str] | None:
        """A process other than this one that has `device` (a real path) open; of a pseudo terminal, not its maker
        (`smsbox simulate`), which has the other end.
        """
        for pid, name in self.processes():
            opened = self.opened(pid) if pid != os.getpid() else {}
            if device not in opened or not _same(opened[device], device):
                continue
            if not (device.startswith("/dev/pts/") and opened.keys() & _MAKERS):
                return pid, name
        return None


def _same(link: Path, device: str) -> bool:
    """Whether it is that device: a container has other pseudo terminals of the same names."""
    try:
        return os.path.samestat(link.stat(), os.stat(device))
    except OSError:
        return False


def account(uid: int) -> str:
    """The name of an account, or its number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
