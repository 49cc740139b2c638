"""What the audit log is told of changed settings: before and after, without secrets."""

from __future__ import annotations

from collections.abc import Iterable

from smsbox.config import Difference
from smsbox.daemon.undoing import SECRETS


def told(differences: Iterable[Difference]) -> dict[str, tuple[object, object]]:
    """Before and after by full key."""
    return {each.key: _plain(each) for each in differences}


def _plain(difference: Difference) -> tuple[object, object]:
    """Before and after for the log: no secrets, nor where they lie."""
    if difference.key.endswith(SECRETS):
        return ("…" if difference.before else None, "… …" if difference.after else None)
    return _readable(difference.before), _readable(difference.after)


def _readable(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def areas(differences: Iterable[Difference]) -> str:
    """The areas that differ, in one text."""
    return ", ".join(dict.fromkeys(each.key.rpartition(".")[0] for each in differences))
