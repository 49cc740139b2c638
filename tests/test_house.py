"""The house rules that no linter knows: sizes of modules and functions, and a first sentence on everything public."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "smsbox"
MODULES = sorted(ROOT.rglob("*.py"))
MOST_LINES, MOST_IN_A_FUNCTION = 300, 60
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "misc", "base"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
PUBLIC_KINDS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT.parent))


def described_by_decorator(node: ast.ClassDef | Function) -> bool:
    """Entries of a table, such as the fault modes, carry their description in the decorator that enters them."""
    return any(
        isinstance(each, ast.Call)
        and any(isinstance(text, ast.Constant) and " " in str(text.value) for text in each.args)
        for each in node.decorator_list
    )


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def test_no_module_outgrows_its_room() -> None:
    sizes = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}


def test_functions_are_short_enough_to_see_whole(trees: dict[Path, ast.Module]) -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno + 1 > MOST_IN_A_FUNCTION
    ]
    assert long == []


def test_every_module_says_what_it_owns(trees: dict[Path, ast.Module]) -> None:
    assert [name_of(path) for path, tree in trees.items() if not ast.get_docstring(tree)] == []


def test_public_functions_and_classes_are_described(trees: dict[Path, ast.Module]) -> None:
    silent = []
    for path, tree in trees.items():
        for node in tree.body:
            if not isinstance(node, PUBLIC_KINDS) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node) and not described_by_decorator(node):
                silent.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert silent == []


def test_no_room_without_a_noun() -> None:
    assert [
        name_of(path) for path in MODULES if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES
    ] == []
