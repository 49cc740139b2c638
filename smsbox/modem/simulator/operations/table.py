"""The table of operations of the control protocol: a name and a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem

Fields = dict[str, Any]
Operation = Callable[["Modem", Fields], Fields]

OPERATIONS: dict[str, Operation] = {}


def operation(deed: Operation) -> Operation:
    """Register under the function's own name."""
    OPERATIONS[deed.__name__] = deed
    return deed
