"""Texts compared in whatever case, in the words of SQLite and in those of PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable


def containing(dialect: str, column: str, text: str) -> tuple[str, str]:
    """The condition that `column` holds `text` in whatever case, and its parameter.

    Letters become brackets of their cases: SQLite's LIKE knows ASCII's cases only (sqlite.org/lang_expr.html#like), and
    what PostgreSQL's ILIKE takes for one letter depends on the server's locale.
    """
    if dialect == "sqlite":
        return f"{column} GLOB ?", f"*{_in_any_case(text, lambda each: f'[{each}]' if each in '*?[' else each)}*"
    special = ".*+?()[]{}|^$\\"
    return f"{column} ~ ?", _in_any_case(text, lambda each: f"\\{each}" if each in special else each)


def _in_any_case(text: str, plain: Callable[[str], str]) -> str:
    return "".join(f"[{''.join(cases)}]" if len(cases := _cases(each)) > 1 else plain(each) for each in text)


def _cases(character: str) -> list[str]:
    """A letter in its cases, as far as these are single characters."""
    return sorted(each for each in {character, character.lower(), character.upper()} if len(each) == 1)
