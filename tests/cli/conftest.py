"""A folder with a configuration and the command line on it, run in this process: real database, real exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from smsbox.cli import main
from tests.permitted import permit_in


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(
        f'[store]\nurl = "sqlite://{tmp_path}/smsbox.db"\n[[modem]]\nname = "main"\nport = "{tmp_path}/tty"\n'
    )
    monkeypatch.setenv("SMSBOX_CONFIG", str(path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return path


@pytest.fixture
def agreed(config: Path) -> str:
    """A number whose owner agreed to advertising."""
    permit_in(f"sqlite://{config.parent}/smsbox.db", "+380500000001")
    return "+380500000001"


@pytest.fixture
def run(config: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, output.out, output.err)

    return call
