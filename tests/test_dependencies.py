"""What pyproject.toml asks people to install is what the modules import: nothing more, nothing less."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOT_IMPORTED = {"tzdata": "zoneinfo reads it on systems without time zones"}
BROUGHT_ALONG = {"markupsafe": "jinja2"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[; ]", name)[0]).lower()


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {plain(wish) for wish in project["dependencies"] + project["optional-dependencies"]["postgres"]}


def imported() -> set[str]:
    names = set()
    for path in (ROOT / "smsbox").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return {BROUGHT_ALONG.get(name, name) for name in names - sys.stdlib_module_names - {"smsbox"}}


def test_every_dependency_is_imported_and_every_import_a_dependency() -> None:
    known = packages_distributions()
    used = {plain(distribution) for name in imported() for distribution in known[name][:1]}
    assert used | NOT_IMPORTED.keys() == declared()
